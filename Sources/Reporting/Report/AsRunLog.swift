package import Scheduling
package import ShowTime

/// Every delivery of a run as it went, for a client. Takes the records of a log one by one.
package struct AsRunLog: Sendable {
    package struct Entry: Sendable {
        package var result: ResultRecord
        /// The text; nil where nothing was attempted.
        package var content: String?

        /// When it was handed to the network; nil where it was not, or where that is not known.
        package var actual: Instant? { result.took == nil ? nil : result.due + result.late }

        var isDeliberate: Bool { result.outcome.isDeliberate(reason: result.reason) }
    }

    package private(set) var entries: [Entry] = []
    /// When calls were made.
    package private(set) var calls: [Instant] = []
    private var contents: [String: String] = [:]

    package init() {}

    package mutating func take(_ record: Record) {
        switch record {
        case .attempt(let attempt):
            calls.append(attempt.time)
            contents[attempt.delivery] = attempt.content
        case .result(let result) where result.outcome.isFinal:
            entries.append(Entry(result: result, content: contents.removeValue(forKey: result.delivery)))
        case .control(let control):
            // A delivery that an operator takes back will end once more.
            guard let reopening = Reopening(control.action) else { return }
            entries.removeAll { entry in
                let result = entry.result
                return reopening.takesBack(result.outcome)
                    && reopening.contains(
                        message: result.messageID, occurrence: result.occurrence, room: result.roomID)
            }
        default: break
        }
    }

    /// The entries in the order of their due times; those due at the same time in the order of the log.
    package var planned: [Entry] {
        entries.enumerated().sorted { ($0.element.result.due, $0.offset) < ($1.element.result.due, $1.offset) }
            .map(\.element)
    }
}
