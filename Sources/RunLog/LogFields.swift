import JSONText
import Scheduling
import ShowTime
import Timelines

/// The members of one line, of whatever event. Members that a later version adds are passed over.
struct LogFields {
    enum Event { case run, attempt, result, control, end }

    var event: Event?
    var time: Instant?
    var due: Instant?
    var start: Instant?
    var message, room, roomName, reason, content, action, delivery: String?
    var timeline, mode, host, sha256, version: String?
    var occurrence, attempt, code, lateMilliseconds, tookMilliseconds, bytes, planned, appID: Int?
    var part, parts: Int?
    var heldMilliseconds, shiftMilliseconds, byMilliseconds: Int?
    var occurrences: [Int]?
    var resumed: Bool?
    var category: Category?
    var outcome: Outcome?
    var tally = Tally()

    mutating func take(_ key: UnsafeBufferPointer<UInt8>, _ value: JSONObject.Value) {
        // A string of at most 15 bytes, as all of these names are, costs no allocation.
        switch String(decoding: key, as: UTF8.self) {
        case "event": event = value.text.flatMap(Self.event)
        case "time": time = value.instant
        case "due": due = value.instant
        case "start": start = value.instant
        case "delivery": delivery = value.text
        case "message": message = value.text
        case "occurrence": occurrence = value.integer
        case "part": part = value.integer
        case "parts": parts = value.integer
        case "occurrences":
            if case .array(let bytes) = value { occurrences = JSONObject.integers(ofArray: bytes) ?? [] }
        case "room": room = value.text
        case "room_name": roomName = value.text
        case "category": category = value.text.flatMap { name in Category.allCases.first { $0.name == name } }
        case "attempt": attempt = value.integer
        case "outcome": outcome = value.text.flatMap(Outcome.init)
        case "code": code = value.integer
        case "reason": reason = value.text
        case "late_ms": lateMilliseconds = value.integer
        case "took_ms": tookMilliseconds = value.integer
        case "bytes": bytes = value.integer
        case "content": content = value.text
        case "action": action = value.text
        case "held_ms": heldMilliseconds = value.integer
        case "shift_ms": shiftMilliseconds = value.integer
        case "by_ms": byMilliseconds = value.integer
        case "timeline": timeline = value.text
        case "mode": mode = value.text
        case "app_id": appID = value.integer
        case "host": host = value.text
        case "planned": planned = value.integer
        case "sha256": sha256 = value.text
        case "resumed": resumed = value.bool
        case "version": version = value.text
        case let name: if let outcome = Outcome(rawValue: name), let count = value.integer { tally[outcome] = count }
        }
    }

    /// Which part of a split text, nil where the text is whole.
    var splitPart: Part? {
        guard let part, let parts else { return nil }
        return Part(part, of: parts)
    }

    /// Whether there is such a part.
    var hasRightPart: Bool {
        guard let part, let parts else { return part == nil && parts == nil }
        return (1...Self.mostParts).contains(parts) && (1...parts).contains(part)
    }

    /// Many more than a text is split into.
    private static let mostParts = 10_000

    private static func event(_ name: String) -> Event? {
        switch name {
        case "run": .run
        case "attempt": .attempt
        case "result": .result
        case "control": .control
        case "end": .end
        default: nil
        }
    }

    /// `welcome#1@123`, or `offer#1.2@123` of a part of a text, in its pieces. A message id has no `#`, a room id may have
    /// anything.
    var deliveryParts: (message: String, occurrence: Int, room: String)? {
        // By bytes: a room id that begins with an accent would make one character of it and the sign before it.
        guard let delivery, case let bytes = delivery.utf8, let hash = bytes.firstIndex(of: UInt8(ascii: "#")),
            let at = bytes[hash...].firstIndex(of: UInt8(ascii: "@")),
            let occurrence = Int(delivery[bytes.index(after: hash)..<at].prefix { $0 != "." })
        else { return nil }
        return (String(delivery[..<hash]), occurrence, String(delivery[bytes.index(after: at)...]))
    }
}

extension JSONObject.Value {
    fileprivate var instant: Instant? {
        if case .string(let slice) = self { return Instant(logTime: slice.bytes) }
        return nil
    }
}
