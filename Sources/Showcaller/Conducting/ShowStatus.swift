package import Scheduling
package import ShowTime

/// A view of everything that a process plays.
package struct ShowStatus: Sendable {
    package var runs: [RunStatus]
    package var isAccountHeld: Bool
    /// Of the quota, 1 unless the server throttled.
    package var quotaShare: Double
    /// Whether records cannot be written.
    package var isBlocked: Bool
    package var now: Instant
    /// What starts next of the shows that start again and again.
    package var upcoming: [(timeline: String, start: Instant)] = []
}
