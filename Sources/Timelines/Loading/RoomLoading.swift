import MarkedYAML
import Templates

/// The rooms and groups of a script, and the lists of rooms that its messages name.
struct RoomDirectory {
    /// Whether the script declares its rooms. Where it does not, a name is a RoomId.
    var isDeclared = false
    private(set) var rooms: [Room] = []
    private(set) var lists: [[Int]] = []
    private var roomsByName: [String: Int] = [:]
    private var namesByID: [String: String] = [:]
    private var groups: [String: [Int]] = [:]
    /// Lists by the names that were written for them.
    private var listsByNames: [String: Int] = [:]

    var names: [String] { Array(roomsByName.keys) + Array(groups.keys) }

    func nameOfRoom(withID id: String) -> String? { namesByID[id] }
    func isTaken(_ name: String) -> Bool { roomsByName[name] != nil || groups[name] != nil }

    @discardableResult
    mutating func addRoom(name: String, id: String, variables: Variables, members: Members) -> Int {
        var all: Members = ["id": .string(id), "name": .string(name)]
        for (key, value) in zip(members.keys, members.values) where all[key] == nil { all[key] = value }
        let index = rooms.count
        rooms.append(Room(name: name, id: id, variables: variables, value: .map(all)))
        roomsByName[name] = index
        namesByID[id] = name
        return index
    }

    mutating func addGroup(_ name: String, _ members: [Int]) { groups[name] = members }

    /// The rooms behind a name, nil where nothing has it.
    func members(of name: String) -> [Int]? { roomsByName[name].map { [$0] } ?? groups[name] }

    func list(ofNames names: String) -> Int? { listsByNames[names] }

    mutating func addList(_ members: [Int], ofNames names: String) -> Int {
        var seen: Set<Int> = []
        lists.append(members.filter { seen.insert($0).inserted })
        listsByNames[names] = lists.count - 1
        return lists.count - 1
    }
}

extension TimelineLoader {
    mutating func loadRooms(_ node: YAMLNode) {
        rooms.isDeclared = true
        guard node.kind == .mapping else {
            error(
                .wrongType, "\"rooms\" is a mapping of names: stage: {id: \"123\"} or everyone: [stage, lobby]",
                at: node.range)
            return
        }
        var groups: [String: YAMLNode] = [:]
        var groupOrder: [String] = []
        for (key, value) in node.pairs where key.kind == .scalar {
            let name = key.text
            switch value.kind {
            case .mapping: loadRoom(name, key, value)
            case .sequence:
                if groups[name] == nil {
                    groups[name] = value
                    groupOrder.append(name)
                }
            case .scalar:
                error(
                    .wrongType,
                    "the room \"\(name)\" is a mapping or a group a list: \(name): {id: \"123\"} or [stage, lobby]",
                    at: value.isEmpty ? key.range : value.range)
            }
        }
        var resolver = GroupResolver(groups: groups)
        for name in groupOrder { resolver.resolve(name, with: &self) }
    }

    private mutating func loadRoom(_ name: String, _ key: YAMLNode, _ node: YAMLNode) {
        let keys = entries(of: node, allowing: ["id", "vars"], what: "the room \"\(name)\"")
        guard let idNode = keys["id"] else {
            error(.missingKey, "the room \"\(name)\" has no id: \(name): {id: \"123\"}", at: key.range)
            return
        }
        guard let id = text(of: idNode, for: "id") else { return }
        checkRoomID(id, at: idNode.range)
        if let other = rooms.nameOfRoom(withID: id) {
            error(.duplicateRoom, "\"\(name)\" and \"\(other)\" are two names for the room \(id)", at: idNode.range)
            return
        }
        let vars = keys["vars"]
        let members: Members = if let vars, case .map(let members) = Value(vars) { members } else { [:] }
        for (key, _) in vars?.pairs ?? node.pairs where vars != nil && ["id", "name"].contains(key.text) {
            error(.reservedName, "\"\(key.text)\" is a name that every room has already: choose another", at: key.range)
        }
        rooms.addRoom(name: name, id: id, variables: vars.map { variables(from: $0) } ?? .empty, members: members)
    }

    mutating func checkRoomID(_ id: String, at range: Range<Int>) {
        checkID(id, what: "a room id", longest: Identifiers.longestRoomID, at: range)
    }

    mutating func checkID(_ id: String, what: String, longest: Int, at range: Range<Int>) {
        if id.utf8.count > longest {
            error(.badValue, "\(what) has at most \(longest) bytes, this one has \(id.utf8.count)", at: range)
        } else if let scalar = Identifiers.firstForbiddenCharacter(in: id) {
            let shown = scalar.value < 0x20 || scalar.value == 0x7F ? "U+\(scalar.codePoint)" : "\"\(scalar)\""
            error(
                .badValue, "\(what) has letters, digits and ~!@#$%^&*()_+=-`;',.<>\\, and no \(shown)", at: range)
        } else if id.utf8.contains(UInt8(ascii: "%")) {
            warn(.riskyID, "a % in \(what) breaks ZEGO's Web SDK", at: range)
        }
    }

    // MARK: The rooms of a message

    /// What `rooms:` of a message or of the defaults stands for, as an index into the lists of rooms.
    mutating func roomList(from node: YAMLNode) -> Int? {
        var key = ""
        var nodes: [YAMLNode] = []
        switch node.kind {
        case .scalar:
            guard text(of: node, for: "rooms") != nil else { return nil }
            nodes = [node]
        case .sequence: nodes = Array(node.elements)
        case .mapping:
            error(.wrongType, "\"rooms\" is a name or a list of names", at: node.range.prefixed)
            return nil
        }
        guard !nodes.isEmpty else {
            error(.badValue, "\"rooms\" is an empty list: nobody would see the message", at: node.range)
            return nil
        }
        for node in nodes {
            key += node.text
            key += "\n"
        }
        if let known = rooms.list(ofNames: key) { return known }
        let count = diagnostics.count
        var members: [Int] = []
        for node in nodes { members += roomMembers(from: node) }
        return diagnostics.count == count ? rooms.addList(members, ofNames: key) : nil
    }

    fileprivate mutating func roomMembers(from node: YAMLNode) -> [Int] {
        guard let name = text(of: node, for: "rooms") else { return [] }
        if let members = rooms.members(of: name) { return members }
        if !rooms.isDeclared {
            checkRoomID(name, at: node.range)
            return [rooms.addRoom(name: name, id: name, variables: .empty, members: [:])]
        }
        let hint = Suggestion.hint(for: name, among: rooms.names)
        error(.unknownRoom, "there is no room or group \"\(name)\" under \"rooms\"\(hint)", at: node.range)
        return []
    }
}

/// Resolves groups that may name groups.
private struct GroupResolver {
    let groups: [String: YAMLNode]
    private var open: Set<String> = []
    private var done: Set<String> = []

    init(groups: [String: YAMLNode]) { self.groups = groups }

    mutating func resolve(_ name: String, with loader: inout TimelineLoader) {
        guard let node = groups[name], done.insert(name).inserted else { return }
        open.insert(name)
        defer { open.remove(name) }
        var members: [Int] = []
        for element in node.elements {
            if element.kind == .scalar, groups[element.text] != nil {
                if open.contains(element.text) {
                    loader.error(.badValue, "the group \"\(element.text)\" contains itself", at: element.range)
                    continue
                }
                resolve(element.text, with: &loader)
            }
            for member in loader.roomMembers(from: element) where !members.contains(member) { members.append(member) }
        }
        if members.isEmpty, node.elements.isEmpty {
            loader.error(.badValue, "the group \"\(name)\" is empty", at: node.range)
        }
        loader.rooms.addGroup(name, members)
    }
}
