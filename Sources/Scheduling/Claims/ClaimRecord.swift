package import ShowTime

/// The claim that a store holds of a run.
package struct ClaimRecord: Sendable, Hashable {
    /// When it was asked for, by the run's own time: what may leave is due within two seconds from then.
    package var time: Instant
    package var run: RunID
    /// The boot id of the host whose process made the claim: after the same boot, what really left is in the log.
    package var boot: String
    package var deliveries: [ClaimedDelivery]

    package init(time: Instant, run: RunID, boot: String, deliveries: [ClaimedDelivery]) {
        self.time = time.wholeMilliseconds
        self.run = run
        self.boot = boot
        self.deliveries = deliveries
    }
}
