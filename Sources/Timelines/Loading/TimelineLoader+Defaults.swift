import MarkedYAML
import ShowTime

/// The values of messages that do not have their own.
struct MessageDefaults {
    /// Index into the lists of rooms.
    var roomList: Int?
    /// Index into the senders.
    var sender: Int?
    var category = Category.system
    var policy = DeliveryPolicy()
    /// Whether `rooms` or `sender` were given but wrong, so that their absence is not reported with every message.
    var hasBrokenRooms = false
    var hasBrokenSender = false
}

extension TimelineLoader {
    mutating func loadDefaults(_ node: YAMLNode) {
        let keys: Entries<DefaultsKey> = entries(of: node, what: "\"defaults\"")
        defaults.roomList = keys[.rooms].flatMap { roomList(from: $0) }
        defaults.hasBrokenRooms = defaults.roomList == nil && (keys[.rooms] != nil || node.kind != .mapping)
        (defaults.category, defaults.policy) = categoryAndPolicy(from: keys)
    }

    /// Returns the category and policy of the defaults, with the values of a mapping in place of those that it gives.
    mutating func categoryAndPolicy<Key: DeliveryKey>(from keys: Entries<Key>) -> (Category, DeliveryPolicy) {
        let category = choice(in: keys, .category, named: \.name) ?? defaults.category
        var policy = defaults.policy
        policy.late = choice(in: keys, .late, named: \.rawValue) ?? policy.late
        if let node = keys[.maxLate], let length = interval(from: node, for: "max_late") {
            if length < .zero {
                error(.badTime, "\"max_late\" cannot be negative: write 0 or more, like 30s", at: node.range)
            } else {
                policy.maxLate = length
            }
        }
        policy.overflow = choice(in: keys, .overflow, named: \.rawValue) ?? policy.overflow
        policy.onUnknown = choice(in: keys, .onUnknown, named: \.rawValue) ?? policy.onUnknown
        return (category, policy)
    }

    mutating func loadDefaultSender(_ node: YAMLNode) {
        defaults.sender = sender(from: node)
        defaults.hasBrokenSender = defaults.sender == nil
    }

    /// - Returns: an index into the senders.
    mutating func sender(from node: YAMLNode) -> Int? {
        let keys: Entries<SenderKey> = entries(of: node, what: "\"sender\"")
        guard let idNode = keys[.id] else {
            if node.kind == .mapping {
                error(.missingKey, "the sender has no id: sender: {id: host}", at: keys.stranger?.range ?? node.range)
            }
            return nil
        }
        guard let id = text(of: idNode, for: "id") else { return nil }
        checkID(id, .user, at: idNode.range)
        let name = keys[.name].flatMap { text(of: $0, for: "name") }
        if let node = keys[.name] { warnOfPlainText(node) }
        if let node = keys[.name], let problem = Identifiers.problem(withUserName: name) {
            error(.badValue, problem, at: node.range)
        }
        return index(of: Sender(id: id, name: name))
    }

    mutating func index(of sender: Sender) -> Int {
        if let known = senderIndices[sender] { return known }
        senders.append(sender)
        senderIndices[sender] = senders.count - 1
        return senders.count - 1
    }
}
