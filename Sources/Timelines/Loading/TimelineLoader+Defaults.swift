import MarkedYAML
import ShowTime

/// What holds for every message that does not say otherwise.
struct MessageDefaults {
    static let names = ["rooms", "category", "late", "max_late", "overflow", "on_unknown"]

    var roomList: Int?
    /// Index into the senders.
    var sender: Int?
    var category = Category.system
    var policy = DeliveryPolicy()
    /// Whether `rooms` or `sender` were given but wrong, so that their absence is not reported with every message.
    var hasBrokenRooms = false
}

extension TimelineLoader {
    mutating func loadDefaults(_ node: YAMLNode) {
        let keys = entries(of: node, allowing: MessageDefaults.names, what: "\"defaults\"")
        if let node = keys["rooms"] {
            defaults.roomList = roomList(from: node)
            defaults.hasBrokenRooms = defaults.roomList == nil
        }
        if let node = keys["category"] { defaults.category = category(from: node) ?? defaults.category }
        defaults.policy = policy(
            late: keys["late"], maxLate: keys["max_late"], overflow: keys["overflow"], onUnknown: keys["on_unknown"])
    }

    mutating func category(from node: YAMLNode) -> Category? {
        guard let text = text(of: node, for: "category") else { return nil }
        if let category = Category.allCases.first(where: { $0.name == text }) { return category }
        let hint = Suggestion.hint(for: text, among: Category.allCases.map(\.name))
        error(.badValue, "\"category\" is system or chat, not \"\(text)\"\(hint)", at: node.range)
        return nil
    }

    /// The policy of the defaults with what is said here in its place.
    mutating func policy(
        late: YAMLNode?, maxLate: YAMLNode?, overflow: YAMLNode?, onUnknown: YAMLNode?
    ) -> DeliveryPolicy {
        var policy = defaults.policy
        if let late { policy.late = choice(of: late, for: "late") ?? policy.late }
        if let node = maxLate, let length = interval(from: node, for: "max_late") {
            if length < .zero {
                error(.badTime, "\"max_late\" cannot be negative", at: node.range)
            } else {
                policy.maxLate = length
            }
        }
        if let overflow { policy.overflow = choice(of: overflow, for: "overflow") ?? policy.overflow }
        if let onUnknown { policy.onUnknown = choice(of: onUnknown, for: "on_unknown") ?? policy.onUnknown }
        return policy
    }

    static let senderKeys = ["id", "name"]

    mutating func sender(from node: YAMLNode) -> Int? {
        let keys = entries(of: node, allowing: Self.senderKeys, what: "\"sender\"")
        guard let idNode = keys["id"] else {
            if node.kind == .mapping {
                error(.missingKey, "the sender has no id: sender: {id: host}", at: keys.stranger?.range ?? node.range)
            }
            return nil
        }
        guard let id = text(of: idNode, for: "id") else { return nil }
        checkID(id, what: "a sender id", longest: Identifiers.longestUserID, at: idNode.range)
        let name = keys["name"].flatMap { text(of: $0, for: "name") }
        if let name, name.utf8.count > Identifiers.longestUserName, let node = keys["name"] {
            let longest = Identifiers.longestUserName
            error(
                .badValue, "a sender's name has at most \(longest) bytes, this one has \(name.utf8.count)",
                at: node.range)
        }
        let sender = Sender(id: id, name: name)
        if let known = senderIndices[sender] { return known }
        senders.append(sender)
        senderIndices[sender] = senders.count - 1
        return senders.count - 1
    }
}
