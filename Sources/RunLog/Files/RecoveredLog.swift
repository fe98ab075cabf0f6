package import Scheduling

/// The log of a run that an earlier process wrote.
package struct RecoveredLog: Sendable {
    package var header: RunHeader
    package var recovery: RunRecovery
    /// Bytes of the file that are whole.
    package var wholeLength: Int
}
