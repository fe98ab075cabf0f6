/// Keeps the records of one run. A line is kept once `append` has returned, however this process ends.
package protocol RecordStore: Sendable {
    /// Appends whole lines, all of them or none.
    func append(_ lines: [UInt8]) throws(LogError)
    /// Asks for what was appended to survive a power failure too.
    func synchronize()
}
