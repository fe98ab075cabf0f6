/// One message, one occurrence of it, one room: by indices, so that a queue of a hundred thousand stays small.
struct DeliveryKey: Hashable, Sendable {
    /// Index of the run in the scheduler.
    var run: Int32
    /// Index of the message in the run's timeline.
    var message: Int32
    /// Position of the room in the message's list of rooms.
    var position: Int32
    /// Which of the run's timelines the indices belong to: a reload begins a new one.
    var generation: Int32
    /// From 1.
    var occurrence: Int
}

extension DeliveryKey: Comparable {
    /// The order of the file, among the deliveries of one run.
    static func < (left: DeliveryKey, right: DeliveryKey) -> Bool {
        (left.message, left.occurrence, left.position) < (right.message, right.occurrence, right.position)
    }
}
