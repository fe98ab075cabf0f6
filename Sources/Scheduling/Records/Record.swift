package import ShowTime

/// One line of the log of a run: what the scheduler writes, in the order in which it happens, and what a later process reads
/// back. Its times are whole milliseconds, as the log's are.
package enum Record: Sendable, Hashable {
    /// A process begins to play the run, or goes on with it.
    case run(RunHeader)
    /// An attempt is about to be made.
    case attempt(AttemptRecord)
    /// An attempt has ended, or a delivery without one.
    case result(ResultRecord)
    case control(ControlRecord)
    case end(EndRecord)

    package var run: RunID {
        switch self {
        case .run(let header): header.run
        case .attempt(let attempt): attempt.run
        case .result(let result): result.run
        case .control(let control): control.run
        case .end(let end): end.run
        }
    }

    package var time: Instant {
        switch self {
        case .run(let header): header.time
        case .attempt(let attempt): attempt.time
        case .result(let result): result.time
        case .control(let control): control.time
        case .end(let end): end.time
        }
    }
}
