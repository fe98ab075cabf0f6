/// What the other end saw of a rehearsal, and the promises that were broken.
package struct RehearsalFindings: Sendable {
    /// Calls that arrived.
    package var received: Int
    /// Calls that a fault hit, those that never arrived included.
    package var faulted: Int
    /// Deliveries that were shown.
    package var shown: Int
    /// Those shown that the sender cannot know of.
    package var shownUnanswered: Int
    /// Those shown more than once because the timeline wants it so.
    package var shownAgain: Int
    package var mostPerSecond: Int
    /// Messages a second that the API takes; nil is no limit.
    package var quota: Int?
    /// The first of those.
    package var brokenPromises: [String]
    package var brokenPromiseCount: Int

    init(_ api: any RehearsedAPI, _ checker: PromiseChecker) {
        received = api.received
        faulted = api.faulted
        shown = checker.shown
        shownUnanswered = checker.shownUnanswered
        shownAgain = checker.shownAgain
        mostPerSecond = api.mostPerSecond
        quota = api.quota
        brokenPromises = checker.brokenPromises
        brokenPromiseCount = checker.brokenPromiseCount
    }
}
