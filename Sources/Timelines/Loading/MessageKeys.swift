import MarkedYAML

/// The values of one entry of `messages`, by key.
struct MessageKeys {
    var id, at, every, from, until, times, after, rooms, category, sender, vars, late, maxLate, overflow, onUnknown,
        skip, hold, when, text: YAMLNode?
    /// A key that stands here and means nothing: where to look for what is missing.
    var stranger: YAMLNode?

    static let names = [
        "id", "at", "every", "from", "until", "times", "after", "rooms", "category", "sender", "vars", "late",
        "max_late", "overflow", "on_unknown", "skip", "hold", "when", "text",
    ]

    /// Returns false where a message has no such key. Of a key that stands twice, which has been reported, the first counts.
    mutating func take(_ name: String, _ value: YAMLNode) -> Bool {
        switch name {
        case "id": id = id ?? value
        case "at": at = at ?? value
        case "every": every = every ?? value
        case "from": from = from ?? value
        case "until": until = until ?? value
        case "times": times = times ?? value
        case "after": after = after ?? value
        case "rooms": rooms = rooms ?? value
        case "category": category = category ?? value
        case "sender": sender = sender ?? value
        case "vars": vars = vars ?? value
        case "late": late = late ?? value
        case "max_late": maxLate = maxLate ?? value
        case "overflow": overflow = overflow ?? value
        case "on_unknown": onUnknown = onUnknown ?? value
        case "skip": skip = skip ?? value
        case "hold": hold = hold ?? value
        case "when": when = when ?? value
        case "text": text = text ?? value
        default: return false
        }
        return true
    }
}

extension TimelineLoader {
    mutating func keys(of entry: YAMLNode) -> MessageKeys? {
        guard entry.kind == .mapping else {
            error(.wrongType, "a message is a mapping with \"at\" and \"text\"", at: entry.range)
            return nil
        }
        var keys = MessageKeys()
        var strangers: [(key: YAMLNode, value: YAMLNode)] = []
        for (key, value) in entry.pairs where key.kind == .scalar {
            if !keys.take(key.text, value) { strangers.append((key, value)) }
        }
        for (key, value) in strangers {
            let meant = reportUnknownKey(key.text, at: key.range, allowing: MessageKeys.names, what: "a message")
            // `time: 5m` is near to `times`, and more often an `at`.
            if let meant, meant != "times" {
                _ = keys.take(meant, value)
            } else {
                keys.stranger = keys.stranger ?? key
            }
        }
        return keys
    }
}
