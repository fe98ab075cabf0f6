import Timelines

/// The rooms that a sheet names: those of the map, and those that are new.
struct SheetRooms: Sendable {
    /// Whom a row is for.
    enum Reach: Equatable {
        case everyone
        case rooms([String])
    }

    private let map: RoomMap
    /// Rooms that are not in the map, in the order in which the sheet names them.
    private(set) var added: [TimelineDraft.Room] = []
    private(set) var groups: [TimelineDraft.Group] = []
    private var known: Set<String> = []
    private var ids = TakenNames()
    private var hasEveryone = false
    /// Languages of which a text goes to all of their rooms.
    private var wholeLanguages: [String] = []

    init(map: RoomMap) {
        self.map = map
        for id in map.ids { _ = ids.take(id) }
    }

    var hasMap: Bool { !map.rooms.isEmpty }

    /// Reads a cell of rooms.
    static func reach(_ cell: String) -> Reach? {
        var names: [String] = []
        for part in cell.split(whereSeparator: { ",;|\n，；、".contains($0) }) {
            let name = String(part).trimmingWhiteSpace
            let everyone = ["all", "everyone", "all rooms", "*", "全部", "所有", "全体", "全部房间", "所有房间"]
            if everyone.contains(name.lowercased()) { return .everyone }
            if !name.isEmpty, !names.contains(name) { names.append(name) }
        }
        return names.isEmpty ? nil : .rooms(names)
    }

    /// The name to write for all rooms.
    mutating func everyone() -> String {
        hasEveryone = true
        return TimelineDraft.everyone
    }

    /// The name to write for all rooms of a language.
    mutating func everyone(in language: String) -> String {
        if !wholeLanguages.contains(language) { wholeLanguages.append(language) }
        return language
    }

    /// Returns the room of a language that a name stands for: `stage-en` for `stage`. Nil where the name is another language's.
    static func name(_ name: String, in language: String, of languages: [String]) -> String? {
        if name == language || name.hasSuffix("-\(language)") { return name }
        if languages.contains(where: { name == $0 || name.hasSuffix("-\($0)") }) { return nil }
        return "\(name)-\(language)"
    }

    /// Adds a room that nobody knows yet. Its RoomId is its name where ZEGO allows that.
    ///
    /// - Returns: the RoomId that stands for a name that cannot be one; nil where there is nothing to report.
    mutating func add(_ name: String) -> String? {
        guard !map.knows(name), known.insert(name).inserted else { return nil }
        let isRoomID = Identifiers.problem(with: name, .room) == nil
        let id = isRoomID ? name : Naming.slug(name) ?? "room-\(added.count + 1)"
        let free = ids.take(id, longest: Identifiers.Kind.room.longest)
        added.append(TimelineDraft.Room(name: name, id: free))
        return free == name ? nil : free
    }

    /// Makes the groups, which include rooms that only later rows name, and adds one room where there is none.
    ///
    /// - Returns: the RoomIds that stand for names that are not RoomIds.
    mutating func finish() -> [(id: String, name: String)] {
        var stands: [(id: String, name: String)] = []
        for language in wholeLanguages where !map.knows(language) && !known.contains(language) {
            let members = (map.rooms + added.map(\.name)).filter { $0.hasSuffix("-\(language)") }
            if members.isEmpty {
                if let id = add(language) { stands.append((id, language)) }
            } else {
                groups.append(TimelineDraft.Group(name: language, members: members))
            }
        }
        if !hasMap, added.isEmpty { _ = add("main") }
        if hasEveryone, !map.knows(TimelineDraft.everyone) {
            groups.append(TimelineDraft.Group(name: TimelineDraft.everyone, members: map.rooms + added.map(\.name)))
        }
        return stands
    }
}

/// Whom the rows of a sheet are for.
extension SheetImport {
    /// Returns whom rows are for that name no rooms; nil where each row has to name them.
    mutating func defaultReach(namesRooms: Bool, at place: Int) -> SheetRooms.Reach? {
        if !options.rooms.isEmpty {
            if columns.translations.isEmpty { for name in options.rooms { addRoom(name, at: place) } }
            return .rooms(options.rooms)
        }
        // Each text is for the room or the group of its language.
        if !columns.translations.isEmpty { return .everyone }
        if namesRooms { return nil }
        if rooms.hasMap { return .everyone }
        addRoom("main", at: place)
        return .rooms(["main"])
    }

    /// The names of rooms and groups that a text of a row goes to; nil where the row is for none of this language.
    mutating func reach(
        of row: CSVTable.Row, in language: String?, defaults: SheetRooms.Reach?
    ) throws(SheetProblem) -> [String]? {
        let cell = cell(.rooms, of: row)
        guard let reach = cell.flatMap({ SheetRooms.reach($0.text) }) ?? defaults else {
            throw SheetProblem(
                .leftOut, "the row names no room: give --room for those that do not", at: cell?.place ?? row.place)
        }
        let place = cell?.place ?? row.place
        switch (reach, language) {
        case (.everyone, nil): return [rooms.everyone()]
        case (.everyone, let language?): return [rooms.everyone(in: language)]
        case (.rooms(let names), nil):
            for name in names { addRoom(name, at: place) }
            return names
        case (.rooms(let names), let language?):
            let languages = columns.translations.map(\.place)
            let names = names.compactMap { SheetRooms.name($0, in: language, of: languages) }
            for name in names {
                if name == language { _ = rooms.everyone(in: language) } else { addRoom(name, at: place) }
            }
            return names.isEmpty ? nil : names
        }
    }

    private mutating func addRoom(_ name: String, at place: Int) {
        if let id = rooms.add(name) { noteRoom(id, standsFor: name, at: place) }
    }

    mutating func noteRoom(_ id: String, standsFor name: String, at place: Int) {
        note("\"\(name)\" is no RoomId: \"\(id)\" stands for it under \"rooms\", put yours there", at: place)
    }
}
