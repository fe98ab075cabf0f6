import Templates

/// The rooms and groups of a timeline, and the lists of rooms that its messages name.
struct RoomDirectory {
    /// Whether the timeline declares its rooms. Where it does not, a name is a RoomId.
    var isDeclared = false
    /// Whether declarations could not be read: an unknown name may be one of them.
    var isIncomplete = false
    private(set) var rooms: [Room] = []
    private(set) var lists: [[Int]] = []
    /// The names of all rooms and groups that are declared, those with errors included.
    private(set) var names: Set<String> = []
    private var roomsByName: [String: Int] = [:]
    private var namesByID: [String: String] = [:]
    private(set) var groups: [String: [Int]] = [:]
    /// Lists by the names that were written for them, and the names in the order of the lists.
    private var listsByNames: [[String]: Int] = [:]
    private var namesOfLists: [[String]?] = []
    /// Names whose declaration has an error: it is reported once, and not with every use.
    private var brokenNames: Set<String> = []
    /// The number of rooms in all groups and lists; a room that is in several is counted in each.
    private var memberships = 0

    /// The most memberships: groups of groups that hold all rooms could take more memory than there is.
    static let mostMemberships = 10_000_000
    var isTooLarge: Bool { memberships > Self.mostMemberships }

    func nameOfRoom(withID id: String) -> String? { namesByID[id] }
    func isTaken(_ name: String) -> Bool { roomsByName[name] != nil || groups[name] != nil }

    mutating func declare(_ names: some Sequence<String>) { self.names.formUnion(names) }

    @discardableResult
    mutating func addRoom(name: String, id: String, variables: Variables, members: Members) -> Int {
        var all: Members = ["id": .string(id), "name": .string(name)]
        for (key, value) in zip(members.keys, members.values) where all[key] == nil { all[key] = value }
        return addRoom(Room(name: name, id: id, variables: variables, value: .map(all)))
    }

    private mutating func addRoom(_ room: Room) -> Int {
        rooms.append(room)
        roomsByName[room.name] = rooms.count - 1
        namesByID[room.id] = room.name
        return rooms.count - 1
    }

    mutating func addGroup(_ name: String, _ members: [Int]) {
        groups[name] = members
        memberships += members.count
    }

    mutating func addBroken(_ name: String) { brokenNames.insert(name) }

    /// The rooms of a name, nil where there is no such name.
    func members(of name: String) -> [Int]? {
        roomsByName[name].map { [$0] } ?? groups[name] ?? (brokenNames.contains(name) ? [] : nil)
    }

    func list(ofNames names: [String]) -> Int? { listsByNames[names] }

    /// - Parameter names: nil for a list that ``list(ofNames:)`` must not find.
    mutating func addList(_ members: [Int], ofNames names: [String]?) -> Int {
        lists.append(members.withoutRepetition)
        namesOfLists.append(names)
        memberships += lists[lists.count - 1].count
        if let names { listsByNames[names] = lists.count - 1 }
        return lists.count - 1
    }

    // MARK: Parts

    /// Adds the rooms and lists that a part of the messages has added to the head, unless they are here already.
    ///
    /// - Parameter head: the directory from which both the part and this one began.
    /// - Returns: for each list that the part added, its index here.
    mutating func append(_ part: RoomDirectory, beyond head: RoomDirectory) -> [Int] {
        let added = part.rooms[head.rooms.count...].map { room in
            roomsByName[room.name] ?? addRoom(room)
        }
        return part.lists.indices[head.lists.count...].map { index in
            let (list, names) = (part.lists[index], part.namesOfLists[index])
            if let names, let known = listsByNames[names] { return known }
            let members = list.map { $0 < head.rooms.count ? $0 : added[$0 - head.rooms.count] }
            return addList(members, ofNames: names)
        }
    }
}

extension [Int] {
    fileprivate var withoutRepetition: [Int] {
        // Most lists name a room or two.
        guard count > 8 else {
            return enumerated().filter { index, member in !self[..<index].contains(member) }.map(\.element)
        }
        var seen: Set<Int> = []
        return filter { seen.insert($0).inserted }
    }
}
