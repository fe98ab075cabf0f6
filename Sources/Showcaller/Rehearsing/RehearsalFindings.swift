/// What the other end saw of a rehearsal, and what of it must never be.
package struct RehearsalFindings: Sendable {
    /// Calls that arrived.
    package var received: Int
    /// Calls that a fault hit, those that never arrived included.
    package var faulted: Int
    /// Deliveries that were shown.
    package var shown: Int
    /// Those shown that the sender cannot know of.
    package var shownUnanswered: Int
    /// Those shown more than once because the script wants it so.
    package var shownAgain: Int
    package var mostPerSecond: Int
    /// Messages a second that the API takes; nil is no limit.
    package var quota: Int?
    /// The first of those.
    package var brokenPromises: [String]
    package var brokenPromiseCount: Int

    package init(
        received: Int, faulted: Int, shown: Int, shownUnanswered: Int, shownAgain: Int, mostPerSecond: Int, quota: Int?,
        brokenPromises: [String], brokenPromiseCount: Int
    ) {
        self.received = received
        self.faulted = faulted
        self.shown = shown
        self.shownUnanswered = shownUnanswered
        self.shownAgain = shownAgain
        self.mostPerSecond = mostPerSecond
        self.quota = quota
        self.brokenPromises = brokenPromises
        self.brokenPromiseCount = brokenPromiseCount
    }
}
