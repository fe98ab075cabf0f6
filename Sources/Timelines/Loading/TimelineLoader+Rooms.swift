import MarkedYAML
import Templates

extension TimelineLoader {
    static let roomKeys = ["id", "vars"]

    mutating func loadRooms(_ node: YAMLNode) {
        rooms.isDeclared = true
        guard node.kind == .mapping else {
            error(
                .wrongType, "\"rooms\" is a mapping of names: stage: {id: \"123\"} or everyone: [stage, lobby]",
                at: node.range)
            return
        }
        let inherited = rooms.names
        rooms.declare(node.pairs.lazy.map(\.key).filter { $0.kind == .scalar }.map(\.text))
        roomSuggestions = nil
        var groups: [String: YAMLNode] = [:]
        var groupOrder: [String] = []
        for (key, value) in node.pairs where key.kind == .scalar {
            let name = key.text
            if openFiles.isEmpty { declared.rooms.append(DeclaredNames.Name(text: name, place: key.range)) }
            if inherited.contains(name) {
                error(.duplicateRoom, "\"\(name)\" is a room or a group of an included file already", at: key.range)
                continue
            }
            switch value.kind {
            case .mapping: loadRoom(name, key, value)
            case .sequence:
                if groups[name] == nil {
                    groups[name] = value
                    groupOrder.append(name)
                }
            case .scalar:
                rooms.addBroken(name)
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
        if !rooms.isTaken(name) { rooms.addBroken(name) }
        let keys = entries(of: node, allowing: Self.roomKeys, what: "the room \"\(name)\"")
        guard let idNode = keys["id"] else {
            error(
                .missingKey, "the room \"\(name)\" has no id: \(name): {id: \"123\"}",
                at: keys.stranger?.range ?? key.range)
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
        if let vars { declared.roomVariables += declaredNames(in: vars) }
        rooms.addRoom(name: name, id: id, variables: vars.map { sharedVariables(from: $0) } ?? .empty, members: members)
    }

    mutating func checkRoomID(_ id: String, at range: Range<Int>) {
        checkID(id, what: "a room id", longest: Identifiers.longestRoomID, at: range)
    }

    mutating func checkID(_ id: String, what: String, longest: Int, at range: Range<Int>) {
        if id.isEmpty {
            error(.badValue, "\(what) cannot be empty", at: range)
        } else if id.utf8.count > longest {
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
        let names = nodes.map(\.text)
        if let known = rooms.list(ofNames: names) { return known }
        let count = diagnostics.count
        var members: [Int] = []
        for node in nodes { members += roomMembers(from: node) }
        guard !reportTooManyMembers(at: node.range.prefixed) else { return nil }
        // With the rooms that are right, the text can still be checked.
        return rooms.addList(members, ofNames: diagnostics.count == count ? names : nil)
    }

    /// Whether groups and lists have become more than a machine can hold. Reported once.
    mutating func reportTooManyMembers(at range: Range<Int>) -> Bool {
        guard rooms.isTooLarge else { return false }
        if !diagnostics.contains(where: { $0.kind == .limit }) {
            error(
                .limit, "the groups and lists of rooms name more than \(RoomDirectory.mostMemberships) rooms in all",
                at: range)
        }
        return true
    }

    mutating func roomMembers(from node: YAMLNode) -> [Int] {
        guard let name = text(of: node, for: "rooms") else { return [] }
        declared.namedRooms.insert(name)
        if let members = rooms.members(of: name) { return members }
        if rooms.isIncomplete { return [] }
        if !rooms.isDeclared {
            checkRoomID(name, at: node.range)
            return [rooms.addRoom(name: name, id: name, variables: .empty, members: [:])]
        }
        if roomSuggestions == nil { roomSuggestions = Suggestions(among: rooms.names) }
        let hint = roomSuggestions?.hint(for: name) ?? ""
        error(.unknownRoom, "there is no room or group \"\(name)\" under \"rooms\"\(hint)", at: node.range)
        return []
    }
}
