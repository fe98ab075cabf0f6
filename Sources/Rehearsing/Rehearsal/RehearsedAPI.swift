package import Scheduling
package import ShowTime

/// The API at the other end of a rehearsal, in virtual time.
package protocol RehearsedAPI: Sendable {
    /// Answers one call.
    ///
    /// - Parameters:
    ///   - sent: when the call left this host.
    ///   - arrival: when it gets there, never before an earlier call did.
    mutating func answer(_ attempt: Attempt, sent: Moment, arrival: Moment) -> RehearsedAnswer

    /// Answers a probe. Never shows anything.
    mutating func answer(_ probe: Probe, sent: Moment, arrival: Moment) -> RehearsedAnswer

    /// How a call without an answer in time ends.
    var timeout: AttemptEnd { get }
    /// Calls that arrived.
    var received: Int { get }
    /// The calls that each fault hit, those that never arrived included, in the order in which the faults were given.
    var faultHits: [Int] { get }
    /// The most messages that arrived within any second.
    var mostPerSecond: Int { get }
    /// The messages a second that the API accepts; nil is no limit.
    var quota: Int? { get }
}

/// The answer to one call of a rehearsal.
package struct RehearsedAnswer: Sendable {
    /// How the call ends; nil where no answer ever comes.
    package var end: AttemptEnd?
    /// How long the API takes.
    package var delay: Interval
    /// Whether the message reached its audience. A sender is never told: this is for checking promises.
    package var isShown: Bool

    package init(_ end: AttemptEnd?, delay: Interval = .zero, isShown: Bool = false) {
        self.end = end
        self.delay = delay
        self.isShown = isShown
    }
}
