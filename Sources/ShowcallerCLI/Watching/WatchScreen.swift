import ControlAPI
import Reporting
import Scheduling
import ShowTime
import Timelines

/// Draws a watched show: a session and a size in, lines out. Never more lines than the height, none wider than the width.
struct WatchScreen {
    let width: Int
    /// The most lines; nil for as many as there are.
    let height: Int?
    let style: Style

    /// The most cues that are shown.
    static let mostCues = 10

    func lines(_ session: WatchSession) -> [String] {
        let lines = screenLines(session).map { $0.text(width, style) }
        return height.map { Array(lines.prefix($0)) } ?? lines
    }

    private func screenLines(_ session: WatchSession) -> [ScreenLine] {
        guard let status = session.status else {
            return [connection(session, zone: .utc) ?? ScreenLine("connecting …", .dim)]
        }
        let run = session.run(in: status)
        let zone = run.flatMap { Zone(named: $0.timezone) } ?? .utc
        var head = header(status, run, zone, session)
        head += [connection(session, zone: zone)].compactMap { $0 }
        head += status.alarms(.screen).map { alarm($0, in: status, zone) }
        let foot = footer(session, run)
        guard let run else { return head + upcoming(status) + foot }
        head += hold(run, zone)
        let available = height.map { max(0, $0 - head.count - foot.count) }
        let log = WatchLog(run: run, zone: zone).lines(session.show?.records ?? [])
        let cues = cues(run, zone, session, available: available, log: log.count)
        var body = cues
        if !log.isEmpty, available.map({ $0 - cues.count > 1 }) ?? true {
            body.append(rule("log"))
            body += log.suffix(available.map { $0 - cues.count - 1 } ?? log.count)
        }
        // The keys stay at the bottom.
        if let available {
            body = Array(body.prefix(available))
            while body.count < available { body.append(ScreenLine()) }
        }
        return head + body + foot
    }

    // MARK: The head

    private func header(_ status: StatusAnswer, _ run: RunAnswer?, _ zone: Zone, _ session: WatchSession)
        -> [ScreenLine]
    {
        var lines: [ScreenLine] = []
        var first = ScreenLine()
        let wall = zone.text(of: status.now, as: "%T")
        if let run {
            first.add(stateWord(run.state), run.state == .held ? .warning : run.state == .playing ? .good : .bold)
            first.add("  ")
            let name = visible(run.title.isEmpty ? run.run.timeline : run.title)
            let mode = run.mode == .live ? "" : " (\(run.mode.rawValue)d)"
            let room = width - first.width - wall.count - 2
            first.add(room > 1 ? shortened(name + mode, to: room) : "", .bold)
        } else {
            first.add("nothing plays", .bold)
        }
        if width - first.width > wall.count { first.pad(to: width - wall.count) } else { first.add(" ") }
        first.add(wall, .bold)
        lines.append(first)
        if status.runs.count > 1 { lines.append(runs(status, run)) }
        guard let run else { return lines }
        lines += wrapped(clocks(run, zone))
        lines += wrapped(counts(status, run))
        return lines
    }

    private func stateWord(_ state: RunStatus.State) -> String {
        switch state {
        case .waiting: "WAITING"
        case .playing: "ON AIR"
        case .held: "HELD"
        case .stopping: "STOPPING"
        case .stopped: "STOPPED"
        case .ended: "ENDED"
        }
    }

    private func runs(_ status: StatusAnswer, _ run: RunAnswer?) -> ScreenLine {
        var line = ScreenLine()
        for (index, other) in status.runs.prefix(9).enumerated() {
            if index > 0 { line.add("  ") }
            let isThis = other.run == run?.run
            line.add(
                "\(index + 1)\(isThis ? "▸" : " ")\(other.run.timeline) \(other.state.rawValue)", isThis ? .bold : .dim)
        }
        return line
    }

    /// Parts beside one another, on as many lines as they need.
    private func wrapped(_ parts: [ScreenLine]) -> [ScreenLine] {
        var lines: [ScreenLine] = []
        for part in parts {
            if let last = lines.last, last.width + 3 + part.width <= width {
                lines[lines.count - 1].add(" · ", .dim)
                lines[lines.count - 1].add(part)
            } else {
                lines.append(part)
            }
        }
        return lines
    }

    private func clocks(_ run: RunAnswer, _ zone: Zone) -> [ScreenLine] {
        var parts: [ScreenLine] = []
        var show = ScreenLine("show ")
        let seconds = run.offset.nanoseconds.flooredDivision(by: 1_000_000_000)
        show.add(Interval.seconds(seconds).clock, .bold)
        parts.append(show)
        func time(_ instant: Instant) -> String { ReportClock(zone: zone, start: run.run.start).time(instant) }
        if let ends = run.ends {
            parts.append(ScreenLine("ends \(time(ends))"))
            if let planned = run.plannedEnd {
                let over = Interval.seconds((ends - planned).milliseconds / 1000)
                let words =
                    over == .zero ? "as planned" : over > .zero ? "\(over.words) over" : "\(over.magnitude.words) under"
                parts.append(ScreenLine("planned \(time(planned)), \(words)", over == .zero ? .plain : .warning))
            }
        }
        if run.state == .waiting {
            parts.append(ScreenLine("starts in \(countdown(run.run.start + run.shift - run.now))"))
        }
        if run.shift.magnitude >= .seconds(1) {
            parts.append(ScreenLine("moved by \(Interval.seconds(run.shift.milliseconds / 1000).words)"))
        }
        return parts
    }

    private func counts(_ status: StatusAnswer, _ run: RunAnswer) -> [ScreenLine] {
        var parts = [ScreenLine("accepted \(run.tally[.sent])\(run.planned.map { " of \($0)" } ?? "")")]
        if run.inFlight > 0 { parts.append(ScreenLine("on the way \(run.inFlight)")) }
        if run.open > run.inFlight { parts.append(ScreenLine("waiting \(run.open - run.inFlight)")) }
        for outcome in Outcome.final where outcome != .sent {
            let count = run.tally[outcome]
            let isLoud = [.unknown, .failed].contains(outcome)
            guard count > 0 || isLoud else { continue }
            let look: ScreenLine.Look = count == 0 ? .dim : isLoud || outcome == .rejected ? .alarm : .warning
            parts.append(ScreenLine("\(outcome.rawValue) \(count)", look))
        }
        parts.append(quota(status.quota))
        return parts
    }

    private func quota(_ quota: StatusAnswer.Quota) -> ScreenLine {
        guard let rate = quota.rate else { return ScreenLine("\(quota.perSecond) calls a second") }
        let cells = 8
        let filled = min(cells, Int((quota.used ?? 0) * Double(cells) + 0.5))
        var line = ScreenLine("quota ")
        line.add(String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled))
        line.add(" \(quota.perSecond) of \(rate.shortText)/s")
        if quota.share < 0.995 { line.add(", throttled to \(Int(quota.share * 100)) %", .warning) }
        return line
    }

    private func connection(_ session: WatchSession, zone: Zone) -> ScreenLine? {
        guard case .lost(let since, let isGone) = session.connection else { return nil }
        let when = since.map { " since \(zone.text(of: $0, as: "%T"))" } ?? ""
        if let status = session.status, status.upcoming.isEmpty, !status.runs.contains(where: \.isPlaying) {
            return ScreenLine("✕ The scheduler has ended: this is how things stood\(when)", .warning)
        }
        if isGone {
            return ScreenLine(
                "✕ NO SCHEDULER RUNS HERE\(when): the same \"run\" goes on with the show", .alarm)
        }
        return ScreenLine("✕ CONNECTION LOST\(when): the show does not need this screen", .alarm)
    }

    private func alarm(_ alarm: Alarm, in status: StatusAnswer, _ zone: Zone) -> ScreenLine {
        let name = status.runs.count > 1 ? alarm.run.map { "\($0.timeline): " } ?? "" : ""
        let since = alarm.since.map { " (since \(zone.text(of: $0, as: "%T")))" } ?? ""
        return ScreenLine("▲ \(visible(name + alarm.text))\(since)", alarm.kind == .late ? .warning : .alarm)
    }

    private func hold(_ run: RunAnswer, _ zone: Zone) -> [ScreenLine] {
        guard let hold = run.hold else { return [] }
        var text = "‖ HELD"
        if let since = hold.since {
            text += " for \(Interval.seconds(max(0, (run.now - since).milliseconds / 1000)).clock)"
        }
        // The name of an operator's hold says nothing to people.
        if let before = hold.before { text += " before \(visible(before)), by the script" }
        if let by = hold.by { text += ", by \(visible(by))" }
        text += hold.input.map { ": waits for \(visible($0)), = gives it" } ?? ": Space lets it go"
        return [ScreenLine(text, .warning)]
    }

    func rule(_ name: String) -> ScreenLine {
        let text = "── \(name) "
        return ScreenLine(text + String(repeating: "─", count: max(0, min(width, 200) - text.displayWidth)), .dim)
    }

    private func upcoming(_ status: StatusAnswer) -> [ScreenLine] {
        status.upcoming.map { next in
            let day = Zone.utc.text(of: next.start, as: "%F %T")
            return ScreenLine(
                "\(visible(next.timeline)) starts in \(countdown(next.start - status.now)), at \(day) (UTC)")
        }
    }

    // MARK: The foot

    private func footer(_ session: WatchSession, _ run: RunAnswer?) -> [ScreenLine] {
        guard height != nil else { return [] }
        if let field = session.field, let run { return fieldLines(field, run) }
        var lines: [ScreenLine] = []
        if let note = session.note { lines.append(ScreenLine(visible(note.text), note.isBad ? .warning : .bold)) }
        lines.append(keys(session, run))
        return lines
    }

    private func keys(_ session: WatchSession, _ run: RunAnswer?) -> ScreenLine {
        var parts: [(key: String, does: String)] = []
        if session.canCommand, let run, run.isPlaying {
            parts.append(("Space", run.hold?.before.map { "GO \(visible($0))" } ?? "GO"))
            if run.hold == nil { parts.append(("H", "hold")) }
            if let cue = session.meant(in: run) { parts.append(("S", "skip \(visible(cue.name))")) }
            if run.inputs.contains(where: { !$0.isUsed }) { parts.append(("=", "set")) }
            if let skipped = session.skipped(in: run) { parts.append(("U", "unskip \(visible(skipped.text))")) }
            parts.append(("↑↓", "choose"))
            parts.append(("Esc Esc", "hold all"))
        }
        parts.append(("Q", "quit"))
        // Where the keys do not fit, the least important are left out first, and the way out never.
        func line() -> ScreenLine {
            var line = ScreenLine()
            for (index, part) in parts.enumerated() {
                if index > 0 { line.add("  ") }
                line.add(part.key, .bold)
                line.add(" \(part.does)", .dim)
            }
            return line
        }
        while line().width > width, parts.count > 1 { parts.remove(at: parts.count - 2) }
        return line()
    }

    private func fieldLines(_ field: WatchSession.Field, _ run: RunAnswer) -> [ScreenLine] {
        guard let input = run.inputs.first(where: { $0.name == field.input }) else { return [] }
        var lines = [rule("set \(visible(input.name))")]
        var shown: [CommandAnswer.SetText] = []
        if case .agreeing(let texts) = field.step { shown = texts }
        let most = max(1, (height ?? 24) / 3)
        for set in shown.prefix(most) {
            var line = ScreenLine("  \(visible(set.cue)) → \(RoomList.text(set.text, most: 3)): ", .dim)
            line.add(visible(set.text.text ?? "(its text cannot be made)"))
            lines.append(line)
        }
        if shown.count > most { lines.append(ScreenLine("  and \(shown.count - most) more texts", .dim)) }
        let prompt = input.prompt == input.name || input.prompt.isEmpty ? "" : "\(visible(input.prompt)) "
        var line = ScreenLine("\(prompt)\(visible(input.name)) = ")
        let count = field.text.utf8.count
        let tail = "▏ \(count) of \(input.max) bytes"
        // Of a long text the end is shown, where it is typed.
        line.add(ending(visible(field.text), width: max(4, width - line.width - tail.displayWidth)), .bold)
        line.add(tail, count > input.max ? .alarm : .dim)
        lines.append(line)
        if let problem = field.problem { lines.append(ScreenLine(visible(problem), .alarm)) }
        let help =
            switch field.step {
            case .typing: "Enter shows what goes out · Esc leaves\(run.inputs.count > 1 ? " · Tab: another input" : "")"
            case .asking: "…"
            case .agreeing(let texts):
                (texts.isEmpty ? "No text that is still to come uses it. " : "") + "Enter SETS it · Esc does not"
            case .setting: "setting …"
            }
        var isAgreeing = false
        if case .agreeing = field.step { isAgreeing = true }
        lines.append(ScreenLine(help, isAgreeing ? .warning : .dim))
        return lines
    }

    private func ending(_ text: String, width: Int) -> String {
        guard text.displayWidth > width else { return text }
        var shown = Substring(text)
        while !shown.isEmpty, shown.displayWidth > width - 1 { shown.removeFirst() }
        return "…" + shown
    }
}
