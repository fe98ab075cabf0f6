package import Scheduling

/// The decision about one timeline that was to be played.
package enum StartDecision: Sendable {
    /// - Parameter isResumed: whether it goes on with what another process began.
    case play(PreparedRun, isResumed: Bool)
    /// The run has ended before: nothing is written.
    case hasEnded(RunID, Tally, log: String)
}
