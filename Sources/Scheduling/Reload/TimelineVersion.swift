import Timelines

/// A version of the timeline of a run: the one that is played, or an earlier one that attempts on their way were begun with.
struct TimelineVersion: Sendable {
    let timeline: Timeline
    /// By how much the numbers of a message's occurrences in the log are ahead of the schedule's, by the index of the message
    /// and only where they are: after a reload that changed when a repeat is due, the schedule may give its next occurrence
    /// a number that another one had.
    var leads: [Int: Int] = [:]
    /// What each reload since has renamed: the ids before, and those after.
    var renamed: [[String: String]] = []
    /// Attempts on their way that were begun with it, once it is not played any more.
    var attempts = 0

    /// The id that a message of it has now.
    func currentID(ofMessage message: Int) -> String {
        renamed.reduce(timeline.messages[message].id) { id, renamed in renamed[id] ?? id }
    }

    /// The ids that a message of it has had, from this version on, without the one that it has now.
    func formerIDs(ofMessage message: Int) -> [String] {
        var id = timeline.messages[message].id
        var former: [String] = []
        for renamed in renamed {
            guard let next = renamed[id] else { continue }
            former.append(id)
            id = next
        }
        return former.filter { $0 != id }
    }

    /// The numbers in the log of the occurrences that a message has.
    func numbers(ofMessage message: Int) -> ClosedRange<Int> {
        let lead = leads[message] ?? 0
        return lead + 1...lead + timeline.messages[message].schedule.lastOccurrence
    }
}
