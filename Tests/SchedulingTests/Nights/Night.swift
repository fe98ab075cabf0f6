import HeapModule
import ShowTime
import Timelines

@testable import Scheduling

/// A whole night in virtual time: scripts, an API, logs, operators, a clock and a process that can die, all from one seed.
struct Night {
    /// What happens to the show from outside.
    enum Event {
        case answer(life: Int, Attempt.ID, AttemptEnd)
        case command
        case tell
        case edit
        case stepClock
        case diskFull
        case diskMended
        case crash
        case terminate
        /// Of one run, or of all.
        case graceIsOver(life: Int, RunID?)
        case start
        /// From here on nothing more happens, and everything that stands still is set going again.
        case settle
    }

    private struct Entry: Comparable {
        var time: Uptime
        var order: Int
        var event: Event

        static func < (left: Entry, right: Entry) -> Bool { (left.time, left.order) < (right.time, right.order) }
        static func == (left: Entry, right: Entry) -> Bool { left.order == right.order }
    }

    static let begin = Moment(wall: Stage.start - "10s", uptime: Uptime(nanoseconds: 3_000_000_000_000))

    var generator: SeededGenerator
    let configuration: Scheduler.Configuration
    var now = Night.begin
    var api: NightAPI
    /// The files that operators edit, by name.
    var scripts: [String: NightScript] = [:]
    /// In the order in which they are loaded.
    var runs: [RunID] = []
    var books: [RunID: NightBook] = [:]

    /// Nil while no process runs.
    var scheduler: Scheduler?
    var process = NightProcess()
    var logs: [RunID: MemoryLog] = [:]
    var isDiskFull = false

    private(set) var problems: [String] = []
    private var events: Heap<Entry> = []
    private var eventCount = 0
    private let end: Uptime
    private let isCalm: Bool
    private var isSettling = false

    /// - Parameter isCalm: nothing goes wrong and nobody interferes.
    init(seed: UInt64, isCalm: Bool = false) {
        var generator = SeededGenerator(seed: seed)
        self.isCalm = isCalm
        end = now.uptime + generator.interval("20s"..."150s")
        var configuration = Scheduler.Configuration(
            rate: isCalm ? nil : [nil, 1, 5, 30, 100].randomElement(using: &generator)!,
            roomRate: isCalm ? nil : [nil, nil, 1, 5, 20].randomElement(using: &generator)!)
        configuration.seed = seed
        if !isCalm, generator.chance(0.2) { configuration.mostInFlight = .random(in: 1...5, using: &generator) }
        self.configuration = configuration
        api = NightAPI(using: &generator, from: now.uptime, until: end)
        self.generator = generator
        if isCalm { api.mend(at: now.uptime) }
        writeScripts()
        schedule(.start, after: .zero)
        schedule(.settle, at: end)
        if !isCalm { scheduleDisturbances() }
    }

    private mutating func writeScripts() {
        for number in 1...Int.random(in: 1...3, using: &generator) {
            let script = NightScript(name: "show-\(number)", using: &generator)
            scripts[script.name] = script
            let isNow = !isCalm && generator.chance(0.3)
            let starts = generator.chance(0.2) ? 2 : 1
            for _ in 0..<starts {
                let start = isNow ? now.wall : Stage.start + .seconds(.random(in: 0...20, using: &generator))
                let id = RunID(timeline: script.name, start: start)
                guard books[id] == nil else { continue }
                runs.append(id)
                books[id] = NightBook(id, script.timeline, skipsBeforeStart: isNow)
                logs[id] = MemoryLog()
            }
        }
    }

    /// Each night has its own troubles: little or none of most, plenty of some.
    private mutating func scheduleDisturbances() {
        let kinds: [(Event, most: Int)] = [
            (.command, 30), (.tell, 10), (.edit, 20), (.stepClock, 5), (.diskFull, 5), (.crash, 12), (.terminate, 4),
        ]
        for (event, most) in kinds {
            let share = [0, 0, 0.1, 0.3, 1].randomElement(using: &generator)!
            for _ in 0..<Int.random(in: 0...Int(Double(most) * share), using: &generator) {
                schedule(event, at: now.uptime + generator.interval(.zero...(end - now.uptime)))
            }
        }
        // It is when things go wrong that people interfere.
        for trouble in api.troubles {
            for (event, _) in kinds where generator.chance(0.3) {
                schedule(event, at: trouble + generator.interval(.zero..."5s"))
            }
        }
    }

    mutating func schedule(_ event: Event, after time: Interval) { schedule(event, at: now.uptime + time) }

    private mutating func schedule(_ event: Event, at time: Uptime) {
        eventCount += 1
        events.insert(Entry(time: time, order: eventCount, event: event))
    }

    mutating func report(_ problem: String) {
        if problems.count < 20 { problems.append("\((now.wall - Stage.start).inSeconds) \(problem)") }
    }

    // MARK: Time

    /// Plays the night to its end. What broke a promise is in ``problems`` then.
    mutating func play() {
        var stillness = 0
        var steps = 0
        while !books.values.allSatisfy(\.isEnded) || scheduler?.isIdle == false {
            guard now.uptime < end + .hours(3), problems.count < 20 else { break }
            let wake = scheduler?.nextWake
            var next = events.min?.time
            if let wall = wake?.wall { next = min(next, now.uptime + (wall - now.wall)) }
            if let uptime = wake?.uptime { next = min(next, uptime) }
            guard let next else { break }
            if next > now.uptime {
                steps += 1
                if steps % 8 == 0 { checkSleep(until: next) }
                // A busy host wakes late, now and then.
                let late = !isCalm && generator.chance(0.1) ? generator.interval(.zero..."5ms") : .zero
                now = now.advanced(by: (next - now.uptime) + late)
                stillness = 0
            } else {
                stillness += 1
                if stillness > 20_000 { return report("time stands still") }
            }
            if let entry = events.min, entry.time <= now.uptime {
                events.removeMin()
                happen(entry.event)
            } else {
                give { $0.tick(at: $1, &$2) }
            }
        }
        for run in runs where books[run]?.isEnded != true { report("\(run) never ended") }
        checkPace()
        for run in runs where books[run]?.isEnded == true {
            for problem in books[run]!.problems(of: logs[run]!) { report("\(run): \(problem)") }
        }
        if !process.tellings.isEmpty { report("\(process.tellings.count) messages were never told how they ended") }
    }

    /// Nothing is to be done before the time at which the scheduler wants to be woken.
    private mutating func checkSleep(until wake: Uptime) {
        guard var sleeper = scheduler else { return }
        var actions: [Scheduler.Action] = []
        sleeper.tick(at: now.advanced(by: wake - now.uptime - Interval(nanoseconds: 1)), &actions)
        if let first = actions.first { report("slept over \(first)") }
    }

    private func min(_ left: Uptime?, _ right: Uptime) -> Uptime { left.map { Swift.min($0, right) } ?? right }

    // MARK: Events

    private mutating func happen(_ event: Event) {
        switch event {
        case .answer(let life, let id, let end):
            guard life == process.life else { return }
            if process.probe == id { process.probe = nil }
            give { $0.attemptEnded(id, end, at: $1, &$2) }
        case .command: command()
        case .tell: tell()
        case .edit:
            if let name = scripts.keys.sorted().randomElement(using: &generator) { edit(name) }
        case .stepClock:
            let step = generator.interval("-90s"..."90s")
            now.wall = now.wall + (generator.chance(0.5) ? step : Interval(nanoseconds: step.nanoseconds / 60))
            give { $0.tick(at: $1, &$2) }
        case .diskFull:
            isDiskFull = true
            schedule(.diskMended, after: generator.interval("100ms"..."40s"))
        case .diskMended: mendDisk()
        case .crash: arrangeCrash()
        case .terminate:
            give { $0.shutDown(at: $1, &$2) }
            schedule(.graceIsOver(life: process.life, nil), after: generator.interval("0"..."10s"))
        case .graceIsOver(let life, let run):
            guard life == process.life, scheduler != nil else { return }
            process.probe = nil
            give { $0.graceIsOver(for: run, at: $1, &$2) }
            guard run == nil else { return }
            if scheduler?.isIdle == false { report("the grace is over and something is still on its way") }
            endProcess(restartAfter: generator.interval("100ms"..."30s"))
        case .start: startProcess()
        case .settle: settle()
        }
    }

    private mutating func command() {
        guard let run = runs.randomElement(using: &generator) else { return }
        let timeline = books[run]!.timeline
        let messages = timeline.messages.map(\.id) + timeline.leftOut.map(\.id)
        let roll = Int.random(in: 0..<20, using: &generator)
        let command: Command =
            switch roll {
            case 0..<5: .hold
            case 5..<9: .go
            case 9..<14: .shift(.milliseconds(.random(in: -30_000...60_000, using: &generator)))
            case 14..<18: .skip(message: messages.randomElement(using: &generator)!)
            case 18: .cancel
            default: .stop
            }
        perform(command, on: run)
        if command == .stop {
            schedule(.graceIsOver(life: process.life, run), after: generator.interval("0"..."10s"))
        }
        // A show that is held is let go again, mostly.
        if command == .hold { schedule(.command, after: generator.interval("0"..."20s")) }
    }

    private mutating func perform(_ command: Command, on run: RunID) {
        give { scheduler, now, actions in try? scheduler.perform(command, on: run, at: now, &actions) }
    }

    private mutating func edit(_ name: String) {
        scripts[name]?.edit(using: &generator)
        let timeline = scripts[name]!.timeline
        for run in runs where run.timeline == name {
            guard let status = scheduler?.status(at: now).last(where: { $0.run == run }),
                [.waiting, .playing, .held].contains(status.state)
            else { continue }
            books[run]?.reload(timeline, version: scripts[name]!.version)
            give { $0.reload(run, timeline, at: $1, &$2) }
        }
    }

    private mutating func settle() {
        api.mend(at: now.uptime)
        if isDiskFull { mendDisk() }
        let statuses = scheduler?.status(at: now) ?? []
        for status in statuses where books[status.run]?.isEnded == false {
            if status.state == .held { perform(.go, on: status.run) }
            // Some are far too long to be waited for.
            if isSettling, books[status.run]!.isLong { perform(.cancel, on: status.run) }
        }
        if scheduler != nil, scheduler!.isIdle, statuses.contains(where: { $0.state == .stopped }) {
            endProcess(restartAfter: "1s")
        }
        isSettling = true
        schedule(.settle, after: "40s")
    }
}
