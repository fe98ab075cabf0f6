package import ShowTime

/// The totals of a run that has ended, over all processes that played it.
package struct EndRecord: Sendable, Hashable {
    package var time: Instant
    package var run: RunID
    package var planned: Int
    package var tally: Tally

    package init(time: Instant, run: RunID, planned: Int, tally: Tally) {
        self.time = time.wholeMilliseconds
        self.run = run
        self.planned = planned
        self.tally = tally
    }
}
