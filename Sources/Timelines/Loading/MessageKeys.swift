import MarkedYAML

/// The values of one entry of `messages`, by key.
struct MessageKeys {
    var id, at, every, from, until, times, after, rooms, category, sender, vars, late, maxLate, overflow, onUnknown,
        skip, hold, when, text: YAMLNode?

    static let names = [
        "id", "at", "every", "from", "until", "times", "after", "rooms", "category", "sender", "vars", "late",
        "max_late", "overflow", "on_unknown", "skip", "hold", "when", "text",
    ]
}

extension TimelineLoader {
    mutating func keys(of entry: YAMLNode) -> MessageKeys? {
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
            case "after": keys.after = keys.after ?? value
            case "rooms": keys.rooms = keys.rooms ?? value
            case "category": keys.category = keys.category ?? value
            case "sender": keys.sender = keys.sender ?? value
            case "vars": keys.vars = keys.vars ?? value
            case "late": keys.late = keys.late ?? value
            case "max_late": keys.maxLate = keys.maxLate ?? value
            case "overflow": keys.overflow = keys.overflow ?? value
            case "on_unknown": keys.onUnknown = keys.onUnknown ?? value
            case "skip": keys.skip = keys.skip ?? value
            case "hold": keys.hold = keys.hold ?? value
            case "when": keys.when = keys.when ?? value
            case "text": keys.text = keys.text ?? value
            case let name: reportUnknownKey(name, at: key.range, allowing: MessageKeys.names, what: "a message")
            }
        }
        return keys
    }
}
