import MarkedYAML
import ShowTime
import Templates

/// What the messages are loaded against, once everything else is known.
struct MessageLoading {
    var name: String
    var title: String
    var start: Instant?
    var hasDefaultSender: Bool
}

/// The values of one entry, by key.
struct MessageKeys {
    var id, at, every, from, until, times, rooms, category, sender, vars, late, maxLate, overflow, onUnknown,
        text: YAMLNode?
}

extension TimelineLoader {
    static let messageKeys = [
        "id", "at", "every", "from", "until", "times", "after", "rooms", "category", "sender", "vars", "late",
        "max_late", "overflow", "on_unknown", "text",
    ]

    mutating func loadMessages(_ node: YAMLNode?, of root: YAMLNode, _ loading: MessageLoading) -> Timeline? {
        guard let node else {
            error(.missingKey, "\"messages\" is missing: the list of what is to be said", at: root.range.prefixed)
            return nil
        }
        guard node.kind == .sequence else {
            error(.wrongType, "\"messages\" is a list: each message begins with \"- \"", at: node.range.prefixed)
            return nil
        }
        var messages: [Message] = []
        var texts: [YAMLNode?] = []
        var ids = MessageIDs()
        for entry in node.elements {
            guard let (message, text) = message(from: entry, ids: &ids, loading) else { continue }
            messages.append(message)
            texts.append(text)
        }
        if node.elements.isEmpty {
            error(.badValue, "\"messages\" is empty: there is nothing to say", at: node.range)
            return nil
        }
        var templates = templates
        templates.finishCompiling()
        let timeline = Timeline(
            name: loading.name, title: loading.title, start: loading.start, zone: zone, rooms: rooms.rooms,
            roomLists: rooms.lists, senders: senders, messages: messages, templates: templates, overrides: overrides,
            timelineVariables: timelineVariables, variableSets: variableSets)
        checkTexts(of: timeline, texts)
        return timeline
    }

    private mutating func message(
        from entry: YAMLNode, ids: inout MessageIDs, _ loading: MessageLoading
    ) -> (Message, YAMLNode?)? {
        guard let keys = keys(of: entry) else { return nil }
        let id = messageID(keys.id, of: entry, &ids)
        let schedule = schedule(keys, entry: entry)
        var roomList = defaults.roomList
        if let node = keys.rooms {
            roomList = self.roomList(from: node)
        } else if roomList == nil, !defaults.hasBrokenRooms {
            error(
                .missingKey, "the message has no rooms: give \"rooms\" here or under \"defaults\"",
                at: entry.range.prefixed)
        }
        var sender = defaults.sender
        if let node = keys.sender {
            sender = self.sender(from: node)
        } else if sender == nil, !loading.hasDefaultSender {
            error(
                .missingKey, "the message has no sender: give \"sender: {id: host}\" here or at the top",
                at: entry.range.prefixed)
        }
        let category = keys.category.flatMap { self.category(from: $0) } ?? defaults.category
        let policy = policy(
            late: keys.late, maxLate: keys.maxLate, overflow: keys.overflow, onUnknown: keys.onUnknown)
        var variableSet: Int? = 0
        if let node = keys.vars {
            variableSet = variables(from: node).map { variables in
                variableSets.append(variables)
                return variableSets.count - 1
            }
        }
        let template = template(from: keys.text, entry: entry)
        guard let roomList, let template else { return nil }
        // What is wrong has been reported, and no timeline will come of it; its text is still looked at, unless that
        // would need what is missing.
        let isTimed = schedule != nil || !template.dependencies.contains(.occurrence)
        let message = Message(
            id: id, schedule: schedule ?? Schedule(at: .zero), roomList: roomList, sender: sender ?? 0,
            category: category, policy: policy, template: template, variables: variableSet ?? 0)
        return (message, isTimed && variableSet != nil ? keys.text : nil)
    }

    private mutating func keys(of entry: YAMLNode) -> MessageKeys? {
        guard entry.kind == .mapping else {
            error(.wrongType, "a message is a mapping with \"at\" and \"text\"", at: entry.range)
            return nil
        }
        var keys = MessageKeys()
        for (key, value) in entry.pairs where key.kind == .scalar {
            // A key that stands twice has been reported; the first counts.
            switch key.text {
            case "id": keys.id = keys.id ?? value
            case "at": keys.at = keys.at ?? value
            case "every": keys.every = keys.every ?? value
            case "from": keys.from = keys.from ?? value
            case "until": keys.until = keys.until ?? value
            case "times": keys.times = keys.times ?? value
            case "rooms": keys.rooms = keys.rooms ?? value
            case "category": keys.category = keys.category ?? value
            case "sender": keys.sender = keys.sender ?? value
            case "vars": keys.vars = keys.vars ?? value
            case "late": keys.late = keys.late ?? value
            case "max_late": keys.maxLate = keys.maxLate ?? value
            case "overflow": keys.overflow = keys.overflow ?? value
            case "on_unknown": keys.onUnknown = keys.onUnknown ?? value
            case "text": keys.text = keys.text ?? value
            case "after", "skip", "hold", "when":
                error(.unsupported, "\"\(key.text)\" is not supported by this version", at: key.range)
            case let name: reportUnknownKey(name, at: key.range, allowing: Self.messageKeys, what: "a message")
            }
        }
        return keys
    }

    private mutating func messageID(_ node: YAMLNode?, of entry: YAMLNode, _ ids: inout MessageIDs) -> String {
        guard let node else { return ids.takeHash(EntryHash.id(of: entry)) }
        guard let id = text(of: node, for: "id") else { return "" }
        if !Identifiers.isMessageID(id) {
            error(.badValue, "a message's id has 1 to 64 of A-Z, a-z, 0-9, \".\", \"_\" and \"-\"", at: node.range)
        } else if let first = ids.take(id, at: node.range.lowerBound) {
            let line = source.position(ofByte: first).line
            error(.duplicateID, "the id \"\(id)\" is taken by the message on line \(line)", at: node.range)
        }
        return id
    }

    private mutating func template(from node: YAMLNode?, entry: YAMLNode) -> Template? {
        guard let node else {
            error(.missingKey, "the message has no text", at: entry.range.prefixed)
            return nil
        }
        guard node.kind == .scalar else {
            error(.wrongType, "\"text\" takes a text, not a list or a mapping: put quotes around it", at: node.range)
            return nil
        }
        let template: Template? = node.withUTF8 { bytes in
            do throws(TemplateError) { return try templates.compile(bytes) } catch { return nil }
        }
        if template == nil {
            for problem in node.withUTF8({ templates.problems(in: $0) }) { report(problem, in: node) }
        }
        return template
    }
}

/// The ids that are taken.
struct MessageIDs {
    private var places: [String: Int] = [:]
    private var hashes: [String: Int] = [:]

    /// Takes an id that was written. Returns the place of the message that has it already.
    mutating func take(_ id: String, at place: Int) -> Int? {
        if let first = places[id] { return first }
        places[id] = place
        return nil
    }

    /// Takes a hash. Equal entries are told apart by their order.
    mutating func takeHash(_ hash: String) -> String {
        let count = hashes[hash, default: 0] + 1
        hashes[hash] = count
        return count == 1 ? hash : "\(hash).\(count)"
    }
}
