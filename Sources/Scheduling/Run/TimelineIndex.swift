import Timelines

/// Finds messages and rooms by their ids.
struct TimelineIndex: Sendable {
    private let timeline: Timeline
    private let messages: [String: Int]
    private let rooms: [String: Int]

    init(_ timeline: Timeline) {
        self.timeline = timeline
        messages = Dictionary(zip(timeline.messages.lazy.map(\.id), 0...)) { first, _ in first }
        rooms = Dictionary(zip(timeline.rooms.lazy.map(\.id), 0...)) { first, _ in first }
    }

    func message(_ id: String) -> Int? { messages[id] }

    /// The position of a room in a message's list of rooms.
    func position(of roomID: String, in message: Int) -> Int? {
        guard let room = rooms[roomID] else { return nil }
        return timeline.rooms(of: timeline.messages[message]).firstIndex(of: room)
    }
}
