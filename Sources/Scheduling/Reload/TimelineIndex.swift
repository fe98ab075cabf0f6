import Timelines

/// Finds messages and rooms by their ids, and the places of rooms in the lists of messages. Making an index takes a while: only
/// one is made for each version of a timeline.
struct TimelineIndex: Sendable {
    private let timeline: Timeline
    /// By their ids.
    private let messages: HashIndex
    private let rooms: [String: Int]
    /// For each list of rooms, its positions in the order of the rooms; none where the list itself is in that order.
    private let positions: [[Int32]]

    init(_ timeline: Timeline) {
        self.timeline = timeline
        var messages = HashIndex()
        for message in timeline.messages.indices {
            let id = timeline.messages[message].id
            let hash = id.hashValue
            // Where two messages have the same id, as a timeline with mistakes may have, the first one is found.
            if messages.place(hash, where: { timeline.messages[$0].id == id }) == nil { messages.insert(message, hash) }
        }
        self.messages = messages
        rooms = Dictionary(zip(timeline.rooms.lazy.map(\.id), 0...)) { first, _ in first }
        positions = timeline.roomLists.map { list in
            let isSorted = zip(list, list.dropFirst()).allSatisfy { $0 < $1 }
            return isSorted ? [] : list.indices.map { Int32($0) }.sorted { list[Int($0)] < list[Int($1)] }
        }
    }

    func message(_ id: String) -> Int? { messages.place(id.hashValue) { timeline.messages[$0].id == id } }

    /// Index among the timeline's rooms.
    func room(_ id: String) -> Int? { rooms[id] }

    /// The position of a room in a message's list of rooms.
    func position(of roomID: String, in message: Int) -> Int? {
        rooms[roomID].flatMap { position(ofRoom: $0, inList: timeline.messages[message].roomList) }
    }

    /// - Parameter room: index among the timeline's rooms.
    func position(ofRoom room: Int, inList list: Int) -> Int? {
        let rooms = timeline.roomLists[list]
        let order = positions[list]
        var low = 0
        var high = rooms.count
        while low < high {
            let middle = (low + high) / 2
            if rooms[order.isEmpty ? middle : Int(order[middle])] < room { low = middle + 1 } else { high = middle }
        }
        guard low < rooms.count else { return nil }
        let position = order.isEmpty ? low : Int(order[low])
        return rooms[position] == room ? position : nil
    }
}
