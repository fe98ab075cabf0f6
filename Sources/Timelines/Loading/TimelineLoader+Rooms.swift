import MarkedYAML
import Templates

extension TimelineLoader {
    mutating func loadRooms(_ node: YAMLNode) {
        rooms.isDeclared = true
        guard node.kind == .mapping else {
            rooms.isIncomplete = true
            return error(
                .wrongType, "\"rooms\" is a mapping of names: stage: {id: \"123\"} or everyone: [stage, lobby]",
                at: node.range)
        }
        let inherited = rooms.names
        rooms.declare(node.pairs.lazy.map(\.key).filter { $0.kind == .scalar }.map(\.text))
        roomSuggestions = nil
        var groups: [(name: String, members: YAMLNode)] = []
        for (key, value) in node.pairs where key.kind == .scalar {
            let name = key.text
            if openFiles.isEmpty { declared.rooms.append((name, key.range)) }
            if inherited.contains(name) {
                error(.duplicateRoom, "\"\(name)\" is a room or a group of an included file already", at: key.range)
                continue
            }
            switch value.kind {
            case .mapping: loadRoom(value, named: key)
            case .sequence: groups.append((name, value))
            case .scalar:
                rooms.addBroken(name)
                error(
                    .wrongType,
                    "the room \"\(name)\" is a mapping or a group a list: \(name): {id: \"123\"} or [stage, lobby]",
                    at: value.isEmpty ? key.range : value.range)
            }
        }
        var resolver = GroupResolver(groups: Dictionary(groups.map { ($0.name, $0.members) }) { first, _ in first })
        for group in groups { resolver.resolve(group.name, with: &self) }
    }

    private mutating func loadRoom(_ node: YAMLNode, named key: YAMLNode) {
        let name = key.text
        if !rooms.isTaken(name) { rooms.addBroken(name) }
        let keys: Entries<RoomKey> = entries(of: node, what: "the room \"\(name)\"")
        guard let idNode = keys[.id] else {
            return error(
                .missingKey, "the room \"\(name)\" has no id: \(name): {id: \"123\"}",
                at: keys.stranger?.range ?? key.range)
        }
        guard let id = text(of: idNode, for: "id") else { return }
        checkID(id, .room, at: idNode.range)
        if let other = rooms.nameOfRoom(withID: id) {
            return error(
                .duplicateRoom, "\"\(name)\" and \"\(other)\" are two names for the room \(id)", at: idNode.range)
        }
        let vars = keys[.vars]
        let members: Members = if let vars, case .map(let members) = Value(vars) { members } else { [:] }
        for (key, _) in vars?.pairs ?? node.pairs where vars != nil && Room.ownMembers.contains(key.text) {
            error(.reservedName, "\"\(key.text)\" is a name that every room has already: choose another", at: key.range)
        }
        if let vars { declared.roomVariables += declaredNames(in: vars) }
        rooms.addRoom(name: name, id: id, variables: vars.map { sharedVariables(from: $0) } ?? .empty, members: members)
    }

    mutating func checkID(_ id: String, _ kind: Identifiers.Kind, at range: Range<Int>) {
        if let problem = Identifiers.problem(with: id, kind) {
            error(.badValue, problem, at: range)
        } else if id.utf8.contains(UInt8(ascii: "%")) {
            warn(.riskyID, "a % in \(kind.what) breaks ZEGO's Web SDK", at: range)
        }
    }

    // MARK: The rooms of a message

    /// Reads `rooms:` of a message or of the defaults.
    ///
    /// - Returns: an index into the lists of rooms.
    mutating func roomList(from node: YAMLNode) -> Int? {
        var nodes: [YAMLNode] = []
        switch node.kind {
        case .scalar:
            guard text(of: node, for: "rooms") != nil else { return nil }
            nodes = [node]
        case .sequence: nodes = Array(node.elements)
        case .mapping:
            return refuse(.wrongType, "\"rooms\" is a name or a list of names", at: node.range.prefixed)
        }
        guard !nodes.isEmpty else {
            return refuse(.badValue, "\"rooms\" is an empty list: nobody would see the message", at: node.range)
        }
        let names = nodes.map(\.text)
        if let known = rooms.list(ofNames: names) { return known }
        let count = diagnostics.count
        var members: [Int] = []
        for node in nodes { members += roomMembers(from: node) }
        guard !reportTooManyMembers(at: node.range.prefixed) else { return nil }
        // The text can still be checked with the rooms that are right.
        return rooms.addList(members, ofNames: diagnostics.count == count ? names : nil)
    }

    /// Whether groups and lists name more rooms than memory can hold. Reported once.
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
            checkID(name, .room, at: node.range)
            return [rooms.addRoom(name: name, id: name, variables: .empty, members: [:])]
        }
        let hint = hint(for: name, by: \.roomSuggestions, among: \.rooms.names)
        missedNames.add(.room, name, diagnostic: diagnostics.count)
        error(.unknownRoom, "there is no room or group \"\(name)\" under \"rooms\"\(hint)", at: node.range)
        return []
    }
}

/// Resolves groups that may name groups.
private struct GroupResolver {
    private static let deepest = 64

    let groups: [String: YAMLNode]
    private var open: Set<String> = []
    private var done: Set<String> = []

    init(groups: [String: YAMLNode]) { self.groups = groups }

    mutating func resolve(_ name: String, with loader: inout TimelineLoader) {
        guard let node = groups[name], done.insert(name).inserted else { return }
        open.insert(name)
        defer { open.remove(name) }
        var members: [Int] = []
        var seen: Set<Int> = []
        for element in node.elements {
            if element.kind == .scalar, groups[element.text] != nil {
                if open.count >= Self.deepest, !done.contains(element.text) {
                    loader.error(
                        .limit, "groups inside groups, more than \(Self.deepest) levels deep", at: element.range)
                    continue
                }
                if open.contains(element.text) {
                    loader.error(.badValue, "the group \"\(element.text)\" contains itself", at: element.range)
                    continue
                }
                resolve(element.text, with: &loader)
            }
            for member in loader.roomMembers(from: element) where seen.insert(member).inserted {
                members.append(member)
            }
        }
        guard !loader.reportTooManyMembers(at: node.range.prefixed) else { return }
        if members.isEmpty, node.elements.isEmpty {
            loader.error(.badValue, "the group \"\(name)\" is empty", at: node.range)
        }
        loader.rooms.addGroup(name, members)
    }
}
