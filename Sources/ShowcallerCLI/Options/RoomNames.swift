import Timelines

/// The rooms that an option names: by a room's name, a group's, or an id.
enum RoomNames {
    /// - Parameter option: as it was written, for the error.
    /// - Returns: RoomIds.
    static func ids(of name: String, in timelines: [Timeline], option: String) throws -> Set<String> {
        let ids = timelines.flatMap { timeline in
            (timeline.rooms(named: name) ?? []).map { timeline.rooms[$0].id }
        }
        guard !ids.isEmpty else {
            let hint = Suggestion.hint(for: name, among: timelines.flatMap(\.roomNames))
            throw wrongUsage("\(option): there is no room or group \"\(name)\"\(hint)")
        }
        return Set(ids)
    }
}
