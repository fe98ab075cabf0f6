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
}
