import Reporting
import RunLog
import Scheduling
import ShowRuntime
import ShowTime
import Synchronization
import Timelines

/// Tells on the console what happens to a show, as it happens.
final class ShowReporter: ShowObserver {
    private let console: Console
    private let zones: [String: Zone]
    /// The messages with more than one occurrence, by timeline.
    private let repeated: [String: Set<String>]
    private let hasManyRuns: Bool
    private let tallies = Mutex<[RunID: Tally]>([:])
    private let stopped = Mutex<Set<RunID>>([])
    /// The texts on their way, by run and delivery. On a terminal, each is shown with its result.
    private let texts = Mutex<[RunID: [String: String]]>([:])

    init(_ console: Console, timelines: [Timeline], hasManyRuns: Bool) {
        self.console = console
        zones = Dictionary(timelines.map { ($0.name, $0.zone) }) { first, _ in first }
        repeated = Dictionary(
            timelines.map { timeline in
                (timeline.name, Set(timeline.messages.lazy.filter(\.schedule.isRepeated).map(\.id)))
            }
        ) { first, _ in first }
        self.hasManyRuns = hasManyRuns
    }

    /// The least number of columns of a text worth showing: a shorter piece says nothing.
    private static let leastText = 8

    /// The totals of the runs that have ended.
    var ended: [RunID: Tally] { tallies.withLock { $0 } }

    func observe(_ event: ShowEvent) {
        let style = console.style
        switch event {
        case .attempt(let attempt):
            guard console.isLive else { return }
            texts.withLock { $0[attempt.run, default: [:]][attempt.delivery] = attempt.content }
        case .result(let result):
            let text = console.isLive ? texts.withLock { $0[result.run]?.removeValue(forKey: result.delivery) } : nil
            console.line(line(for: result, text: text, columns: console.columns))
        case .control(let control):
            var text = visible(
                control.words(ReportClock(zone: zones[control.run.timeline] ?? .utc, start: control.run.start)))
            if case .holdBefore(_, _, let inputs, let needsGo) = control.action {
                let commands = inputs.map { "\"showcaller tell set \(visible($0))=…\"" }
                text += ": " + (commands + (needsGo ? ["\"showcaller tell go\""] : [])).joined(separator: " and ")
                text += " lets it go on"
            }
            if case .clockStep(_, let off, _) = control.action, off.magnitude >= RunClock.leastStep {
                text += ": \"showcaller tell shift \((-off).words)\" follows the clock"
            }
            let isBad =
                switch control.action {
                case .accountHold, .networkHold: true
                case .clockStep(_, let off, _): off.magnitude >= RunClock.leastStep
                default: false
                }
            console.line(
                "\(clock(control.time, control.run))  \(isBad ? style.red(text) : style.bold(text))\(suffix(control.run))"
            )
        case .ended(let run, let tally):
            tallies.withLock { $0[run] = tally }
            texts.withLock { $0[run] = nil }
            let text = tally.isAllSent ? style.green("all \(tally.total) accepted") : style.yellow(Self.summary(tally))
            console.line("\(run): ended, \(text)")
        case .stopped(let run):
            _ = stopped.withLock { $0.insert(run) }
            console.line("\(run): stopped before its end; the same command goes on with it")
        case .logLost(let run, let reason):
            console.line(
                style.red("\(run): its log is lost (\(visible(reason))), nothing is sent until it is written again"))
        case .recordsBlocked(let reason):
            console.line(style.red("the log cannot be written, nothing is sent until it can: \(visible(reason))"))
        case .recordsLost(let run, let reason):
            console.line(
                style.red("\(run): what happened last is not in its log, only here: \(visible(reason))"))
        case .uncontrolled(let reason): console.line(style.red("\"tell\" does not reach this show: \(visible(reason))"))
        case .notAlone(let reason):
            console.line(
                style.red(
                    "another scheduler of this AppID may be on air, all runs are held: \(visible(reason)); "
                        + "stop one of the two, then \"showcaller tell go\""))
        case .unwatched(let reason): console.line(style.red("the page and the API cannot be had: \(visible(reason))"))
        case .tokensRead(let count): console.line("tokens read again: \(count)")
        case .tokensRefused(let reason):
            console.line(style.red("tokens refused, those from before count on: \(visible(reason))"))
        case .alertFailed(let reason): console.line(style.red("--on-alert: \(visible(reason))"))
        case .clockWrong(let ahead): console.line(style.red(StatusText.clockWrong(ahead: ahead)))
        case .clockRight: console.line(style.green("this host's clock agrees with ZEGO's"))
        case .diskStalls(let durability):
            let rest =
                durability == .strict
                ? "what is not claimed on it waits (--durability strict)"
                : "the show goes on, and after a power loss now some of it could be shown twice"
            console.line(style.red("the disk does not answer: \(rest)"))
        case .diskAnswers: console.line(style.green("the disk answers again"))
        case .recordsRestored: console.line(style.green("the log can be written again"))
        }
    }

    /// `25 of 26 accepted, 1 missed`
    static func summary(_ tally: Tally) -> String {
        var parts = ["\(tally[.sent]) of \(tally.total) accepted"]
        for outcome in Outcome.final where outcome != .sent && tally[outcome] > 0 {
            parts.append("\(tally[outcome]) \(outcome.rawValue)")
        }
        return parts.joined(separator: ", ")
    }

    /// - Parameters:
    ///   - text: what was sent, nil where that is not shown.
    ///   - columns: the width up to which the text may fill the line.
    func line(for result: ResultRecord, text: String? = nil, columns: Int = 0) -> String {
        let style = console.style
        let name = (result.outcome == .sent ? "accepted" : result.outcome.rawValue).padded(to: 9)
        let shown: String =
            switch result.outcome {
            case .sent: style.green(name)
            case .retrying, .throttled, .held: style.yellow(name)
            default: style.red(name)
            }
        let isRepeated = repeated[result.run.timeline]?.contains(result.messageID) ?? false
        let cue = visible(result.cue(isRepeated: isRepeated))
        var line = "\(clock(result.time, result.run))  \(shown)  \(cue) → \(visible(result.roomName))"
        if result.outcome == .sent {
            if result.late >= .milliseconds(100) { line += style.yellow("  \(result.late.secondsText) late") }
        } else {
            let code = result.code.map { "\($0) " } ?? ""
            line += "  \(code)\(visible(result.reason ?? ""))"
        }
        line += suffix(result.run)
        guard let text else { return line }
        let room = columns - Style.stripped(line).displayWidth - 2
        guard room >= Self.leastText else { return line }
        return line + "  " + style.dim(shortened(visible(text), to: room))
    }

    private func suffix(_ run: RunID) -> String { hasManyRuns ? console.style.dim("  [\(run.timeline)]") : "" }

    private func clock(_ instant: Instant, _ run: RunID) -> String {
        (zones[run.timeline] ?? .utc).text(ofMilliseconds: instant)
    }
}
