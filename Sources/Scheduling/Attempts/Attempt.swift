package import Timelines

/// One API call that is to be made: everything that a transport needs, and what is recorded before it leaves.
package struct Attempt: Sendable {
    /// Names it in the input that says how it ended. Never used again within a process.
    package struct ID: Hashable, Comparable, Sendable {
        /// Counted from 1 in the order in which they are asked for.
        package let number: UInt64
        /// Where the scheduler keeps it while it is on its way.
        let slot: Int32

        package static func < (left: ID, right: ID) -> Bool { left.number < right.number }
    }

    package let id: ID
    package let roomID: String
    package let sender: Sender
    package let category: Category
    package let content: String
    /// Nil for a direct send, which belongs to no run.
    package let record: AttemptRecord?

    package var run: RunID? { record?.run }
}
