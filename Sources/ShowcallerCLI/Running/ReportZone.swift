import HostSystem
import MarkedYAML
import Scheduling
import ShowTime
import Timelines

/// The time zone of a report. A log is in UTC and does not say which zone its show was in.
struct ReportZone {
    let zone: Zone
    /// The zone's name; where the zone had to be looked for, also how it is known: `Asia/Shanghai`, `UTC, this host's; …`
    let words: String

    init(of timeline: Timeline) { self.init(zone: timeline.zone, words: timeline.zone.name) }

    private init(zone: Zone, words: String) {
        self.zone = zone
        self.words = words
    }

    /// Finds the zone of a report: the one that is asked for; or that of the timeline, where its file is given or lies in this
    /// folder under its name; or else the host's.
    static func find(for run: RunID, asked: ZoneOption?, timelines: [String]) -> ReportZone {
        if let zone = asked?.zone { return ReportZone(zone: zone, words: zone.name) }
        for path in timelines + ["\(run.timeline).yaml", "\(run.timeline).yml"] {
            if let zone = zone(ofTimeline: run.timeline, at: path) {
                return ReportZone(zone: zone, words: "\(zone.name), as in \(path)")
            }
        }
        let zone = HostZone.current
        return ReportZone(
            zone: zone, words: "\(zone.name), this host's; --timezone for another")
    }

    /// Reads only the zone of a timeline: the rest may need variables that nobody has given here.
    private static func zone(ofTimeline name: String, at path: String) -> Zone? {
        guard let bytes = try? FileSystem.read(path),
            let root = YAMLDocument.compose(SourceText(name: path, bytes: bytes)).document?.root, root.kind == .mapping
        else { return nil }
        func value(_ key: String) -> String? { root.pairs.first { $0.key.text == key }?.value.text }
        guard value("timeline") == name else { return nil }
        return value("timezone").map { Zone(named: $0) } ?? .utc
    }
}
