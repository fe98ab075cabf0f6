import ControlAPI
import Reporting
import Scheduling
import ShowTime
import Timelines

/// The tail of a run's log: what was done, by whom, and what became of the cues. Like results in several rooms share a line.
struct WatchLog {
    let run: RunAnswer
    let zone: Zone
    /// Messages that are known to have several occurrences.
    private let repeated: Set<String>

    init(run: RunAnswer, zone: Zone) {
        self.run = run
        self.zone = zone
        repeated = Set(run.next.filter { $0.name != $0.message }.map(\.message))
    }

    func lines(_ records: [Record]) -> [ScreenLine] {
        var lines: [ScreenLine] = []
        var group: (result: ResultRecord, count: Int)?
        func flush() {
            if let group { lines.append(line(group.result, count: group.count)) }
            group = nil
        }
        for record in records where record.run == run.run {
            switch record {
            case .result(let result):
                if let known = group, isLike(known.result, result) {
                    group = (result, known.count + 1)
                } else {
                    flush()
                    group = (result, 1)
                }
            case .control(let control):
                flush()
                var line = ScreenLine("\(time(control.time))  ", .dim)
                line.add(visible(control.words(ReportClock(zone: zone, start: run.run.start))), .bold)
                lines.append(line)
            case .run, .attempt, .end: break
            }
        }
        flush()
        return lines
    }

    private func isLike(_ one: ResultRecord, _ other: ResultRecord) -> Bool {
        one.messageID == other.messageID && one.occurrences == other.occurrences && one.part == other.part
            && one.outcome == other.outcome && one.code == other.code && one.reason == other.reason
    }

    private func line(_ result: ResultRecord, count: Int) -> ScreenLine {
        var line = ScreenLine("\(time(result.time))  ", .dim)
        let look: ScreenLine.Look =
            switch result.outcome {
            case .sent: .good
            case .retrying, .throttled, .held, .cancelled: .warning
            default: .alarm
            }
        line.add((result.outcome == .sent ? "accepted" : result.outcome.rawValue).padded(to: 9), look)
        let rooms = count == 1 ? result.roomName : "\(count) rooms"
        line.add(" \(visible(result.cue(isRepeated: repeated.contains(result.messageID)))) → \(visible(rooms))")
        if result.outcome == .sent {
            if result.late >= .seconds(1) { line.add("  \(result.late.secondsText) late", .warning) }
        } else {
            let code = result.code.map { "\($0) " } ?? ""
            line.add("  \(code)\(visible(result.reason ?? ""))")
        }
        return line
    }

    private func time(_ instant: Instant) -> String { zone.text(of: instant, as: "%T") }
}
