import Glibc
import JSONText
package import Scheduling
import ShowTime
import Timelines

/// The members of one line of a log. Numbers and times are checked for ranges in which later calculations cannot overflow.
struct LogLine {
    /// The range of occurrences: one a millisecond for thirty years, and more. Sums of many stay within 64 bits.
    static let occurrences = 1...1_000_000_000_000
    /// The range of attempts: far more than were ever made, and few enough for whatever counts them.
    static let attempts = 0...1_000_000_000
    /// The maximum number of parts, many more than a text is split into.
    private static let mostParts = 10_000

    private static let mostFromStart = Interval.days(100 * 366)

    var members = JSONMembers()
    private(set) var event = ""
    private(set) var time = Instant(nanoseconds: 0)
    /// The run of the last line. All lines of a log have the same one, so its name is not parsed again for each line.
    private var lastRun: (name: [UInt8], id: RunID)?

    /// Returns false where the line is not an object with an event and a time.
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard members.read(bytes), let event = members.text("event"), let time = members.instant("time") else {
            return false
        }
        self.event = event
        self.time = time
        return true
    }

    /// Creates the id anew for the next line: two threads that count references to one object wait for each other.
    mutating func renewRun() {
        if let id = lastRun?.id { lastRun?.id = RunID(timeline: id.timeline, start: id.start) }
    }

    mutating func run() -> RunID? {
        guard case .string(let name)? = members.value("run") else { return nil }
        if lastRun.map({ name.bytes.isEqual(to: $0.name) }) != true {
            guard let id = RunID(name.text) else { return nil }
            lastRun = (Array(name.bytes), id)
        }
        guard let id = lastRun?.id, Self.isPossible(time, inRunFrom: id.start) else { return nil }
        return id
    }

    /// Reads a time of the run. ``run()`` has to be called first.
    mutating func instant(_ name: StaticString) -> Instant? {
        guard let start = lastRun?.id.start, let time = members.instant(name) else { return nil }
        return Self.isPossible(time, inRunFrom: start) ? time : nil
    }

    /// Whether a time is near enough to the start of the run that what is calculated with it stays within 64 bits. The time of a
    /// host whose clock was never set is near enough.
    static func isPossible(_ time: Instant, inRunFrom start: Instant) -> Bool {
        (time - start).magnitude <= mostFromStart
    }

    /// Reads the strings of an array; nil where there is none.
    mutating func texts(_ name: StaticString) -> [String]? {
        guard case .array(let array)? = members.value(name) else { return nil }
        var texts: [String] = []
        return JSONObject.readArray(array) { if let text = $0.text { texts.append(text) } } ? texts : nil
    }

    mutating func category() -> Category? {
        members.text("category").flatMap { name in Category.allCases.first { $0.name == name } }
    }

    /// - Returns: the part; `.some(nil)` where the text is whole; nil where there is no such part.
    mutating func part() -> Part?? {
        guard let number = members.integer("part") else { return .some(nil) }
        guard let count = members.integer("parts"), (1...Self.mostParts).contains(count),
            (1...count).contains(number)
        else { return nil }
        return Part(number, of: count)
    }

    /// Parses the key of a delivery: `welcome#1@123`, or `offer#1.2@123` for a part of a text. A message id contains no `#`, a
    /// room id may contain anything.
    mutating func delivery() -> (message: String, occurrence: Int, room: String)? {
        guard case .string(let name)? = members.value("delivery") else { return nil }
        guard name.hasEscapes else { return Self.delivery(name.bytes) }
        var text = name.text
        return text.withUTF8(Self.delivery)
    }

    private static func delivery(
        _ name: UnsafeBufferPointer<UInt8>
    ) -> (message: String, occurrence: Int, room: String)? {
        // Compares bytes, not characters: a room id that begins with a combining accent would merge with the `@` before it.
        guard let hash = name.firstIndex(of: UInt8(ascii: "#")),
            let at = name[hash...].firstIndex(of: UInt8(ascii: "@")),
            case let number = name[(hash + 1)..<at].prefix(while: { $0 != UInt8(ascii: ".") }),
            let occurrence = Int(String(decoding: number, as: UTF8.self)), occurrences.contains(occurrence)
        else { return nil }
        return (
            String(decoding: name[..<hash], as: UTF8.self), occurrence,
            String(decoding: name[(at + 1)...], as: UTF8.self)
        )
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func isEqual(to bytes: [UInt8]) -> Bool {
        count == bytes.count && bytes.withUnsafeBytes { memcmp($0.baseAddress!, baseAddress!, count) == 0 }
    }
}

extension [UInt8] {
    /// Appends the key of a delivery and, for a part of a split text, which part it is and of how many.
    mutating func delivery(_ messageID: String, occurrence: Int, _ part: Part?, roomID: String) {
        name(ofDelivery: messageID, occurrence: occurrence, part: part, roomID: roomID)
        guard let part else { return }
        field("part", part.number)
        field("parts", part.count)
    }

    /// Appends the key of a delivery piece by piece, without a string in between: each line of a log has one. See
    /// ``DeliveryName``.
    package mutating func name(ofDelivery messageID: String, occurrence: Int, part: Part?, roomID: String) {
        name("delivery")
        append(UInt8(ascii: "\""))
        append(escaped: messageID)
        append(UInt8(ascii: "#"))
        append(json: occurrence)
        if let part {
            append(UInt8(ascii: "."))
            append(json: part.number)
        }
        append(UInt8(ascii: "@"))
        append(escaped: roomID)
        append(UInt8(ascii: "\""))
    }
}
