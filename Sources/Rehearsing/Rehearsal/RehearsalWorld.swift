import Scheduling
import ShowTime
import Timelines

/// The world around the scheduler of a rehearsal: a network with delays, an API, and an operator with a list of commands, who
/// also ends each hold of the timeline after a given time.
struct RehearsalWorld: VirtualWorld {
    enum Event: Sendable {
        case arrival(Attempt, sent: Moment)
        case answer(Attempt.ID, AttemptEnd)
        case probeArrival(Probe, sent: Moment)
        case probeAnswer(Probe.ID, AttemptEnd)
        case command(Int)
        /// Ends a hold of the timeline, unless it was ended, or taken over by an operator.
        case go(RunID, hold: Int)
    }

    private(set) var api: any RehearsedAPI
    private(set) var checker: PromiseChecker
    private(set) var ended: [RunID: Tally] = [:]
    /// When a delivery last ended.
    private(set) var lastProgress = Uptime.zero
    var records: [Record] = []
    let commands: [RehearsedCommand]
    /// What became of each of the commands.
    private(set) var fates: [RehearsedCommand.Fate]
    /// Commands whose time is still to come, and holds that will be ended.
    private(set) var ordersToCome: Int
    private let holdTime: Interval
    /// How often each run was held or went on. This number tells one hold from the next.
    private var holdCounts: [RunID: Int] = [:]
    /// Runs that wait for an input that a command will give, and for nothing else.
    private var awaiting: Set<RunID> = []
    /// The inputs that nobody gave, with the values taken for them.
    private(set) var assumed: [AssumedInput] = []
    private var delays: NetworkDelays
    /// How long a call waits for its answer.
    private static let callTimeout = Interval.seconds(10)

    /// - Parameter holdTime: how long a hold of the timeline lasts.
    init(
        _ runs: [RehearsedRun], commands: [RehearsedCommand], holdTime: Interval, api: any RehearsedAPI, seed: UInt64
    ) {
        self.api = api
        self.commands = commands
        self.holdTime = holdTime
        fates = commands.map { _ in .neverGiven }
        ordersToCome = commands.count
        delays = NetworkDelays(seed: seed)
        checker = PromiseChecker(runs)
    }

    mutating func happen(_ event: Event, _ driver: inout VirtualDriver<Event>) {
        switch event {
        case .arrival(let attempt, let sent): arrive(attempt, sent: sent, &driver)
        case .answer(let id, let end): driver.scheduler.attemptEnded(id, end, at: driver.now)
        case .probeArrival(let probe, let sent):
            let (end, time) = ended(api.answer(probe, sent: sent, arrival: driver.now), sent: sent, driver.now)
            driver.schedule(.probeAnswer(probe.id, end), at: time)
        case .probeAnswer(let id, let end): driver.scheduler.probeEnded(id, end, at: driver.now)
        case .command(let index):
            ordersToCome -= 1
            let command = commands[index]
            do throws(CommandError) {
                try driver.scheduler.perform(command.command, on: command.run, at: driver.now)
                fates[index] = .done
            } catch {
                fates[index] = .refused(error)
            }
            if awaiting.remove(command.run) != nil { go(command.run, &driver) }
        case .go(let run, let hold):
            ordersToCome -= 1
            if holdCounts[run] == hold { go(run, &driver) }
        }
    }

    private mutating func go(_ run: RunID, _ driver: inout VirtualDriver<Event>) {
        let status = driver.scheduler.status(at: driver.now).runs.last { $0.run == run }
        for name in status?.holdInputs ?? [] {
            if isToBeGiven(name, to: run) {
                awaiting.insert(run)
                return
            }
            guard let input = driver.scheduler.input(named: name, of: run) else { continue }
            // The longest value, unless nothing can be sent with it.
            for value in [input.sample, "W"] {
                let command = Command.set(name: name, value: value)
                guard (try? driver.scheduler.perform(command, on: run, at: driver.now)) != nil else { continue }
                assumed.append(AssumedInput(run: run, name: name, value: value))
                break
            }
        }
        // A run that has ended in the meantime cannot go on.
        _ = try? driver.scheduler.perform(.go, on: run, at: driver.now)
    }

    /// Whether a command that is still to come gives an input its value.
    private func isToBeGiven(_ name: String, to run: RunID) -> Bool {
        zip(commands, fates).contains { command, fate in
            guard case .set(name, _) = command.command else { return false }
            return command.run == run && fate == .neverGiven
        }
    }

    private mutating func arrive(_ attempt: Attempt, sent: Moment, _ driver: inout VirtualDriver<Event>) {
        let answer = api.answer(attempt, sent: sent, arrival: driver.now)
        if answer.isShown { checker.takeShown(attempt) }
        let (end, time) = ended(answer, sent: sent, driver.now)
        driver.schedule(.answer(attempt.id, end), at: time)
    }

    /// Returns how a call ends with an answer, and when the sender knows it.
    private mutating func ended(
        _ answer: RehearsedAnswer, sent: Moment, _ arrival: Moment
    ) -> (end: AttemptEnd, time: Uptime) {
        var time = arrival.uptime + answer.delay + delays.back()
        var end = answer.end ?? api.timeout
        let deadline = sent.uptime + Self.callTimeout
        if answer.end == nil || (time >= deadline && end.kind != .notSent) {
            end = api.timeout
            time = deadline
        }
        if end.kind != .notSent { end.handedOver = sent.uptime }
        end.took = time - sent.uptime
        return (end, time)
    }

    mutating func carryOut(_ actions: [Scheduler.Action], _ driver: inout VirtualDriver<Event>) {
        for action in actions {
            switch action {
            case .record(let record): take(record, &driver)
            case .attempt(let attempt):
                if let record = attempt.record { records.append(.attempt(record)) }
                driver.schedule(.arrival(attempt, sent: driver.now), after: delays.there())
            case .ended(let run, let tally): ended[run] = tally
            case .probe(let probe):
                driver.schedule(.probeArrival(probe, sent: driver.now), after: delays.there())
            case .stopped, .directSendEnded, .claim, .claimsOverdue: break
            }
        }
    }

    private mutating func take(_ record: Record, _ driver: inout VirtualDriver<Event>) {
        records.append(record)
        switch record {
        case .result(let result):
            if result.outcome.isFinal { lastProgress = driver.now.uptime }
            checker.take(result)
        case .control(let control):
            checker.take(control)
            switch control.action {
            case .hold, .go: holdCounts[control.run, default: 0] += 1
            case .holdBefore:
                let hold = holdCounts[control.run, default: 0] + 1
                holdCounts[control.run] = hold
                guard holdTime > .zero else { return go(control.run, &driver) }
                ordersToCome += 1
                driver.schedule(.go(control.run, hold: hold), after: holdTime)
            default: break
            }
        case .end(let end): checker.take(end)
        case .run, .attempt: break
        }
    }
}
