import MarkedYAML
import Templates

/// A timeline that is not simple enough to be loaded in parts.
struct ReadInOnePiece: Error {}

/// A large timeline is loaded in parts, as many at once as there are workers. Each part is read, and its messages are made, on a
/// copy of the loader as it is before all parts. What a part adds to its copy (rooms, senders, templates) is then added to the
/// loader in the order of the parts, so that nothing depends on which part was finished first. By then, the part's YAML nodes are
/// freed, unless messages with `vars`, `when` or `after` refer to them.
extension TimelineLoader {
    private struct Total {
        var loader: TimelineLoader
        var loaded: LoadedMessages
    }

    mutating func load(_ parts: YAMLParts, into loaded: inout LoadedMessages) throws(ReadInOnePiece) {
        let head = withoutTemplates
        let total = Total(loader: self, loaded: loaded)
        // Makes `total` the only reference: with a second one, the next change would copy everything.
        (templates, loaded) = (TemplateSet(), LoadedMessages())
        let whole = options.workers.total(consume total, ofParts: parts.count) { number in
            parts.items(ofPart: number).flatMap { head.part(of: $0) }
        } add: { part, total in
            total.loader.append(part.loader, part.loaded, beyond: head, to: &total.loaded)
        }
        guard let whole else { throw ReadInOnePiece() }
        self = whole.loader
        loaded = whole.loaded
    }

    private var withoutTemplates: TimelineLoader {
        var loader = self
        loader.templates = templates.withoutTemplates
        return loader
    }

    /// Loads the messages of a part. Returns nil if they have problems that depend on the messages before them: errors, and
    /// warnings about ids.
    private func part(of items: YAMLNode) -> Total? {
        var part = Total(loader: self, loaded: LoadedMessages())
        part.loader.templates.reserveCapacity(items.range.count)
        for entry in items.elements { part.loader.loadMessage(entry, into: &part.loaded) }
        // Only the first message that names a room's id warns of it.
        let isUsable = part.loader.diagnostics[diagnostics.count...].allSatisfy {
            $0.severity == .warning && $0.kind != .riskyID
        }
        part.loaded.texts = YAMLDocument.keeping(part.loaded.texts)
        return isUsable ? part : nil
    }

    /// Adds what a part has loaded. Returns false if that makes the lists of rooms too large.
    ///
    /// - Parameter head: the loader with which the part began.
    private mutating func append(
        _ part: TimelineLoader, _ messages: LoadedMessages, beyond head: TimelineLoader, to loaded: inout LoadedMessages
    ) -> Bool {
        diagnostics += part.diagnostics[head.diagnostics.count...]
        declared.namedRooms.formUnion(part.declared.namedRooms)
        declared.flagWords += part.declared.flagWords[head.declared.flagWords.count...]
        let lists = rooms.append(part.rooms, beyond: head.rooms)
        let senders = part.senders[head.senders.count...].map { index(of: $0) }
        let variables = variableSets.count - head.variableSets.count
        variableSets += part.variableSets[head.variableSets.count...]
        let place = templates.append(part.templates)
        let first = loaded.messages.count
        for message in messages.messages {
            var message = message
            if message.roomList >= head.rooms.lists.count {
                message.roomList = lists[message.roomList - head.rooms.lists.count]
            }
            if message.sender >= head.senders.count { message.sender = senders[message.sender - head.senders.count] }
            if message.variables >= head.variableSets.count { message.variables += variables }
            message.template = place.whole(message.template)
            message.condition = message.condition.map { place.whole($0) }
            loaded.messages.append(message)
        }
        loaded.append(messages, at: first)
        return !rooms.isTooLarge
    }
}

extension LoadedMessages {
    /// Adds what a part knows about its messages, besides the messages themselves.
    ///
    /// - Parameter first: the index of its first message.
    fileprivate mutating func append(_ part: LoadedMessages, at first: Int) {
        texts += part.texts
        places += part.places
        variables += part.variables.map { ($0.message + first, $0.node) }
        for (index, node) in part.conditions { conditions[index + first] = node }
        anchors += part.anchors.map { Anchor(message: $0.message + first, id: $0.id, node: $0.node) }
        untimed.formUnion(part.untimed.map { $0 + first })
        skipped.formUnion(part.skipped.map { $0 + first })
        written += part.written
        hashes += part.hashes
        unnamed += part.unnamed.map { $0 + first }
    }
}
