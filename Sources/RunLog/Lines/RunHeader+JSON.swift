import JSONText
import Scheduling
import ShowTime

extension [UInt8] {
    mutating func append(membersOf header: RunHeader) {
        begin("run", at: header.time, header.run)
        field("timeline", header.run.timeline)
        field("start", header.run.start)
        field("mode", header.mode.rawValue)
        field("app_id", Int(header.appID))
        field("host", header.host)
        field("planned", header.planned)
        field("sha256", header.sha256)
        field("resumed", header.isResumed)
        field("version", header.version)
        field("boot", header.boot)
        field("uptime_ms", header.uptimeAtStart.map { Int($0.milliseconds) })
    }
}

extension RunHeader {
    init?(_ line: inout LogLine) {
        guard let timeline = line.members.text("timeline"), let start = line.members.instant("start"),
            Self.isWritable(start), LogLine.isPossible(line.time, inRunFrom: start),
            let mode = line.members.text("mode").flatMap(RunMode.init),
            let appID = line.members.integer("app_id").flatMap(UInt32.init(exactly:)),
            let host = line.members.text("host")
        else { return nil }
        self.init(
            time: line.time, run: RunID(timeline: timeline, start: start), mode: mode, appID: appID, host: host,
            planned: line.members.integer("planned"), sha256: line.members.text("sha256") ?? "",
            isResumed: line.members.bool("resumed") ?? false, version: line.members.text("version") ?? "",
            boot: line.members.text("boot"),
            uptimeAtStart: line.members.milliseconds("uptime_ms").map { .zero + $0 })
    }

    /// Whether the range of `Int64` leaves room to add offsets and shifts to a start.
    private static func isWritable(_ start: Instant) -> Bool {
        // A local start may lie in another year than the instant does.
        let years = Instant.writableYears.lowerBound - 1...Instant.writableYears.upperBound + 1
        return years.contains(CivilDateTime(start, utcOffset: 0).year)
    }
}
