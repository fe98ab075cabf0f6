import MarkedYAML
import ShowTime

extension TimelineLoader {
    mutating func interval(from node: YAMLNode, for key: String) -> Interval? {
        guard let text = text(of: node, for: key) else { return nil }
        do throws(TimeSyntaxError) {
            return try Interval(offset: text)
        } catch {
            self.error(.badTime, error.message, at: node.range)
            return nil
        }
    }

    /// When a message is due: `at`, or `every` with `from`, `until`, `times`.
    mutating func schedule(_ keys: MessageKeys, missingAt place: Range<Int>) -> Schedule? {
        if let every = keys.every { return repeated(every, keys) }
        var isRepeatWithoutPeriod = false
        for case (let key, let node?) in [("from", keys.from), ("until", keys.until), ("times", keys.times)] {
            isRepeatWithoutPeriod = true
            error(.timing, "\"\(key)\" belongs to a repeat: it needs \"every\"", at: node.range)
        }
        guard let at = keys.at else {
            // With the other message, then.
            if keys.after != nil { return Schedule(at: .zero) }
            if isRepeatWithoutPeriod { return nil }
            let hint = "\"at: 5m\" for once, or \"every: 1m\" for a repeat"
            error(.missingKey, "the message has no time: \(hint)", at: place)
            return nil
        }
        return interval(from: at, for: "at").map { Schedule(at: $0) }
    }

    private mutating func repeated(_ node: YAMLNode, _ keys: MessageKeys) -> Schedule? {
        if let at = keys.at {
            error(.timing, "a message has \"at\" or \"every\", not both: a repeat begins at \"from\"", at: at.range)
            return nil
        }
        guard let every = interval(from: node, for: "every") else { return nil }
        guard every > .zero else {
            error(.badTime, "\"every\" must be longer than nothing", at: node.range)
            return nil
        }
        var from = Interval.zero
        if let node = keys.from {
            guard let offset = interval(from: node, for: "from") else { return nil }
            from = offset
        }
        if keys.until != nil, let times = keys.times {
            error(.timing, "a repeat ends with \"until\" or after \"times\", not both", at: times.range)
            return nil
        }
        if let node = keys.until {
            guard let until = interval(from: node, for: "until") else { return nil }
            guard until >= from else {
                error(
                    .timing, "\"until\" lies before \"from\" (\(from.clock)): this would never be sent", at: node.range)
                return nil
            }
            let count = (until - from).nanoseconds / every.nanoseconds + 1
            return Schedule(from: from, every: every, count: Int(count))
        }
        if let node = keys.times {
            guard let text = text(of: node, for: "times") else { return nil }
            guard let count = Int(text), count >= 1, text.utf8.first != UInt8(ascii: "+") else {
                error(.badValue, "\"times\" is a whole number from 1, not \"\(text)\"", at: node.range)
                return nil
            }
            guard count - 1 <= (Interval.longest - from).nanoseconds / every.nanoseconds else {
                error(.timing, "the last of \(text) times would be more than ten years away", at: node.range)
                return nil
            }
            return Schedule(from: from, every: every, count: count)
        }
        return Schedule(from: from, every: every, count: nil)
    }
}
