import MarkedYAML
import ShowTime
import Templates

/// The messages as they are loaded one by one, before the times of those with `after` are resolved.
struct LoadedMessages {
    var messages: [Message] = []
    /// The text of each, for diagnostics; nil where it cannot be checked because of another error.
    var texts: [YAMLNode?] = []
    /// The byte offset at which each begins.
    var places: [Int] = []
    /// The `vars` of messages that have their own, with the index of the message.
    var variables: [(message: Int, node: YAMLNode)] = []
    /// The `when` of messages that have one, by the index of the message.
    var conditions: [Int: YAMLNode] = [:]
    var anchors: [Anchor] = []
    /// Indices of messages whose time has an error.
    var untimed: Set<Int> = []
    /// Indices of messages that are left out: `skip: true`.
    var skipped: Set<Int> = []
    /// The ids that were written, those of messages with errors included, and where.
    var written: [(id: String, place: Range<Int>)] = []
    /// The hashes of messages that were given no id, and the indices of these messages.
    var hashes: [EntryHash] = []
    var unnamed: [Int] = []
    var ids = MessageIDs()

    /// Reserves memory for messages: if they grew one by one, the arrays would take half as much again.
    mutating func reserveCapacity(_ count: Int) {
        messages.reserveCapacity(count)
        texts.reserveCapacity(count)
        places.reserveCapacity(count)
        hashes.reserveCapacity(count)
        unnamed.reserveCapacity(count)
    }
}

extension TimelineLoader {
    /// - Parameter rest: the further messages of a large timeline.
    mutating func loadMessages(
        _ node: YAMLNode?, missingAt place: Range<Int>, rest: YAMLParts?
    ) throws(ReadInOnePiece) -> Timeline? {
        if let rest, node?.range != rest.list.range { throw ReadInOnePiece() }
        guard let node else {
            return refuse(.missingKey, "\"messages\" is missing: the list of what is to be said", at: place)
        }
        guard node.kind == .sequence else {
            return refuse(
                .wrongType, "\"messages\" is a list: each message begins with \"- \"", at: node.range.prefixed)
        }
        guard !node.elements.isEmpty else {
            return refuse(.badValue, "\"messages\" is empty: there is nothing to say", at: node.range)
        }
        var loaded = LoadedMessages()
        templates.reserveCapacity(rest == nil ? node.range.count : source.bytes.count)
        let count = node.elements.reduce(0) { count, _ in count + 1 }
        // The messages of a part are about as long as those of the beginning.
        loaded.reserveCapacity(rest == nil ? count : count * (source.bytes.count / node.range.count + 1))
        for entry in node.elements { loadMessage(entry, into: &loaded) }
        if let rest { try load(rest, into: &loaded) }
        settleIDs(of: &loaded)
        if !loaded.anchors.isEmpty {
            var resolver = AnchorResolver(loaded.anchors, among: loaded.messages, untimed: loaded.untimed)
            resolver.resolve(&loaded.messages, ids: loaded.ids, with: &self)
            for index in resolver.unplaced where loaded.messages[index].looksAtTime { loaded.texts[index] = nil }
        }
        templates.finishCompiling()
        let timeline = Timeline(
            name: name, title: title, start: start, defaultMaxLate: defaults.policy.maxLate, zone: zone,
            rooms: rooms.rooms, roomGroups: rooms.groups, roomLists: rooms.lists, senders: senders,
            messages: loaded.messages, inputs: inputs,
            templates: templates, overrides: overrides, timelineVariables: timelineVariables,
            variableSets: variableSets)
        checkTexts(of: timeline, loaded)
        warn(about: timeline, loaded)
        return timeline.leavingOut(loaded.skipped, assumedStart: options.assumedStart)
    }

    mutating func loadMessage(_ entry: YAMLNode, into loaded: inout LoadedMessages) {
        guard entry.kind == .mapping else {
            return error(.wrongType, "a message is a mapping with \"at\" and \"text\"", at: entry.range)
        }
        // `time: 5m` resembles `times`, and more often means `at`.
        let keys: Entries<MessageKey> = entries(of: entry, what: "a message", canBeMeant: { $0 != .times })
        let missing = keys.stranger?.range ?? entry.range.prefixed
        let hash = keys[.id] == nil ? EntryHash(of: entry) : nil
        let id = hash?.id ?? keys[.id].flatMap { messageID($0, into: &loaded) } ?? ""
        let schedule = schedule(keys, missingAt: missing)
        var roomList = defaults.roomList
        if let node = keys[.rooms] {
            roomList = self.roomList(from: node)
        } else if roomList == nil, !defaults.hasBrokenRooms {
            error(.missingKey, "the message has no rooms: give \"rooms\" here or under \"defaults\"", at: missing)
        }
        var sender = defaults.sender
        if let node = keys[.sender] {
            sender = self.sender(from: node)
        } else if sender == nil, !defaults.hasBrokenSender {
            error(
                .missingKey, "the message has no sender: give \"sender: {id: host}\" here or at the top", at: missing)
        }
        let (category, policy) = categoryAndPolicy(from: keys)
        var variableSet: Int? = 0
        if let node = keys[.vars] {
            variableSet = variables(from: node).map { variables in
                variableSets.append(variables)
                return variableSets.count - 1
            }
        }
        let isSkipped = keys[.skip].flatMap { flag(from: $0, for: "skip") } ?? false
        let holds = keys[.hold].flatMap { flag(from: $0, for: "hold") } ?? false
        let condition = keys[.when].flatMap { self.condition(from: $0) }
        let template = template(from: keys[.text], missingAt: missing)
        guard let roomList, let template else { return }
        var use = templates.inputUse(of: template)
        if let condition { use.formUnion(templates.inputUse(of: condition)) }
        // After an error there is no timeline, but the text is still checked, unless that needs what is missing.
        let message = Message(
            id: id, schedule: schedule ?? Schedule(at: .zero), roomList: roomList, sender: sender ?? 0,
            category: category, policy: policy, template: template, variables: variableSet ?? 0,
            condition: condition, holds: holds,
            inputs: use.isEmpty ? [] : inputs.indices.filter { use.symbols.contains(inputs[$0].symbol) })
        let canBeChecked = variableSet != nil && (schedule != nil || !message.looksAtTime)
        let index = loaded.messages.count
        if let hash {
            loaded.hashes.append(hash)
            loaded.unnamed.append(index)
        }
        loaded.messages.append(message)
        loaded.places.append(entry.range.lowerBound)
        loaded.texts.append(canBeChecked ? keys[.text] : nil)
        if schedule == nil { loaded.untimed.insert(index) }
        if let node = keys[.vars], variableSet != nil { loaded.variables.append((index, node)) }
        if condition != nil { loaded.conditions[index] = keys[.when] }
        if isSkipped { loaded.skipped.insert(index) }
        if let node = keys[.after], let other = text(of: node, for: "after") {
            loaded.anchors.append(Anchor(message: index, id: other, node: node))
        }
    }

    private mutating func messageID(_ node: YAMLNode, into loaded: inout LoadedMessages) -> String? {
        guard let id = text(of: node, for: "id") else { return nil }
        if Identifiers.isMessageID(id) {
            loaded.written.append((id, node.range))
        } else {
            error(.badValue, "a message's id has 1 to 64 of A-Z, a-z, 0-9, \".\", \"_\" and \"-\"", at: node.range)
        }
        return id
    }

    /// Reports duplicate ids and gives equal entries different ones, once all messages are loaded.
    private mutating func settleIDs(of loaded: inout LoadedMessages) {
        for (id, place) in loaded.written {
            guard let first = loaded.ids.take(id, at: place.lowerBound) else { continue }
            let line = source.position(ofByte: first).line
            error(.duplicateID, "the id \"\(id)\" is taken by the message on line \(line)", at: place)
        }
        loaded.ids.takeHashes(loaded.hashes) { loaded.messages[loaded.unnamed[$0]].id = $1 }
        (loaded.hashes, loaded.unnamed) = ([], [])
    }

    private mutating func template(from node: YAMLNode?, missingAt place: Range<Int>) -> Template? {
        guard let node else { return refuse(.missingKey, "the message has no text", at: place) }
        guard node.kind == .scalar else {
            return refuse(
                .wrongType, "\"text\" takes a text, not a list or a mapping: put quotes around it", at: node.range)
        }
        warnOfPlainText(node, isMessage: true)
        if let braces = node.withUTF8({ LeftOverBraces.first(inTextOf: $0) }) { warnOfBraces(braces, in: node) }
        let template = try? node.withUTF8 { (bytes) throws(TemplateError) in try templates.compile(bytes) }
        if template == nil {
            hasBrokenTemplates = true
            for problem in node.withUTF8({ templates.problems(in: $0) }) { report(problem, in: node) }
        }
        return template
    }

    private mutating func condition(from node: YAMLNode) -> Condition? {
        let advice = "\"when\" takes an expression without braces: when: room.lang == \"zh\""
        guard node.kind == .scalar else { return refuse(.wrongType, advice, at: node.range) }
        guard let written = text(of: node, for: "when") else { return nil }
        guard !written.hasPrefix("{"), !written.allSatisfy(\.isWhitespace) else {
            return refuse(.templateSyntax, advice, at: node.range)
        }
        do throws(TemplateError) {
            return try node.withUTF8 { (bytes) throws(TemplateError) in try templates.compileCondition(bytes) }
        } catch {
            hasBrokenTemplates = true
            report(error, in: node)
            return nil
        }
    }
}
