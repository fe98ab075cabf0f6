package import Scheduling
package import ShowTime

/// Keeps the records of one run. A line is kept once `append` has returned, however this process ends.
package protocol RecordStore: Sendable {
    /// Appends whole lines, all of them or none.
    func append(_ lines: [UInt8]) throws(LogError)
    /// Asks for what was appended to survive a power failure too.
    func synchronize()
    /// Shows that the run is being played, also while nothing is written. May take its time, on any thread.
    func touch()
    /// Looks whether all that was appended is still there; nil where it is. May take its time, on any thread.
    func inspect() -> LogLoss?
    /// Makes a whole store again of one that was lost. May take its time, on any thread.
    ///
    /// - Parameter book: all that was appended, for where it is not there any more.
    func restored(after loss: LogLoss, from book: RunBook, run: RunID, at now: Instant) throws(LogError)
        -> any RecordStore
}

extension RecordStore {
    package func inspect() -> LogLoss? { nil }

    package func touch() {}

    package func restored(
        after loss: LogLoss, from book: RunBook, run: RunID, at now: Instant
    ) throws(LogError) -> any RecordStore { self }
}
