package import ShowTime

/// The identity of one performance of a timeline: `launch-night@20261120T120000Z`.
package struct RunID: Hashable, Sendable, CustomStringConvertible {
    /// A class, because every record has the id, and records are copied.
    private final class Name: Sendable {
        let timeline: String
        let start: Instant
        let description: String

        init(timeline: String, start: Instant) {
            self.timeline = timeline
            self.start = start
            description = "\(timeline)@\(start.compact)"
        }
    }

    private let name: Name

    package var timeline: String { name.timeline }
    /// Exact to the millisecond.
    package var start: Instant { name.start }
    package var description: String { name.description }

    package init(timeline: String, start: Instant) {
        name = Name(timeline: timeline, start: start.wholeMilliseconds)
    }

    /// Reads ``description`` back; nil for anything else.
    package init?(_ text: String) {
        guard let at = text.lastIndex(of: "@"), case let digits = Array(text[text.index(after: at)...]),
            digits.count > 15
        else { return nil }
        let date = [digits[..<4], digits[4..<6], digits[6..<11]].map { String($0) }.joined(separator: "-")
        let time = [date, String(digits[11..<13]), String(digits[13...])].joined(separator: ":")
        guard case .instant(let start)? = try? WrittenTime(time) else { return nil }
        self.init(timeline: String(text[..<at]), start: start)
        guard description == text else { return nil }
    }

    /// Compares the references first, then the descriptions, which say all of it: records are compared and looked up by their ids
    /// all the time.
    package static func == (left: RunID, right: RunID) -> Bool {
        left.name === right.name || left.description == right.description
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
