package import ShowTime

/// One reading of the server's clock: its `Date` has whole seconds, and was written between two moments of ours.
package struct ClockReading: Sendable, Hashable {
    package var server: Instant
    package var asked: Instant
    package var answered: Instant

    package init(server: Instant, asked: Instant, answered: Instant) {
        self.server = server
        self.asked = asked
        self.answered = answered
    }

    /// How far this host's clock is ahead of the server's, at least; negative where it is behind, zero where it may be right.
    package var ahead: Interval {
        let least = asked - (server + .seconds(1))
        let most = answered - server
        return least > .zero ? least : min(most, .zero)
    }
}
