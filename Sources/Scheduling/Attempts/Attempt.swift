package import Timelines

/// One API call that is to be made: everything that a transport needs, and what is recorded before it leaves.
package struct Attempt: Sendable {
    /// Identifies the attempt when its end is reported (``Scheduler/attemptEnded(_:_:at:)``). Never used again within a process.
    package struct ID: Hashable, Comparable, Sendable {
        /// Counts from 1, in the order in which ids are reserved.
        package let number: UInt64
        /// The slot of the scheduler's table that holds the attempt while it is in flight.
        let slot: Int32

        package static func < (left: ID, right: ID) -> Bool { left.number < right.number }
    }

    /// The place in the timeline of what is sent.
    package struct Place: Sendable {
        /// Index of the message.
        package let message: Int32
        /// Index among the timeline's rooms.
        package let room: Int32
    }

    /// What is sent. All of it is stored here once, so that an attempt is cheap to copy.
    enum Body: Sendable {
        case delivery(AttemptRecord, Place)
        /// A direct send, which belongs to no run.
        case direct(roomID: String, category: Category, content: String)
    }

    package let id: ID
    package let sender: Sender
    let body: Body

    package var roomID: String {
        switch body {
        case .delivery(let record, _): record.roomID
        case .direct(let roomID, _, _): roomID
        }
    }

    package var category: Category {
        switch body {
        case .delivery(let record, _): record.category
        case .direct(_, let category, _): category
        }
    }

    package var content: String {
        switch body {
        case .delivery(let record, _): record.content
        case .direct(_, _, let content): content
        }
    }

    /// Nil for a direct send.
    package var record: AttemptRecord? {
        switch body {
        case .delivery(let record, _): record
        case .direct: nil
        }
    }

    /// The place in the version of the timeline that was played when the attempt was begun; nil for a direct send.
    package var place: Place? {
        switch body {
        case .delivery(_, let place): place
        case .direct: nil
        }
    }

    package var run: RunID? { record?.run }
}
