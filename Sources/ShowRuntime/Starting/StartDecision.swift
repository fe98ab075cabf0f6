package import Scheduling

/// The decision about one timeline that was to be played.
package enum StartDecision: Sendable {
    /// - Parameters:
    ///   - isResumed: whether it goes on with what another process began.
    ///   - closing: earlier runs of which nothing can go out any more: their books are closed first.
    case play(PreparedRun, isResumed: Bool, closing: [PreparedRun] = [])
    /// The run has ended before: nothing is written.
    case hasEnded(RunID, Tally, log: String)
}
