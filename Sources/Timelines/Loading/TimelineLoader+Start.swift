import MarkedYAML
import ShowTime

extension TimelineLoader {
    static let startKeys = ["cron"]

    /// An instant, a local time in the script's zone, or a cron expression.
    mutating func loadStart(_ node: YAMLNode?) -> StartRule {
        guard let node else { return .open }
        if node.kind == .mapping { return loadCron(node).map(StartRule.cron) ?? .open }
        guard let text = text(of: node, for: "start") else { return .open }
        do throws(TimeSyntaxError) {
            switch try WrittenTime(text) {
            case .instant(let instant): return .at(instant)
            case .local(let civil):
                warnOfClockChange(at: civil, node.range)
                return .at(zone.instant(civil))
            }
        } catch {
            self.error(.badTime, error.message, at: node.range)
            return .open
        }
    }

    private mutating func loadCron(_ node: YAMLNode) -> CronSchedule? {
        let keys = entries(of: node, allowing: Self.startKeys, what: "\"start\"")
        guard let node = keys["cron"] else {
            if node.pairs.isEmpty {
                error(
                    .missingKey, "\"start\" is an instant, or a mapping like {cron: \"0 20 * * FRI\"}", at: node.range)
            }
            return nil
        }
        guard let text = text(of: node, for: "cron") else { return nil }
        do throws(TimeSyntaxError) {
            return try CronSchedule(text)
        } catch {
            self.error(.badTime, error.message, at: node.range)
            return nil
        }
    }

    private mutating func warnOfClockChange(at civil: CivilDateTime, _ range: Range<Int>) {
        guard let change = zone.clockChange(at: civil) else { return }
        let taken = zone.text(of: zone.instant(civil))
        switch change {
        case .skipped:
            warn(
                .clockChange, "clocks in \(zone.name) go forward over this time: the show starts at \(taken)",
                at: range)
        case .repeated:
            warn(
                .clockChange,
                "clocks in \(zone.name) show this time twice: the show starts the first time; write it with its offset from UTC to be clear, as in 2026-11-20T20:00:00+08:00",
                at: range)
        }
    }
}
