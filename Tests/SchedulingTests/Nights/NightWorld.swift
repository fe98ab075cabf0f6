import Rehearsing
import ShowTime
import TestSupport
import Timelines

@testable import Scheduling

/// The world of a simulated night: it writes before it sends, disturbs the show, and holds it to its promises.
struct NightWorld: VirtualWorld {
    typealias Driver = VirtualDriver<Event>

    /// What happens to the show from outside.
    enum Event {
        case answer(life: Int, Attempt.ID, AttemptEnd)
        case probeAnswer(life: Int, Probe.ID, AttemptEnd)
        case command
        /// Whoever gave a command heard no answer, and gives it once more.
        case repetition(Command, RunID, id: String)
        case send
        case edit
        case stepClock
        case diskFull
        case diskMended
        case diskStall
        /// Now, or soon after something leaves next.
        case losePower
        case powerLost
        case disk(life: Int, RunID, NightDisk.Work)
        case crash
        case terminate
        /// Of one run, or of all.
        case graceIsOver(life: Int, RunID?)
        /// Whoever asked for a direct send waits for its turn no longer.
        case giveUp(life: Int, Attempt.ID)
        case start
        /// From here on nothing disturbs the show any more, and everything that stands still is set going again.
        case settle
    }

    var generator: SeededGenerator
    let configuration: Scheduler.Configuration
    var api: NightAPI
    /// The files that operators edit, by name.
    var scripts: [String: NightTimeline] = [:]
    /// In the order in which they are loaded.
    private(set) var runs: [RunID] = []
    var books: [RunID: NightBook] = [:]
    var process = NightProcess()
    var logs: [RunID: MemoryLog] = [:]
    var isDiskFull = false
    var disk = NightDisk()
    private(set) var problems: [String] = []
    private var commandCount = 0
    private let isCalm: Bool
    private var isSettling = false

    /// - Parameter isCalm: nothing goes wrong and no operator interferes.
    init(
        _ configuration: Scheduler.Configuration, _ generator: SeededGenerator, from begin: Moment, until end: Uptime,
        isCalm: Bool
    ) {
        var generator = generator
        self.configuration = configuration
        self.isCalm = isCalm
        api = NightAPI(using: &generator, from: begin.uptime, until: end)
        self.generator = generator
        if isCalm { api.mend(at: begin.uptime) }
        writeTimelines(at: begin)
    }

    private mutating func writeTimelines(at now: Moment) {
        // Every fifth night one of several shows has hundreds of deliveries at once.
        let hasNeighbour = !isCalm && generator.chance(0.2)
        for number in 1...Int.random(in: hasNeighbour ? 2...4 : 1...3, using: &generator) {
            let isLoud = hasNeighbour && number == 1
            let script = NightTimeline(name: "show-\(number)", isLoud: isLoud, using: &generator)
            scripts[script.name] = script
            let isNow = !isCalm && generator.chance(0.3)
            let starts = generator.chance(0.2) ? 2 : 1
            for _ in 0..<starts {
                let start = isNow ? now.wall : TestShow.start + .seconds(.random(in: 0...20, using: &generator))
                let id = RunID(timeline: script.name, start: start)
                guard books[id] == nil else { continue }
                runs.append(id)
                books[id] = NightBook(id, script.timeline, skipsBeforeStart: isNow, claimWait: claimWait)
                logs[id] = MemoryLog()
            }
        }
    }

    /// Each night has its own troubles: little or none of most, plenty of some.
    mutating func scheduleDisturbances(_ driver: inout Driver, until end: Uptime) {
        let now = driver.now.uptime
        let kinds: [(Event, most: Int)] = [
            (.command, 30), (.send, 10), (.edit, 20), (.stepClock, 5), (.diskFull, 5), (.crash, 12), (.terminate, 4),
            (.diskStall, 4), (.losePower, 6),
        ]
        for (event, most) in kinds {
            let share = [0, 0, 0.1, 0.3, 1].randomElement(using: &generator)!
            for _ in 0..<Int.random(in: 0...Int(Double(most) * share), using: &generator) {
                driver.schedule(event, at: now + generator.interval(.zero...(end - now)))
            }
        }
        // It is when things go wrong that people interfere.
        for trouble in api.troubles {
            for (event, _) in kinds where generator.chance(0.3) {
                driver.schedule(event, at: trouble + generator.interval(.zero..."5s"))
            }
        }
    }

    /// How long a delivery may wait for its claim without being too late because of that.
    var claimWait: Interval { configuration.durability == .process ? .zero : Scheduler.claimPause }

    mutating func report(_ problem: String, at now: Moment) {
        if problems.count < 20 { problems.append("\((now.wall - TestShow.start).inSeconds) \(problem)") }
    }

    var haveAllEnded: Bool { books.values.allSatisfy(\.isEnded) }

    /// Looks at the logs when the night is over.
    mutating func finish(at now: Moment) {
        for run in runs where books[run]?.isEnded != true { report("\(run) never ended", at: now) }
        checkPace(at: now)
        for run in runs where books[run]?.isEnded == true {
            for problem in books[run]!.problems(of: logs[run]!) { report("\(run): \(problem)", at: now) }
        }
        if !process.directSends.isEmpty {
            report("\(process.directSends.count) direct sends never ended", at: now)
        }
    }

    // MARK: Events

    mutating func happen(_ event: Event, _ driver: inout Driver) {
        switch event {
        case .answer(let life, let id, let end):
            guard life == process.life else { return }
            give(&driver) { $0.attemptEnded(id, end, at: $1) }
        case .probeAnswer(let life, let id, let end):
            guard life == process.life else { return }
            process.probe = nil
            give(&driver) { $0.probeEnded(id, end, at: $1) }
        case .command: command(&driver)
        case .repetition(let command, let run, let id): perform(command, on: run, id: id, &driver)
        case .send: send(&driver)
        case .edit:
            if let name = scripts.keys.sorted().randomElement(using: &generator) { edit(name, &driver) }
        case .stepClock:
            give(&driver) { _, _ in }
            let step = generator.interval("-90s"..."90s")
            driver.stepWallClock(by: generator.chance(0.5) ? step : Interval(nanoseconds: step.nanoseconds / 60))
            for run in runs where process.isAlive { books[run]?.wallClockWasSet(at: driver.now) }
            give(&driver) { _, _ in }
        case .diskFull:
            isDiskFull = true
            driver.schedule(.diskMended, after: generator.interval("100ms"..."40s"))
        case .diskMended: mendDisk(&driver)
        case .diskStall: disk.stalledUntil = driver.now.uptime + generator.interval("100ms"..."15s")
        case .losePower: arrangePowerLoss(&driver)
        case .powerLost: losePower(&driver)
        case .disk(let life, let run, let work):
            guard life == process.life, process.isAlive else { return }
            happen(work, of: run, &driver)
        case .crash: arrangeCrash(&driver)
        case .terminate:
            give(&driver) { $0.shutDown(at: $1) }
            driver.schedule(.graceIsOver(life: process.life, nil), after: generator.interval("0"..."10s"))
        case .giveUp(let life, let id):
            guard life == process.life else { return }
            give(&driver) { scheduler, _ in scheduler.takeBack(id, because: "it waited too long") }
        case .graceIsOver(let life, let run):
            guard life == process.life, process.isAlive else { return }
            give(&driver) { $0.graceIsOver(for: run, at: $1) }
            guard run == nil, process.isAlive else { return }
            if !driver.scheduler.isIdle {
                report("the grace is over and something is still on its way", at: driver.now)
            }
            endProcess(restartAfter: generator.interval("100ms"..."30s"), &driver)
        case .start: startProcess(&driver)
        case .settle: settle(&driver)
        }
    }

    private mutating func command(_ driver: inout Driver) {
        guard let run = runs.randomElement(using: &generator) else { return }
        let timeline = books[run]!.timeline
        let messages = timeline.messages.map(\.id) + timeline.leftOut.map(\.id)
        let roll = Int.random(in: 0..<32, using: &generator)
        // Most deliveries that wait or have ended are of a repeat's first occurrences.
        let occurrence = generator.chance(0.5) ? Int.random(in: 1...6, using: &generator) : nil
        let room = generator.chance(0.3) ? ["0", "1", "2"].randomElement(using: &generator)! : nil
        var cue = CueSelector(messages.randomElement(using: &generator)!, occurrence: occurrence, room: room)
        // Operators look at what comes next.
        if [14..<18, 24..<28].contains(where: { $0.contains(roll) }), generator.chance(0.5),
            let next = nextCues(of: run, &driver).randomElement(using: &generator)
        {
            (cue.message, cue.occurrence) = (next.message, next.occurrence)
        }
        if let input = timeline.inputs.randomElement(using: &generator), generator.chance(0.3) {
            let value = NightInput.typed.randomElement(using: &generator)!
            perform(.set(name: input.name, value: value), on: run, &driver)
            if generator.chance(0.3) { perform(.set(name: input.name, value: value), on: run, &driver) }
            return
        }
        let command: Command =
            switch roll {
            case 0..<5: .hold
            case 5..<9: .go
            case 9..<14: .shift(.milliseconds(.random(in: -30_000...60_000, using: &generator)))
            case 14..<18: .skip(cue)
            case 18: .cancel
            case 19: .stop
            case 20..<24: .unskip(cue)
            case 24..<28: .fire(cue)
            default: .again(cue, notShown: generator.chance(0.5))
            }
        perform(command, on: run, &driver)
        if command == .stop {
            driver.schedule(.graceIsOver(life: process.life, run), after: generator.interval("0"..."10s"))
        }
        // A show that is held is let go again, mostly.
        if command == .hold { driver.schedule(.command, after: generator.interval("0"..."20s")) }
    }

    private mutating func nextCues(of run: RunID, _ driver: inout Driver) -> [Cue] {
        guard process.isAlive else { return [] }
        let snapshot = driver.scheduler.snapshot(at: driver.now)
        for shown in snapshot.runs where shown.status.isPlaying {
            let waiting = driver.scheduler.queue.deliveries(ofRun: shown.run.number)
            let late = waiting.count { shown.now - $0.due > .seconds(1) }
            if shown.late != late { report("\(shown.id): late \(late), shown \(shown.late)", at: driver.now) }
        }
        return snapshot.runs.last { $0.status.run == run }?.upcoming(most: 3) ?? []
    }

    /// Gives a command under an id of its own. Now and then it is given once more, whatever has become of it and of the process.
    private mutating func perform(_ command: Command, on run: RunID, _ driver: inout Driver) {
        commandCount += 1
        let id = "command-\(commandCount)"
        perform(command, on: run, id: id, &driver)
        if generator.chance(0.2) {
            driver.schedule(.repetition(command, run, id: id), after: generator.interval("0"..."40s"))
        }
    }

    private mutating func perform(_ command: Command, on run: RunID, id: String, _ driver: inout Driver) {
        give(&driver) { scheduler, now in
            _ = try? scheduler.perform(command, on: run, from: CommandOrigin(id: id), at: now)
        }
    }

    private mutating func edit(_ name: String, _ driver: inout Driver) {
        scripts[name]?.edit(using: &generator)
        let timeline = scripts[name]!.timeline
        for run in runs where run.timeline == name {
            guard let status = driver.scheduler.status(at: driver.now).runs.last(where: { $0.run == run }),
                [.waiting, .playing, .held].contains(status.state)
            else { continue }
            books[run]?.edit(timeline)
            let sha256 = scripts[name]!.sha256
            give(&driver) { $0.reload(run, timeline, sha256: sha256, at: $1) }
        }
    }

    private mutating func settle(_ driver: inout Driver) {
        api.mend(at: driver.now.uptime)
        if isDiskFull { mendDisk(&driver) }
        disk.stalledUntil = driver.now.uptime
        disk.isDoomed = false
        let statuses = driver.scheduler.status(at: driver.now).runs
        for status in statuses where books[status.run]?.isEnded == false {
            if status.state == .held {
                for name in status.holdInputs {
                    for value in NightInput.safe { perform(.set(name: name, value: value), on: status.run, &driver) }
                }
                perform(.go, on: status.run, &driver)
            }
            // Some are far too long to be waited for.
            if isSettling, books[status.run]!.isLong { perform(.cancel, on: status.run, &driver) }
        }
        if process.isAlive, driver.scheduler.isIdle, statuses.contains(where: { $0.state == .stopped }) {
            endProcess(restartAfter: "1s", &driver)
        }
        isSettling = true
        driver.schedule(.settle, after: "40s")
    }
}
