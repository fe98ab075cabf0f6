import ControlAPI
import Scheduling
import ShowTime
import Timelines

/// The next cues: each a line with its countdown, name and text, and more lines where its rooms get different texts.
extension WatchScreen {
    func cues(_ run: RunAnswer, _ zone: Zone, _ session: WatchSession, available: Int?, log: Int) -> [ScreenLine] {
        let cues = run.next.prefix(Self.mostCues)
        guard !cues.isEmpty else {
            return run.isPlaying ? [rule("next"), ScreenLine("nothing is still to come", .dim)] : []
        }
        let columns = CueColumns(cues, width: width)
        // The lines that the log needs at least stay free for it.
        let room = available.map { max(2, $0 - min(log + 1, 5)) } ?? .max
        var texts = 3
        func lines() -> [ScreenLine] { cues.flatMap { self.lines($0, run, zone, session, columns, texts: texts) } }
        while texts > 1, lines().count + 1 > room { texts -= 1 }
        return Array(([rule("next")] + lines()).prefix(room))
    }

    /// - Parameter texts: the most texts of a cue that are shown.
    private func lines(
        _ cue: CueAnswer, _ run: RunAnswer, _ zone: Zone, _ session: WatchSession, _ columns: CueColumns, texts: Int
    ) -> [ScreenLine] {
        var line = ScreenLine(cue.name == session.chosen ? ">" : " ")
        let wait = run.wait(for: cue)
        let isHeld = run.hold != nil && cue.state == .held
        let when =
            switch cue.state {
            case .onItsWay: "sending"
            case .skipped: "skipped"
            case .done: "done"
            default: isHeld ? "held" : wait <= .zero ? "due" : countdown(wait)
            }
        line.add(when.leftPadded(to: 8), isHeld ? .warning : wait < .seconds(10) ? .bold : .plain)
        if columns.hasTime { line.add("  \(zone.text(of: cue.due, as: "%T"))", .dim) }
        line.add("  ")
        line.add(shortened(visible(cue.name), to: columns.name), .bold)
        line.pad(to: columns.text)
        var lines: [ScreenLine] = []
        for (index, text) in cue.texts.prefix(texts).enumerated() {
            if index > 0 {
                line = ScreenLine()
                line.pad(to: columns.text)
            } else {
                if cue.isHeldBefore, !isHeld { line.add("‖ ", .warning) }
                if let input = cue.missingInput { line.add("‹\(visible(input))›? ", .warning) }
                if cue.category == .chat { line.add("chat ", .dim) }
            }
            if columns.hasRooms {
                let place = line.width
                line.add(shortened(RoomList.text(text, most: 2), to: columns.rooms), .dim)
                line.pad(to: max(place, columns.text) + columns.rooms + 2)
            }
            line.add(visible(text.text ?? "(its text cannot be made)"), cue.state == .skipped ? .dim : .plain)
            lines.append(line)
        }
        if cue.texts.isEmpty { lines.append(line) }
        let more = cue.texts.count - texts
        if more > 0, !lines.isEmpty { lines[0] = withMore(lines[0], more) }
        return lines
    }

    /// Says at the end of a line that there are more texts than it shows.
    private func withMore(_ line: ScreenLine, _ more: Int) -> ScreenLine {
        let sign = " +\(more)"
        var line = line.cut(to: max(0, width - sign.count))
        line.add(sign, .dim)
        return line
    }
}

/// The layout of the columns of the cues.
private struct CueColumns {
    let name: Int
    let hasTime: Bool
    let hasRooms: Bool
    let rooms = 20
    /// The column at which the text begins, or the marks and rooms before it.
    let text: Int

    init(_ cues: ArraySlice<CueAnswer>, width: Int) {
        hasTime = width >= 70
        hasRooms = width >= 96
        let widest = cues.map { visible($0.name).displayWidth }.max() ?? 0
        name = min(widest, max(6, width / 5))
        text = 1 + 8 + (hasTime ? 10 : 0) + 2 + name + 2
    }
}

/// The rooms of a text in few words.
enum RoomList {
    static func text(_ text: CueAnswer.Text, most: Int) -> String {
        let shown = text.rooms.prefix(most)
        var list = shown.joined(separator: ", ")
        if text.rooms.count == 1, text.roomCount > 1 {
            list += " (\(text.roomCount))"
        } else if text.roomCount > shown.count {
            list += " +\(text.roomCount - shown.count)"
        }
        return visible(list)
    }
}
