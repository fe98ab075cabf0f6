package import Scheduling
package import ShowTime

/// Keeps the records of one run. A line survives any end of this process once `append` has returned. For it to survive a power
/// loss takes longer, and is requested separately with `synchronize`.
package protocol RecordStore: Sendable {
    /// Appends whole lines, all of them or none.
    func append(_ lines: [UInt8]) throws(LogError)
    /// Makes what was appended survive a power loss too. May take its time, on any thread.
    func synchronize() throws(LogError)
    /// Records what may leave; this replaces the claim before it. The new claim survives a power loss once this has returned;
    /// where it throws, the one before it does. May take its time, on any thread.
    func claim(_ claims: ClaimRecord) throws(LogError)
    /// Discards the claims: the records of all that left have been synchronized. May take its time, on any thread.
    func endClaims()
    /// Shows that the run is being played, also while nothing is written. May take its time, on any thread.
    func touch()
    /// Checks whether all that was appended is still there; nil where it is. May take its time, on any thread.
    func inspect() -> LogLoss?
    /// Makes a whole store again in place of a lost one. May take its time, on any thread.
    ///
    /// - Parameter book: all that was appended, to be used where it is not there any more.
    func restored(after loss: LogLoss, from book: RunBook, run: RunID, at now: Instant) throws(LogError)
        -> any RecordStore
    /// Releases the run, so that another process can take it: nothing more is written.
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
