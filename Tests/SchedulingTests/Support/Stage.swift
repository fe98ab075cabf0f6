import ShowTime
import Testing
import Timelines

@testable import Scheduling

/// A scheduler with a clock that moves only when told, an API that answers as the test says, and logs in memory: the
/// driver of the tests.
///
/// What happens is a list of ``lines``, each beginning with the seconds since ``start`` by the wall clock:
///
///     0.000 > a#1@1           an attempt leaves; the second one of a delivery ends in "(2)"
///     0.100 a#1@1 sent        a result; its reason follows after a colon
///     0.100 end of 1: sent 1
struct Stage {
    /// When runs start that do not say otherwise.
    static let start = Instant.seconds(1_800_000_000)
    static let show = RunID(timeline: "show", start: start)

    var scheduler: Scheduler
    private(set) var now: Moment
    private(set) var lines: [String] = []
    private(set) var records: [Record] = []
    private(set) var attempts: [Attempt] = []
    private(set) var logs: [RunID: MemoryLog] = [:]

    /// Answers to come, by delivery (`a#1@1`), or by message or room id where the delivery has none left.
    var answers: [String: [Answer]] = [:]
    /// How everything else is answered.
    var otherwise = Answer.accepted
    /// How long an answer takes.
    var latency: Interval = "100ms"
    /// Whether records can be written. What cannot be is kept and written later, attempts excepted.
    private(set) var isLogBroken = false

    private let configuration: Scheduler.Configuration
    private var actions: [Scheduler.Action] = []
    private var answering: [(at: Uptime, id: Attempt.ID, end: AttemptEnd)] = []
    private var backlog: [Record] = []
    private var scripts: [RunID: Timeline] = [:]
    private var isBlocked = false

    init(rate: Double? = nil, roomRate: Double? = nil, mostInFlight: Int? = nil, at offset: Interval = "0") {
        var configuration = Scheduler.Configuration(rate: rate, roomRate: roomRate)
        if let mostInFlight { configuration.mostInFlight = mostInFlight }
        self.configuration = configuration
        scheduler = Scheduler(configuration)
        now = Moment(wall: Self.start + offset, uptime: Uptime(nanoseconds: 5_000_000_000))
    }

    /// A stage on which a show of `messages` is loaded at `offset` from its start.
    init(
        _ messages: String, defaults: String = "rooms: r1", rate: Double? = nil, roomRate: Double? = nil,
        mostInFlight: Int? = nil, at offset: Interval = "-1s"
    ) {
        self.init(rate: rate, roomRate: roomRate, mostInFlight: mostInFlight, at: offset)
        load(Script.timeline(messages, defaults: defaults))
    }

    // MARK: Inputs

    mutating func load(
        _ timeline: Timeline, start: Instant = start, recovery: RunRecovery? = nil, skipsBeforeStart: Bool = false,
        isOver: Bool = false
    ) {
        let id = RunID(timeline: timeline.name, start: start)
        scripts[id] = timeline
        logs[id] = logs[id] ?? MemoryLog()
        give {
            $0.load(
                id, timeline, recovery: recovery, skipsBeforeStart: skipsBeforeStart, isOver: isOver, at: $1, &$2)
        }
    }

    mutating func reload(_ messages: String, defaults: String = "rooms: r1") {
        let timeline = Script.timeline(messages, defaults: defaults)
        scripts[Self.show] = timeline
        give { $0.reload(Self.show, timeline, at: $1, &$2) }
    }

    /// Carries out a command. Returns why it was refused.
    @discardableResult
    mutating func perform(_ command: Command, on run: RunID = show) -> CommandError? {
        var refusal: CommandError?
        give { scheduler, now, actions in
            do throws(CommandError) {
                try scheduler.perform(command, on: run, at: now, &actions)
            } catch {
                refusal = error
            }
        }
        return refusal
    }

    mutating func shutDown() { give { $0.shutDown(at: $1, &$2) } }

    mutating func graceIsOver(for run: RunID? = nil) { give { $0.graceIsOver(for: run, at: $1, &$2) } }

    @discardableResult
    mutating func tell(_ content: String, room: String = "1", category: Category = .chat) -> Attempt.ID {
        var id: Attempt.ID?
        give {
            id = $0.tell(
                roomID: room, sender: Sender(id: "host"), category: category, content: content, at: $1, &$2)
        }
        return id!
    }

    mutating func attemptEnded(_ id: Attempt.ID, _ end: AttemptEnd) { give { $0.attemptEnded(id, end, at: $1, &$2) } }

    mutating func withdraw(_ id: Attempt.ID) { give { $0.withdraw(id, at: $1, &$2) } }

    /// From now on nothing can be written. The scheduler does not know yet.
    mutating func breakLog() { isLogBroken = true }

    mutating func mendLog() {
        isLogBroken = false
        for record in backlog { write(record) }
        backlog = []
        isBlocked = false
        give { $0.setBlocked(false, at: $1, &$2) }
    }

    /// An administrator sets the clock.
    mutating func stepClock(by interval: Interval) {
        now.wall = now.wall + interval
        give { $0.tick(at: $1, &$2) }
    }

    /// kill -9, a pause, and the same command again, perhaps with another script.
    mutating func crash(downFor pause: Interval = "1s", script: Timeline? = nil, isOver: Bool = false) {
        scheduler = Scheduler(configuration)
        answering = []
        backlog = []
        isBlocked = false
        lines.append("\(time) crash")
        now = now.advanced(by: pause)
        for (id, timeline) in scripts.sorted(by: { $0.key.timeline < $1.key.timeline }) {
            let timeline = script ?? timeline
            let recovery = logs[id]!.recovery(for: timeline)
            guard recovery.end == nil else { continue }
            load(timeline, start: id.start, recovery: recovery, isOver: isOver)
        }
    }

    // MARK: Time

    /// Lets time pass until `offset` from ``start`` by the wall clock, waking the scheduler whenever it wants to be.
    mutating func play(until offset: Interval) {
        let end = now.uptime + ((Self.start + offset) - now.wall)
        var stillness = 0
        while true {
            give { $0.tick(at: $1, &$2) }
            let wake = scheduler.nextWake
            var next = end
            if let wall = wake.wall { next = min(next, now.uptime + (wall - now.wall)) }
            if let uptime = wake.uptime { next = min(next, uptime) }
            if let answer = answering.first { next = min(next, answer.at) }
            if next > now.uptime {
                now = now.advanced(by: next - now.uptime)
                stillness = 0
            } else {
                stillness += 1
                guard stillness < 100_000 else {
                    Issue.record("time stands still: the scheduler wants to be woken at \(time) again and again")
                    return
                }
            }
            while let answer = answering.first, answer.at <= now.uptime {
                answering.removeFirst()
                give { $0.attemptEnded(answer.id, answer.end, at: $1, &$2) }
            }
            if now.uptime >= end {
                give { $0.tick(at: $1, &$2) }
                if scheduler.nextWake.uptime.map({ $0 > now.uptime }) ?? true { return }
            }
        }
    }

    mutating func play(for time: Interval) { play(until: (now.wall - Self.start) + time) }

    /// Gives the scheduler an input and carries out what it answers.
    private mutating func give(_ input: (inout Scheduler, Moment, inout [Scheduler.Action]) -> Void) {
        input(&scheduler, now, &actions)
        carryOut()
    }

    // MARK: Actions

    private mutating func carryOut() {
        let actions = actions
        self.actions = []
        for action in actions {
            switch action {
            case .record(let record): note(record)
            case .attempt(let attempt):
                if isLogBroken, attempt.run != nil {
                    scheduler.withdraw(attempt.id, at: now, &self.actions)
                } else {
                    send(attempt)
                }
            case .ended(let run, _): say("ended", run)
            case .stopped(let run): say("stopped", run)
            case .told(let id, let end): lines.append("\(time) told \(id.number): \(end.kind)")
            }
        }
        if isLogBroken, !isBlocked, !actions.isEmpty {
            isBlocked = true
            scheduler.setBlocked(true, at: now, &self.actions)
        }
        if !self.actions.isEmpty { carryOut() }
    }

    private mutating func note(_ record: Record) {
        if isLogBroken { backlog.append(record) } else { write(record) }
        records.append(record)
        say(record.line, record.run!)
    }

    private mutating func write(_ record: Record) { logs[record.run!, default: MemoryLog()].append(record) }

    private mutating func send(_ attempt: Attempt) {
        if attempt.run != nil { write(.attempt(attempt, time: now.wall)) }
        attempts.append(attempt)
        say(attempt.line, attempt.run)
        let answer = nextAnswer(to: attempt)
        guard let kind = answer.kind else { return }
        let took = answer.took ?? latency
        let end = AttemptEnd(kind, code: answer.code, handedOver: now.wall, took: took)
        let at = now.uptime + took
        let place = answering.firstIndex { $0.at > at } ?? answering.count
        answering.insert((at, attempt.id, end), at: place)
    }

    private mutating func nextAnswer(to attempt: Attempt) -> Answer {
        for key in [attempt.delivery, attempt.messageID, attempt.roomID] {
            if let waiting = answers[key], let first = waiting.first {
                answers[key]!.removeFirst()
                return first
            }
        }
        return otherwise
    }

    private mutating func say(_ text: String, _ run: RunID?) {
        let owner = run.map { $0.timeline == "show" ? "" : "\($0.timeline) " } ?? ""
        lines.append("\(time) \(owner)\(text)")
    }

    /// Seconds since the start.
    private var time: String { (now.wall - Self.start).inSeconds }
}
