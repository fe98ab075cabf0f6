package import Scheduling

/// The log of a run that an earlier process wrote.
package struct RecoveredLog: Sendable {
    package var header: RunHeader
    package var recovery: RunRecovery
    /// The length in bytes of the file's whole lines.
    package var wholeLength: Int
}
