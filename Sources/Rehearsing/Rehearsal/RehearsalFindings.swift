/// What the other end saw of a rehearsal, and the promises that were broken.
package struct RehearsalFindings: Sendable {
    /// Calls that arrived.
    package var received = 0
    /// The calls that each fault hit, those that never arrived included.
    package var faultHits: [Int] = []
    /// Deliveries that were shown.
    package var shown = 0
    /// Those shown that are in the log as unknown, because the sender was not told.
    package var shownUnanswered = 0
    /// Those shown more than once because the timeline wants it so: `on_unknown: resend`.
    package var shownAgain = 0
    package var mostPerSecond = 0
    /// Messages a second that the API takes; nil is no limit.
    package var quota: Int?
    /// The first broken promises, in words.
    package var brokenPromises: [String] = []
    package var brokenPromiseCount = 0

    package init() {}
}
