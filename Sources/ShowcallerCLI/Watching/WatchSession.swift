import ControlAPI
import Scheduling
import ShowTime

/// What somebody who watches a show sees and does: a value that takes events, keys and answers, and returns what is to be done.
struct WatchSession {
    enum Connection: Equatable {
        case connecting
        case live
        /// - Parameters:
        ///   - since: by the server's clock, nil where it was never heard.
        ///   - isGone: whether no process is there any more.
        case lost(since: Instant?, isGone: Bool)
    }

    /// Something that the owner of the session is to do.
    enum Effect: Equatable {
        case perform(Command, run: String)
        case panic
        /// Sets the value of an input, or shows what would go out with it.
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
            /// The scheduler is asked what goes out with the value.
            case asking
            /// The texts are shown; Enter sets the value.
            case agreeing([CommandAnswer.SetText])
            /// The value is being set.
            case setting
        }

        var run: RunID
        var input: String
        var text = ""
        var step = Step.typing
        var problem: String?
    }

    /// A message at the bottom of the screen, and until when it is shown.
    struct Note: Equatable {
        var text: String
        var isBad: Bool
        var until: Uptime
    }

    private static let noteTime = Interval.seconds(10)

    private(set) var show: WatchedShow?
    private(set) var connection = Connection.connecting
    /// Nil while nothing is typed.
    var field: Field?
    var note: Note?
    /// The cue that was chosen with the arrows; nil means the next one.
    var chosen: String?
    /// The run that is looked at; nil means the one that most likely matters.
    var wanted: String?
    /// Whether there are keys.
    let canCommand: Bool
    private var lostAt: Uptime?
    /// What the keys did last.
    var last = LastKeys()
    /// The next cue, and since when it has been that.
    private(set) var next: (run: RunID, cue: String?, since: Uptime)?
    private(set) var now = Uptime.zero

    /// - Parameters:
    ///   - run: an id or a timeline's name, nil for whatever plays.
    ///   - canCommand: whether there are keys.
    init(run: String? = nil, canCommand: Bool = true) {
        wanted = run
        self.canCommand = canCommand
    }

    /// The present status. While the show is not heard, its clocks stand still.
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

    /// The cue that Skip means.
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

    /// - Parameter isGone: whether no process is there any more.
    mutating func lost(at time: Uptime, isGone: Bool) {
        tick(time)
        if case .lost(let since, _) = connection {
            connection = .lost(since: since, isGone: isGone)
            return
        }
        connection = .lost(since: status?.now, isGone: isGone)
        lostAt = time
        // Nobody knows what became of the call; the value that was typed is still there.
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

    mutating func say(_ text: String, isBad: Bool) {
        var line = text.split(separator: "\n").first.map(String.init) ?? text
        // The top of the screen says whose message it is.
        if let run = status.flatMap({ run(in: $0) }), line.hasPrefix("\(run.run): ") {
            line.removeFirst("\(run.run): ".count)
        }
        note = Note(text: line, isBad: isBad, until: now + Self.noteTime)
    }
}
