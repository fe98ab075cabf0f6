import ControlAPI
import Scheduling
import ShowTime

/// What somebody who watches a show sees and does: a value that takes in what comes, and says what is to be done.
struct WatchSession {
    enum Connection: Equatable {
        case connecting
        case live
        /// - Parameter since: by the server's clock, nil where it was never heard.
        case lost(since: Instant?)
    }

    /// What is to be done outside.
    enum Effect: Equatable {
        case perform(Command, run: String)
        case panic
        /// Shows first what goes out with it, or sets it.
        case set(SetCall, run: String)
        case quit
    }

    /// What came of a command.
    enum Answer {
        case done(CommandAnswer)
        case refused(String)
    }

    /// The field in which a value is typed.
    struct Field: Equatable {
        enum Step: Equatable {
            case typing
            /// What goes out with it is asked for.
            case asking
            /// It is shown, and waits for Enter.
            case agreeing([CommandAnswer.SetText])
            /// It is being set.
            case setting
        }

        var run: RunID
        var input: String
        var text = ""
        var step = Step.typing
        var problem: String?
    }

    /// What is said below, and until when.
    struct Note: Equatable {
        var text: String
        var isBad: Bool
        var until: Uptime
    }

    /// So long after a GO another one is refused: a finger that bounces lets one hold go, not two.
    private static let goGuard = Interval.milliseconds(600)
    /// So long after the next cue has changed, a key that means "the next one" is refused.
    private static let changeGuard = Interval.milliseconds(400)
    /// Two presses of Esc within this are a panic.
    private static let escapeTime = Interval.seconds(2)
    private static let noteTime = Interval.seconds(10)

    private(set) var show: WatchedShow?
    private(set) var connection = Connection.connecting
    private(set) var field: Field?
    private(set) var note: Note?
    /// The cue that was chosen with the arrows; nil means the next one.
    private(set) var chosen: String?
    /// The run that is looked at; nil means the one that most likely matters.
    private var wanted: String?
    private let canCommand: Bool
    private var lostAt: Uptime?
    private var lastSkip: (run: RunID, cue: CueSelector)?
    private var lastGo: Uptime?
    private var lastEscape: Uptime?
    private var next: (run: RunID, cue: String?, since: Uptime)?
    private(set) var now = Uptime.zero

    /// - Parameters:
    ///   - run: an id or a timeline's name, nil for whatever plays.
    ///   - canCommand: whether there are keys.
    init(run: String? = nil, canCommand: Bool = true) {
        wanted = run
        self.canCommand = canCommand
    }

    var hasKeys: Bool { canCommand }
    /// As it stands; the clocks of a show that is not heard stand still.
    var status: StatusAnswer? { show?.status(at: lostAt ?? now) }

    /// The run that is looked at.
    func run(in status: StatusAnswer) -> RunAnswer? {
        if let wanted {
            if let run = status.runs.first(where: { $0.run.description == wanted }) { return run }
            let named = status.runs.filter { $0.run.timeline == wanted }
            if let run = named.last(where: \.isPlaying) ?? named.last { return run }
        }
        func rank(_ run: RunAnswer) -> Int {
            switch run.state {
            case .held, .playing: 0
            case .stopping: 1
            case .waiting: 2
            case .stopped: 3
            case .ended: 4
            }
        }
        return status.runs.enumerated().min { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }?.element
    }

    /// What Skip means.
    func meant(in run: RunAnswer) -> CueAnswer? {
        let ahead = run.next.filter { [.planned, .held, .due].contains($0.state) }
        return ahead.first { $0.name == chosen } ?? ahead.first
    }

    // MARK: What comes

    mutating func tick(_ time: Uptime) {
        now = time
        if let note, note.until <= now { self.note = nil }
        guard let status, let run = run(in: status) else { return }
        let first = meant(in: run)?.name
        if next?.run != run.run || next?.cue != first { next = (run.run, first, now) }
        if let chosen, !run.next.contains(where: { $0.name == chosen }) { self.chosen = nil }
    }

    /// - Returns: false where an event cannot be read: only a whole state helps then.
    mutating func take(_ event: EventReader.Event, at time: Uptime) -> Bool {
        var isRead = true
        if show == nil { show = WatchedShow(event, at: time) } else { isRead = show?.take(event, at: time) ?? true }
        if show != nil {
            connection = .live
            lostAt = nil
        }
        tick(time)
        return isRead
    }

    mutating func lost(at time: Uptime) {
        tick(time)
        if case .lost = connection { return }
        connection = .lost(since: status?.now)
        lostAt = time
        // Nobody knows what became of it; the value is still there.
        if let step = field?.step, step != .typing { field?.step = .typing }
    }

    mutating func take(_ answer: Answer, at time: Uptime) -> [Effect] {
        tick(time)
        switch answer {
        case .refused(let reason):
            if field != nil, field?.step != .typing {
                field?.step = .typing
                field?.problem = reason
            } else {
                say(reason, isBad: true)
            }
        case .done(let answer):
            guard let field else {
                say(answer.message, isBad: false)
                return []
            }
            switch field.step {
            case .asking: self.field?.step = .agreeing(answer.texts ?? [])
            case .setting:
                self.field = nil
                say(answer.message, isBad: false)
            case .typing, .agreeing: say(answer.message, isBad: false)
            }
        }
        return []
    }

    private mutating func say(_ text: String, isBad: Bool) {
        var line = text.split(separator: "\n").first.map(String.init) ?? text
        // Whose it is stands above.
        if let run = status.flatMap({ run(in: $0) }), line.hasPrefix("\(run.run): ") {
            line.removeFirst("\(run.run): ".count)
        }
        note = Note(text: line, isBad: isBad, until: now + Self.noteTime)
    }

    // MARK: Keys

    mutating func press(_ key: WatchKey, at time: Uptime) -> [Effect] {
        tick(time)
        if key == .control("c") || key == .control("d") { return [.quit] }
        if field != nil { return write(key) }
        if case .character(let character) = key, character.lowercased() == "q" { return [.quit] }
        guard canCommand else { return [] }
        if key != .escape { lastEscape = nil }
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
            lastSkip = nil
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
        lastSkip = (run.run, selector)
        return [.perform(.skip(selector), run: run.run.description)]
    }

    /// What was skipped last from here, as long as nobody has brought it back.
    func skipped(in run: RunAnswer) -> CueSelector? { lastSkip?.run == run.run ? lastSkip?.cue : nil }

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
        if let lastGo, now - lastGo < Self.goGuard {
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
        lastGo = now
        return [.perform(.goFrom(hold: hold.name), run: run.run.description)]
    }

    /// Whatever plays is held: that does not ask what is on the screen.
    private mutating func panic() -> [Effect] {
        guard connection == .live else {
            say("the connection is lost: nothing was sent", isBad: true)
            return []
        }
        guard let lastEscape, now - lastEscape < Self.escapeTime else {
            lastEscape = now
            say("Esc once more holds every run", isBad: true)
            return []
        }
        self.lastEscape = nil
        return [.panic]
    }

    private mutating func choose(_ step: Int) {
        guard let status, let run = run(in: status) else { return }
        let names = run.next.map(\.name)
        guard !names.isEmpty else { return }
        let place = chosen.flatMap { names.firstIndex(of: $0) } ?? (step > 0 ? -1 : 1)
        // Above the first one is whichever is next.
        let new = place + step
        chosen = new < 0 ? nil : names[min(new, names.count - 1)]
    }

    // MARK: The field

    /// The inputs that can still be given a value, the one that is missed first before the others.
    private func open(_ run: RunAnswer) -> [RunAnswer.Input] {
        let open = run.inputs.filter { !$0.isUsed }
        let order = run.next.map(\.name)
        func rank(_ input: RunAnswer.Input) -> Int {
            if input.name == run.hold?.input { return -1 }
            let isMissing = input.value == nil
            return (isMissing ? 0 : 1000) + (input.neededBy.flatMap { order.firstIndex(of: $0) } ?? 500)
        }
        return open.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
    }

    private mutating func openField(_ run: RunAnswer) {
        guard let input = open(run).first else {
            say(run.inputs.isEmpty ? "this show has no inputs" : "every input has gone out", isBad: true)
            return
        }
        field = Field(run: run.run, input: input.name)
        note = nil
    }

    private mutating func write(_ key: WatchKey) -> [Effect] {
        guard var field else { return [] }
        defer { if self.field != nil { self.field = field } }
        if key == .escape {
            self.field = nil
            return []
        }
        // What is typed ahead of what is to be seen is not meant for it.
        guard field.step != .asking, field.step != .setting else { return [] }
        let run = field.run.description
        if case .agreeing = field.step, key == .enter {
            guard connection == .live else {
                field.problem = "the connection is lost: nothing was sent"
                return []
            }
            field.step = .setting
            return [.set(SetCall(name: field.input, value: field.text), run: run)]
        }
        field.step = .typing
        field.problem = nil
        switch key {
        case .character(let character): field.text.append(character)
        case .pasted(let text): field.text += text.filter { !$0.isNewline }
        case .backspace: if !field.text.isEmpty { field.text.removeLast() }
        case .control("u"): field.text = ""
        case .tab:
            guard let status, let of = status.runs.first(where: { $0.run == field.run }) else { break }
            let names = open(of).map(\.name)
            let place = names.firstIndex(of: field.input) ?? -1
            if !names.isEmpty { field = Field(run: field.run, input: names[(place + 1) % names.count]) }
        case .enter:
            guard connection == .live else {
                field.problem = "the connection is lost: nothing was sent"
                break
            }
            field.step = .asking
            return [.set(SetCall(name: field.input, value: field.text, isCheck: true), run: run)]
        case .control, .escape, .up, .down: break
        }
        return []
    }
}
