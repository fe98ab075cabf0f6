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
            while true {
                let line = Self.line(await driver.status, console.style, columns: console.columns)
                console.setStatus(line)
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        console.setStatus("")
    }

    /// - Parameter columns: of the terminal; what does not fit is left out, the least important first.
    static func line(_ status: SchedulerStatus, _ style: Style, columns: Int) -> String {
        let playing = status.runs.filter(\.isPlaying)
        guard let first = playing.min(by: { ($0.next?.due ?? .distantFuture) < ($1.next?.due ?? .distantFuture) })
        else {
            guard let next = status.upcoming.min(by: { $0.start < $1.start }) else { return "" }
            return fitting(["\(next.timeline) starts in \(countdown(next.start - status.now))"], columns: columns)
        }
        var parts: [String] = []
        if status.isBlocked { parts.append(style.red("LOG BLOCKED")) }
        if status.isAccountHeld { parts.append(style.red("ACCOUNT HELD")) }
        if status.isNetworkHeld { parts.append(style.red("ZEGO NOT REACHED")) }
        if first.state == .held {
            let command = first.holdInputs.first.map { "set \(visible($0))=…" } ?? "go"
            parts.append(style.yellow(first.heldBefore.map { "HELD before \(visible($0)): tell \(command)" } ?? "HELD"))
        } else if let next = first.next {
            parts.append(
                "next \(style.bold(visible(next.messageID))) in \(countdown(next.due - (first.now ?? status.now)))")
        } else {
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
        return fitting(parts, columns: columns)
    }

    /// A line that wraps cannot be drawn anew in its place.
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

    /// `00:12`, `1:02:03`, `3 d 04:05:06`
    private static func countdown(_ wait: Interval) -> String {
        // Rounded up, as a countdown is: it says 00:01 until it is time.
        let seconds = max(0, (wait.milliseconds + 999) / 1000)
        let clock = Interval.seconds(seconds % 86400).clock
        if seconds >= 86400 { return "\(seconds / 86400) d \(clock)" }
        return seconds < 3600 ? String(clock.dropFirst(3)) : clock
    }
}

extension Instant {
    fileprivate static let distantFuture = Instant(nanoseconds: .max)
}
