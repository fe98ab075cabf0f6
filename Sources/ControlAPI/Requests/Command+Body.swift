import JSONText
package import Scheduling
import Timelines

/// The bodies of requests as a client writes them.
extension Command {
    package var verb: RunVerb {
        switch self {
        case .hold: .hold
        case .go, .goFrom: .go
        case .shift: .shift
        case .skip: .skip
        case .unskip: .unskip
        case .cancel: .cancel
        case .stop: .stop
        case .fire: .fire
        case .again: .again
        case .set: .set
        }
    }

    package func body(from origin: CommandOrigin) -> [UInt8] {
        [UInt8](from: origin) { bytes in
            switch self {
            case .hold, .go, .cancel, .stop: break
            case .goFrom(let hold): bytes.field("hold", hold)
            case .shift(let interval): bytes.field(milliseconds: "by_ms", interval)
            case .skip(let cue), .unskip(let cue), .fire(let cue): bytes.append(membersOf: cue)
            case .again(let cue, let notShown):
                bytes.append(membersOf: cue)
                bytes.field("not_shown", notShown)
            case .set(let name, let value):
                bytes.field("name", name)
                bytes.field("value", value)
            }
        }
    }
}

extension SetCall {
    package func body(from origin: CommandOrigin) -> [UInt8] {
        [UInt8](from: origin) {
            $0.field("name", name)
            $0.field("value", value)
            if isCheck { $0.field("check", true) }
        }
    }
}

extension ReloadCall {
    package func body(from origin: CommandOrigin) -> [UInt8] {
        [UInt8](from: origin) {
            $0.field("apply", applies)
            if let sha256 { $0.field("sha256", sha256) }
        }
    }
}

extension SendCall {
    package func body(from origin: CommandOrigin) -> [UInt8] {
        [UInt8](from: origin) {
            $0.field("rooms", array: rooms) { $0.append(json: $1) }
            $0.field("user", sender.id)
            if let name = sender.name { $0.field("name", name) }
            $0.field("category", category.name)
            $0.field("text", text)
        }
    }
}

extension CommandOrigin {
    /// The body of a command without arguments.
    package var body: [UInt8] { [UInt8](from: self) { _ in } }
}

extension [UInt8] {
    fileprivate init(from origin: CommandOrigin, _ members: (inout [UInt8]) -> Void) {
        self = []
        object {
            if let id = origin.id { $0.field("id", id) }
            if let by = origin.by { $0.field("by", by) }
            members(&$0)
        }
    }

    fileprivate mutating func append(membersOf cue: CueSelector) {
        var named = cue
        named.room = nil
        field("cue", named.text)
        if let room = cue.room { field("room", room) }
    }
}
