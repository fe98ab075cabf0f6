package import Scheduling
package import ShowTime

/// Keeps the records of one run. A line is kept once `append` has returned, however this process ends; what outlives the
/// host too takes longer, and is asked for by itself.
package protocol RecordStore: Sendable {
    /// Appends whole lines, all of them or none.
    func append(_ lines: [UInt8]) throws(LogError)
    /// Makes what was appended survive a power loss too. May take its time, on any thread.
    func synchronize() throws(LogError)
    /// Notes what may leave, in the place of the claim before it. It survives a power loss once this has returned; where it
    /// throws, the one before it does. May take its time, on any thread.
    func claim(_ claims: ClaimRecord) throws(LogError)
    /// Forgets what was claimed: all that left is in what was synchronized. May take its time, on any thread.
    func endClaims()
    /// Shows that the run is being played, also while nothing is written. May take its time, on any thread.
    func touch()
    /// Looks whether all that was appended is still there; nil where it is. May take its time, on any thread.
    func inspect() -> LogLoss?
    /// Makes a whole store again of one that was lost. May take its time, on any thread.
    ///
    /// - Parameter book: all that was appended, for where it is not there any more.
    func restored(after loss: LogLoss, from book: RunBook, run: RunID, at now: Instant) throws(LogError)
        -> any RecordStore
    /// Lets another process have the run: nothing more is written.
    func letGo()
}

extension RecordStore {
    package func inspect() -> LogLoss? { nil }

    package func touch() {}

    package func letGo() {}

    package func restored(
        after loss: LogLoss, from book: RunBook, run: RunID, at now: Instant
    ) throws(LogError) -> any RecordStore { self }
}
