import ControlAPI
import Scheduling
import ShowTime

/// What the keys do, except for those that are typed into the field.
extension WatchSession {
    /// How long after a GO another one is refused: a finger that bounces must let one hold go, not two.
    private static let goGuard = Interval.milliseconds(600)
    /// How long after a change of the next cue a key that means "the next one" is refused.
    private static let changeGuard = Interval.milliseconds(400)
    /// Two presses of Esc within this time are a panic. One is not: a connection that stalls may split the sequence of an arrow
    /// behind its escape, and somebody who leaves the field may press Esc once too often.
    private static let escapeTime = Interval.seconds(2)

    /// What the keys did last.
    struct LastKeys {
        var skip: (run: RunID, cue: CueSelector)?
        var go: Uptime?
        var escape: Uptime?
    }

    mutating func press(_ key: WatchKey, at time: Uptime) -> [Effect] {
        tick(time)
        if key == .control("c") || key == .control("d") { return [.quit] }
        if field != nil { return write(key) }
        if case .character(let character) = key, character.lowercased() == "q" { return [.quit] }
        guard canCommand else { return [] }
        if key != .escape { last.escape = nil }
        switch key {
        case .pasted: say("what was pasted did nothing", isBad: true)
        case .character(let character): return command(Character(character.lowercased()))
        case .up: choose(-1)
        case .down: choose(1)
        case .escape: return panic()
        case .enter, .backspace, .tab, .control: break
        }
        return []
    }

    private mutating func command(_ key: Character) -> [Effect] {
        guard let status else { return [] }
        if let number = key.wholeNumberValue, number > 0 {
            if number <= status.runs.count {
                wanted = status.runs[number - 1].run.description
                chosen = nil
            }
            return []
        }
        guard [" ", "h", "s", "u", "=", "i"].contains(key), let run = run(in: status) else { return [] }
        guard isReady(run) else { return [] }
        let name = run.run.description
        switch key {
        case " ": return go(run)
        case "h": return [.perform(.hold, run: name)]
        case "s": return skip(run)
        case "u":
            guard let cue = skipped(in: run) else {
                say("nothing was skipped here", isBad: true)
                return []
            }
            last.skip = nil
            return [.perform(.unskip(cue), run: name)]
        default:
            openField(run)
            return []
        }
    }

    private mutating func skip(_ run: RunAnswer) -> [Effect] {
        guard let cue = meant(in: run), let selector = CueSelector(text: cue.name) else {
            say("nothing is still to come", isBad: true)
            return []
        }
        if chosen == nil, let next, now - next.since < Self.changeGuard {
            say("the next cue has just changed: nothing was done", isBad: true)
            return []
        }
        last.skip = (run.run, selector)
        return [.perform(.skip(selector), run: run.run.description)]
    }

    /// The cue that these keys skipped last; nil where that was in another run, and once they have brought it back.
    func skipped(in run: RunAnswer) -> CueSelector? { last.skip?.run == run.run ? last.skip?.cue : nil }

    private mutating func isReady(_ run: RunAnswer) -> Bool {
        guard connection == .live else {
            say("the connection is lost: nothing was sent", isBad: true)
            return false
        }
        guard run.isPlaying else {
            say("\(run.run) is over", isBad: true)
            return false
        }
        return true
    }

    /// Lets the hold go that is on the screen, and no other.
    private mutating func go(_ run: RunAnswer) -> [Effect] {
        if let go = last.go, now - go < Self.goGuard {
            say("too soon after the last GO: nothing was done", isBad: true)
            return []
        }
        guard let hold = run.hold else {
            say("nothing is held", isBad: true)
            return []
        }
        guard hold.input == nil else {
            openField(run)
            return []
        }
        last.go = now
        return [.perform(.goFrom(hold: hold.name), run: run.run.description)]
    }

    /// Holds whatever plays, whatever is on the screen. The first press of Esc only warns.
    private mutating func panic() -> [Effect] {
        guard connection == .live else {
            say("the connection is lost: nothing was sent", isBad: true)
            return []
        }
        guard let escape = last.escape, now - escape < Self.escapeTime else {
            last.escape = now
            say("Esc once more holds every run", isBad: true)
            return []
        }
        last.escape = nil
        return [.panic]
    }

    private mutating func choose(_ step: Int) {
        guard let status, let run = run(in: status) else { return }
        let names = run.next.map(\.name)
        guard !names.isEmpty else { return }
        let place = chosen.flatMap { names.firstIndex(of: $0) } ?? (step > 0 ? -1 : 1)
        // Above the first cue nothing is chosen: that means whichever is next.
        let new = place + step
        chosen = new < 0 ? nil : names[min(new, names.count - 1)]
    }
}
