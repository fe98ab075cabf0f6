import Scheduling
import ServiceLifecycle
import ShowRuntime
import ShowTime
import Timelines

/// Keeps the last line of the terminal up to date: what comes next and when, what was sent, what waits.
struct StatusLineService: Service {
    let driver: LiveDriver
    let console: Console

    func run() async throws {
        guard console.isLive else {
            try? await gracefulShutdown()
            return
        }
        try? await cancelWhenGracefulShutdown {
            var next = NextCue()
            while true {
                let status = await driver.status
                if next.mustBeLookedFor(in: status) { next.look(in: await driver.state) }
                let line = Self.line(status, next: next.cue, console.style, columns: console.columns)
                console.setStatus(line)
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        console.setStatus("")
    }

    /// The run whose next cue comes first.
    fileprivate static func first(of status: SchedulerStatus) -> RunStatus? {
        status.runs.filter(\.isPlaying)
            .min { ($0.next?.due ?? .distantFuture) < ($1.next?.due ?? .distantFuture) }
    }

    /// - Parameters:
    ///   - cue: the cue that goes out next; nil where it is far behind cues that were skipped or sent ahead of their time.
    ///   - columns: of the terminal; what does not fit is left out, the least important first.
    static func line(_ status: SchedulerStatus, next cue: Cue? = nil, _ style: Style, columns: Int) -> String {
        let playing = status.runs.filter(\.isPlaying)
        guard let first = first(of: status) else {
            guard let next = status.upcoming.min(by: { $0.start < $1.start }) else { return "" }
            return fitting(["\(next.timeline) starts in \(countdown(next.start - status.now))"], columns: columns)
        }
        var parts: [String] = []
        if status.isBlocked { parts.append(style.red("LOG BLOCKED")) }
        if status.isAccountHeld { parts.append(style.red("ACCOUNT HELD")) }
        if status.isNetworkHeld { parts.append(style.red("ZEGO NOT REACHED")) }
        if first.state == .held {
            let command = first.holdInputs.first.map { "set \(visible($0))=…" } ?? "go"
            let place = first.heldBefore.map { " before \(visible($0))" } ?? ""
            parts.append(style.yellow("HELD\(place): tell \(command)"))
        } else if let cue {
            parts.append("next \(style.bold(visible(cue.name))) in \(countdown(cue.due - (first.now ?? status.now)))")
        } else if first.next == nil {
            parts.append("no more to come")
        }
        let sent = playing.reduce(0) { $0 + $1.tally[.sent] }
        let planned = playing.contains { $0.planned == nil } ? nil : playing.reduce(0) { $0 + ($1.planned ?? 0) }
        parts.append("accepted \(sent)\(planned.map { "/\($0)" } ?? "")")
        let unsent = playing.reduce(0) { $0 + $1.tally.total - $1.tally[.sent] }
        if unsent > 0 { parts.append(style.red("not sent \(unsent)")) }
        let flying = playing.reduce(0) { $0 + $1.inFlight }
        let waiting = playing.reduce(0) { $0 + $1.open } - flying
        parts.append("queue \(waiting)")
        if flying > 0 { parts.append("on the way \(flying)") }
        if status.quotaShare < 1 { parts.append(style.yellow("throttled to \(Int(status.quotaShare * 100)) %")) }
        if playing.count > 1 { parts.append("\(playing.count) runs") }
        let line = fitting(parts, columns: columns)
        // The columns that are left for the text.
        let room = columns - 1 - Style.stripped(line).displayWidth - 3
        guard let text = cue?.texts.first?.content, room >= leastText else { return line }
        return line + style.dim(" · " + shortened(visible(text), to: room))
    }

    /// The least number of columns of a text worth showing: a shorter piece says nothing.
    private static let leastText = 8

    /// Joins as many parts as fit: a line that wraps cannot be redrawn in its place.
    private static func fitting(_ parts: [String], columns: Int) -> String {
        var line = "▶ "
        var width = 2
        for (index, part) in parts.enumerated() {
            let piece = index == 0 ? part : " · " + part
            width += Style.stripped(piece).displayWidth
            guard width < columns else { break }
            line += piece
        }
        return line
    }
}

extension Instant {
    fileprivate static let distantFuture = Instant(nanoseconds: .max)
}

/// The cue that goes out next. It is looked up again only where it may have changed.
private struct NextCue {
    private struct Occasion: Equatable {
        var run: RunID
        var next: RunStatus.Next
        var inputs: [InputStatus]
    }

    private var occasion: Occasion?
    private(set) var cue: Cue?

    /// The number of status updates after which the cue is looked up in any case: an operator or a reload may have changed it.
    private static let longestUse = 5
    private var looks = 0

    /// Whether the next cue may be another than at the last lookup.
    mutating func mustBeLookedFor(in status: SchedulerStatus) -> Bool {
        let first = StatusLineService.first(of: status)
        let new = first.flatMap { run in run.next.map { Occasion(run: run.run, next: $0, inputs: run.inputs) } }
        defer { occasion = new }
        if new == nil { cue = nil }
        looks += 1
        guard new != nil, new != occasion || looks >= Self.longestUse else { return false }
        looks = 0
        return true
    }

    mutating func look(in state: ShowState) {
        cue = state.snapshot.runs.first { $0.id == occasion?.run }?.upcoming(most: 1).first
    }
}
