package import Timelines

/// The questions to ask about the rooms of some timelines.
package struct PreflightPlan: Sendable, Equatable {
    package struct Room: Sendable, Equatable {
        package var id: String
        /// Its name in the first timeline that has it.
        package var name: String
        /// The ids of those who send to it, sorted.
        package var senders: [String]

        /// `stage (123)`, or the id alone where that is its name.
        package var title: String { name == id ? id : "\(name) (\(id))" }
    }

    /// Each room that a message reaches, once, in the order of the timelines.
    package private(set) var rooms: [Room] = []

    package init(_ timelines: [Timeline]) {
        var places: [String: Int] = [:]
        var senders: [Set<String>] = []
        for timeline in timelines {
            // Many messages share the same few pairs of room list and sender.
            var pairs: Set<[Int]> = []
            for message in timeline.messages {
                guard pairs.insert([message.roomList, message.sender]).inserted else { continue }
                for index in timeline.rooms(of: message) {
                    let room = timeline.rooms[index]
                    let place = places[room.id] ?? rooms.count
                    if place == rooms.count {
                        places[room.id] = place
                        rooms.append(Room(id: room.id, name: room.name, senders: []))
                        senders.append([])
                    }
                    senders[place].insert(timeline.senders[message.sender].id)
                }
            }
        }
        for place in rooms.indices { rooms[place].senders = senders[place].sorted() }
    }

    /// Questions for the number of users in each room, ten rooms a question.
    package var audienceQuestions: [RoomQuestion] {
        Self.groups(of: rooms.map(\.id)).map { .audiences(rooms: $0) }
    }

    /// Asks which senders are in the rooms that exist: about a room that does not exist, there is nothing to know.
    package func presenceQuestions(existing: Set<String>) -> [RoomQuestion] {
        rooms.filter { existing.contains($0.id) }.flatMap { room in
            Self.groups(of: room.senders).map { .presence(users: $0, room: room.id) }
        }
    }

    private static func groups(of ids: [String]) -> [[String]] {
        stride(from: 0, to: ids.count, by: RoomQuestion.most).map {
            Array(ids[$0..<min($0 + RoomQuestion.most, ids.count)])
        }
    }
}
