import Timelines

/// How the occurrences of a message are numbered in the log, and when the schedule has them.
struct Numbering: Sendable {
    var schedule: Schedule
    /// By how much the numbers are ahead of the schedule's.
    var lead: Int

    /// Calculates the lead that gives the occurrences due from an offset on numbers that no occurrence had before.
    ///
    /// - Parameters:
    ///   - used: the highest number that an occurrence has had.
    ///   - first: the first occurrence that is due from the offset on.
    static func lead(of schedule: Schedule, beyond used: Int, fromOccurrence first: Int) -> Int {
        schedule.contains(occurrence: first) ? max(0, used + 1 - first) : 0
    }
}
