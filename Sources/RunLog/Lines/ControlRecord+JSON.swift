import JSONText
import Scheduling
import ShowTime
import Timelines

extension [UInt8] {
    mutating func append(membersOf control: ControlRecord) {
        begin("control", at: control.time, control.run)
        field("action", control.action.name)
        switch control.action {
        case .hold, .cancel, .shutdown, .accountOK, .networkOK: break
        case .networkHold(let reason): field("reason", reason)
        case .reload(let reload):
            if !reload.sha256.isEmpty { field("sha256", reload.sha256) }
            if !reload.renamed.isEmpty { field("renamed", reload.renamed) { $0.append(json: $1) } }
            if !reload.leads.isEmpty { field("leads", reload.leads) { $0.append(json: $1) } }
        case .reloadRefused(let reason): field("refused", reason)
        case .holdBefore(let message, let due, let inputs, let needsGo):
            field("message", message)
            field("due", due)
            if !inputs.isEmpty { field("inputs", array: inputs) { $0.append(json: $1) } }
            if !needsGo { field("needs_go", false) }
        case .go(let held, let total):
            field(milliseconds: "held_ms", held)
            field(milliseconds: "shift_ms", total)
        case .shift(let by, let total):
            field(milliseconds: "by_ms", by)
            field(milliseconds: "shift_ms", total)
        case .skip(let cue): append(cue)
        case .unskip(let cue, let first):
            append(cue)
            field("from", first)
        case .fire(let firing), .again(let firing):
            field("message", firing.message)
            field("occurrence", firing.occurrence)
            field("category", firing.category.name)
            field("rooms", array: firing.rooms) { $0.append(json: $1) }
        case .set(let name, let value):
            field("name", name)
            field("value", value)
        case .unset(let name, let reason):
            field("name", name)
            field("reason", reason)
        case .accountHold(let code, let reason):
            field("code", code)
            field("reason", reason)
        case .clockStep(let by, let off, let uptime):
            field(milliseconds: "by_ms", by)
            field(milliseconds: "off_ms", off)
            field("uptime_ms", Int(uptime.milliseconds))
        case .salvaged(let from, let to):
            field("from", from)
            field("to", to)
        case .logRestored(let reason, let inputs):
            field("reason", reason)
            if !inputs.isEmpty { field("inputs", array: inputs) { $0.append(json: $1) } }
        }
        if let by = control.origin.by { field("by", by) }
        if let id = control.origin.id { field("command", id) }
    }

    private mutating func append(_ cue: CueSelector) {
        field("message", cue.message)
        if let occurrence = cue.occurrence { field("occurrence", occurrence) }
        if let room = cue.room { field("room", room) }
    }
}

extension ControlRecord {
    init?(_ line: inout LogLine) {
        guard let run = line.run(), let action = Action(&line) else { return nil }
        let origin = CommandOrigin(id: line.members.text("command"), by: line.members.text("by"))
        self.init(time: line.time, run: run, action: action, origin: origin)
    }
}

extension ControlRecord.Action {
    fileprivate var name: String {
        switch self {
        case .hold, .holdBefore: "hold"
        case .go: "go"
        case .shift: "shift"
        case .skip: "skip"
        case .unskip: "unskip"
        case .fire: "fire"
        case .again: "again"
        case .cancel: "cancel"
        case .set: "set"
        case .unset: "unset"
        case .reload, .reloadRefused: "reload"
        case .shutdown: "shutdown"
        case .accountHold: "account_hold"
        case .accountOK: "account_ok"
        case .networkHold: "network_hold"
        case .networkOK: "network_ok"
        case .clockStep: "clock_step"
        case .salvaged: "salvaged"
        case .logRestored: "log_restored"
        }
    }

    fileprivate init?(_ line: inout LogLine) {
        switch line.members.text("action") {
        case "hold":
            if let message = line.members.text("message"), let due = line.instant("due") {
                self = .holdBefore(
                    message: message, due: due, inputs: line.texts("inputs") ?? [],
                    needsGo: line.members.bool("needs_go") ?? true)
            } else {
                self = .hold
            }
        case "go":
            guard let held = line.members.milliseconds("held_ms"), let total = line.members.milliseconds("shift_ms")
            else { return nil }
            self = .go(held: held, total: total)
        case "shift":
            guard let by = line.members.milliseconds("by_ms"), let total = line.members.milliseconds("shift_ms")
            else { return nil }
            self = .shift(by: by, total: total)
        case "skip":
            guard let cue = line.cue() else { return nil }
            self = .skip(cue)
        case "unskip":
            guard let cue = line.cue(), let first = line.members.integer("from") else { return nil }
            self = .unskip(cue, from: first)
        case "fire":
            guard let firing = line.firing() else { return nil }
            self = .fire(firing)
        case "again":
            guard let firing = line.firing() else { return nil }
            self = .again(firing)
        case "set":
            guard let name = line.members.text("name"), let value = line.members.text("value") else { return nil }
            self = .set(name: name, value: value)
        case "unset":
            guard let name = line.members.text("name") else { return nil }
            self = .unset(name: name, reason: line.members.text("reason") ?? "")
        case "cancel": self = .cancel
        case "reload":
            if let reason = line.members.text("refused") {
                self = .reloadRefused(reason: reason)
            } else {
                self = .reload(
                    ReloadRecord(
                        sha256: line.members.text("sha256") ?? "", renamed: line.members.members("renamed", \.text),
                        leads: line.members.members("leads", \.integer)))
            }
        case "shutdown": self = .shutdown
        case "account_hold":
            self = .accountHold(code: line.members.integer("code"), reason: line.members.text("reason") ?? "")
        case "account_ok": self = .accountOK
        case "network_hold": self = .networkHold(reason: line.members.text("reason") ?? "")
        case "network_ok": self = .networkOK
        case "clock_step":
            guard let by = line.members.milliseconds("by_ms"), let off = line.members.milliseconds("off_ms"),
                let uptime = line.members.milliseconds("uptime_ms")
            else { return nil }
            self = .clockStep(by: by, off: off, uptimeAtStart: .zero + uptime)
        case "salvaged":
            guard let from = line.instant("from"), let to = line.instant("to") else { return nil }
            self = .salvaged(from: from, to: to)
        case "log_restored":
            self = .logRestored(reason: line.members.text("reason") ?? "", inputs: line.texts("inputs") ?? [])
        default: return nil
        }
    }
}

extension LogLine {
    fileprivate mutating func cue() -> CueSelector? {
        let (occurrence, room) = (members.integer("occurrence"), members.text("room"))
        return members.text("message").map { CueSelector($0, occurrence: occurrence, room: room) }
    }

    fileprivate mutating func firing() -> Firing? {
        guard let message = members.text("message"), let occurrence = members.integer("occurrence"), occurrence > 0,
            let category = category(), let rooms = texts("rooms")
        else { return nil }
        return Firing(message: message, occurrence: occurrence, category: category, rooms: rooms)
    }
}

extension [UInt8] {
    /// Appends an object whose keys are ids, which need no escapes.
    fileprivate mutating func field<Value>(
        _ name: StaticString, _ members: [String: Value], _ value: (inout [UInt8], Value) -> Void
    ) {
        field(
            name,
            object: { bytes in
                for (id, member) in members.sorted(by: { $0.key < $1.key }) {
                    if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
                    bytes.append(json: id)
                    bytes.append(UInt8(ascii: ":"))
                    value(&bytes, member)
                }
            })
    }
}

extension JSONMembers {
    /// Reads the members of an object that have a value of one kind; none where there is no such object.
    fileprivate mutating func members<Value>(
        _ name: StaticString, _ value: (JSONObject.Value) -> Value?
    ) -> [String: Value] {
        guard case .object(let bytes)? = self.value(name) else { return [:] }
        var members: [String: Value] = [:]
        _ = JSONObject.read(bytes) { members[String(decoding: $0, as: UTF8.self)] = value($1) }
        return members
    }
}
