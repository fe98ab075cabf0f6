extension Timeline {
    /// Returns the rooms that people mean by a name: that of a room, that of a group, or a RoomId, looked for in this order. Nil
    /// where there is no such name.
    ///
    /// - Returns: indices into `rooms`.
    package func rooms(named name: String) -> [Int]? {
        if let room = rooms.firstIndex(where: { $0.name == name }) { return [room] }
        return roomGroups[name] ?? rooms.firstIndex { $0.id == name }.map { [$0] }
    }

    /// Every name that ``rooms(named:)`` takes, for suggestions.
    package var roomNames: [String] { rooms.flatMap { [$0.name, $0.id] } + roomGroups.keys.sorted() }

    /// Returns the group that consists of exactly these rooms; of several, the one that comes first in the alphabet.
    ///
    /// - Parameter names: the names of the rooms, each once.
    package func group(ofRooms names: [String]) -> String? {
        let wanted = Set(names)
        return roomGroups.filter {
            $0.value.count == wanted.count && $0.value.allSatisfy { wanted.contains(rooms[$0].name) }
        }
        .keys.min()
    }
}
