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

        /// What is left of an entry for many occurrences where some of them are taken back. Only the first of them has a due time in
        /// the log, and all entries keep that one.
        fileprivate func left(by takenBack: ClosedRange<Int>) -> [Entry] {
            let all = result.occurrences
            let taken = all.clamped(to: takenBack)
            let before = all.lowerBound..<taken.lowerBound
            let after = taken.upperBound + 1..<all.upperBound + 1
            return [before, after].filter { !$0.isEmpty }.map { range in
                var entry = self
                entry.result.occurrences = range.lowerBound...range.upperBound - 1
                return entry
            }
        }
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
            entries = entries.reduce(into: []) { entries, entry in
                if reopening.takesBack(entry.result) {
                    entries += entry.left(by: reopening.occurrences)
                } else {
                    entries.append(entry)
                }
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

extension Reopening {
    fileprivate func takesBack(_ result: ResultRecord) -> Bool {
        takesBack(result.outcome) && message == result.messageID && occurrences.overlaps(result.occurrences)
            && rooms?.contains(result.roomID) ?? true
    }
}
