import MarkedYAML
import ShowTime

extension TimelineLoader {
    /// Reads an instant, a local time in the timeline's zone, or a cron expression.
    mutating func loadStart(_ node: YAMLNode) {
        if node.kind == .mapping {
            if let schedule = cron(from: node) { start = .cron(schedule) }
            return
        }
        switch value(of: node, for: "start", parsedBy: WrittenTime.init(_:)) {
        case .instant(let instant): start = .at(instant)
        case .local(let civil):
            warnOfClockChange(at: civil, node.range)
            start = .at(zone.instant(civil))
        case nil: break
        }
    }

    private mutating func cron(from node: YAMLNode) -> CronSchedule? {
        let keys: Entries<StartKey> = entries(of: node, what: "\"start\"")
        if let node = keys[.cron] { return value(of: node, for: "cron", parsedBy: CronSchedule.init(_:)) }
        if node.pairs.isEmpty {
            error(.missingKey, "\"start\" is an instant, or a mapping like {cron: \"0 20 * * FRI\"}", at: node.range)
        }
        return nil
    }

    private mutating func warnOfClockChange(at civil: CivilDateTime, _ range: Range<Int>) {
        let message =
            switch zone.clockChange(at: civil) {
            case .skipped:
                "go forward over this time: the show starts at \(zone.text(of: zone.instant(civil)))"
            case .repeated:
                "show this time twice: the show starts the first time; write it with its offset from UTC to be clear, as in 2026-11-20T20:00:00+08:00"
            case nil: String?.none
            }
        if let message { warn(.clockChange, "clocks in \(zone.name) \(message)", at: range) }
    }

    // MARK: Messages

    private static let keysOfRepeats: [MessageKey] = [.from, .until, .times]

    /// Reads when a message is due: `at`, or `every` with `from`, `until`, `times`.
    mutating func schedule(_ keys: Entries<MessageKey>, missingAt place: Range<Int>) -> Schedule? {
        if let every = keys[.every] { return repeated(every, keys) }
        var isRepeatWithoutPeriod = false
        for key in Self.keysOfRepeats {
            guard let node = keys[key] else { continue }
            isRepeatWithoutPeriod = true
            error(.timing, "\"\(key.rawValue)\" belongs to a repeat: it needs \"every\"", at: node.range)
        }
        if let at = keys[.at] { return interval(from: at, for: "at").map { Schedule(at: $0) } }
        // It is due together with the message that it comes after.
        if keys[.after] != nil { return Schedule(at: .zero) }
        if !isRepeatWithoutPeriod {
            let hint = "\"at: 5m\" for once, or \"every: 1m\" for a repeat"
            error(.missingKey, "the message has no time: \(hint)", at: place)
        }
        return nil
    }

    private mutating func repeated(_ node: YAMLNode, _ keys: Entries<MessageKey>) -> Schedule? {
        if let at = keys[.at] {
            return refuse(
                .timing, "a message has \"at\" or \"every\", not both: a repeat begins at \"from\"", at: at.range)
        }
        guard let every = interval(from: node, for: "every") else { return nil }
        guard every > .zero else {
            return refuse(.badTime, "\"every\" must be longer than nothing: write 1m or 90s", at: node.range)
        }
        guard let from = keys[.from].map({ interval(from: $0, for: "from") }) ?? .zero else { return nil }
        if keys[.until] != nil, let times = keys[.times] {
            return refuse(.timing, "a repeat ends with \"until\" or after \"times\", not both", at: times.range)
        }
        if let node = keys[.until] {
            guard let until = interval(from: node, for: "until") else { return nil }
            guard until >= from else {
                return refuse(
                    .timing, "\"until\" lies before \"from\" (\(from.clock)): this would never be sent", at: node.range)
            }
            let count = (until - from).nanoseconds / every.nanoseconds + 1
            return Schedule(from: from, every: every, count: Int(count))
        }
        guard let node = keys[.times] else { return Schedule(from: from, every: every, count: nil) }
        guard let text = text(of: node, for: "times") else { return nil }
        guard let count = Int(digits: text), count >= 1 else {
            return refuse(.badValue, "\"times\" is a whole number from 1, not \"\(text)\"", at: node.range)
        }
        guard count - 1 <= (Interval.longest - from).nanoseconds / every.nanoseconds else {
            return refuse(.timing, "the last of \(text) times would be more than ten years away", at: node.range)
        }
        return Schedule(from: from, every: every, count: count)
    }
}
