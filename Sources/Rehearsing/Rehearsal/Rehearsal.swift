package import Scheduling
package import ShowTime
import Timelines

/// Plays a show in virtual time, with the scheduler, pacer, retries and records of the night. The delays of the network and all
/// chance are drawn from a seed. The same runs, settings and seed give the same records.
///
/// ``step(most:)`` moves the time from one event to the next; ``takeRecords()`` gives the records that the logs are made of.
package struct Rehearsal: Sendable {
    package struct Settings: Sendable {
        /// Calls a second of the account; nil is unlimited.
        package var rate: Double?
        /// Calls a second of one room; nil is unlimited.
        package var roomRate: Double?
        /// The seed of all random numbers.
        package var seed: UInt64
        /// How long the show stands where the timeline holds it.
        package var holdTime: Interval

        package init(rate: Double?, roomRate: Double?, seed: UInt64, holdTime: Interval = .zero) {
            self.rate = rate
            self.roomRate = roomRate
            self.seed = seed
            self.holdTime = holdTime
        }
    }

    package let runs: [RehearsedRun]
    private let settings: Settings
    private var driver: VirtualDriver<RehearsalWorld.Event>
    private var world: RehearsalWorld
    /// When it was first seen that no delivery had ended for long and that no timeline has more to come.
    private var quietSince: Uptime?
    private var isOver = false
    /// Whether it was given up because nothing ended any more.
    package private(set) var isStuck = false
    /// The runs that were held when it was given up, with nobody to let them go on.
    package private(set) var runsLeftHeld: [RunID] = []

    /// - Parameters:
    ///   - commands: those of an operator, each on one of the runs.
    ///   - api: makes the API at the other end, given the first moment of the rehearsal and when the first of the shows starts by
    ///     the uptime clock.
    package init(
        _ runs: [RehearsedRun], settings: Settings, commands: [RehearsedCommand] = [],
        api: (_ begin: Instant, _ showStart: Uptime) -> any RehearsedAPI
    ) {
        self.runs = runs
        self.settings = settings
        var configuration = Scheduler.Configuration(rate: settings.rate, roomRate: settings.roomRate)
        configuration.mostInFlight = Scheduler.Configuration.mostInFlight(forRate: settings.rate)
        configuration.seed = settings.seed
        let firsts = runs.map { $0.id.start + $0.timeline.firstOffset } + commands.map(\.time)
        let first = firsts.min() ?? Instant(nanoseconds: 0)
        let begin = first.wholeMilliseconds - Interval.seconds(1)
        let showStart = runs.map(\.id.start).min() ?? begin
        driver = VirtualDriver(configuration, at: Moment(wall: begin, uptime: .zero))
        world = RehearsalWorld(
            runs, commands: commands, holdTime: settings.holdTime, api: api(begin, Uptime.zero + (showStart - begin)),
            seed: settings.seed)
        for (index, command) in commands.enumerated() {
            driver.schedule(.command(index), at: Uptime.zero + (command.time - begin))
        }
        for run in runs { driver.give(in: &world) { $0.load(run.id, run.timeline, at: $1) } }
    }

    // MARK: Time

    package var now: Moment { driver.now }

    /// Returns when something happens next, perhaps at once; nil where it is all over.
    package var next: Moment? { isOver || driver.scheduler.isIdle ? nil : driver.next }

    /// Moves the time to ``next`` and processes what happens then.
    ///
    /// - Parameter most: the maximum number of such steps; fewer where it is over before.
    package mutating func step(most: Int = 1) {
        for _ in 0..<most {
            guard !isOver, !driver.scheduler.isIdle, driver.step(in: &world) else { break }
            if now.uptime - world.lastProgress > patience { giveUpIfStuck() }
        }
        if !isOver, !driver.scheduler.isIdle, driver.next == nil { giveUp() }
    }

    private mutating func giveUpIfStuck() {
        if let quietSince, quietSince < world.lastProgress { self.quietSince = nil }
        // Only while nothing is on its way: then all that is left is waiting.
        guard driver.scheduler.attemptsInFlight == 0, world.ordersToCome == 0,
            driver.scheduler.status(at: now).runs.allSatisfy({ $0.next == nil || $0.state == .held })
        else { return }
        let since = quietSince ?? now.uptime
        quietSince = since
        guard now.uptime - since > patience else { return }
        giveUp()
    }

    private mutating func giveUp() {
        isStuck = true
        runsLeftHeld = driver.scheduler.status(at: now).runs.filter { $0.state == .held }.map(\.run)
        stop()
    }

    /// When nothing more is to come in any timeline, and no delivery has ended for this long, none will. On the night the show
    /// would wait for an operator to mend what is wrong; here there is none.
    private var patience: Interval {
        let spacings = settings.rate.map { Interval(nanoseconds: Int64(min(3e9 / $0, 1e18))) } ?? .zero
        return max(.hours(1), spacings)
    }

    /// Ends it before its time: calls on their way have no answer, and the logs have no end.
    package mutating func stop() {
        guard !isOver else { return }
        isOver = true
        driver.give(in: &world) {
            $0.shutDown(at: $1)
            $0.graceIsOver(at: $1)
        }
    }

    // MARK: Its state

    /// Takes what was recorded since the last call, in its order.
    package mutating func takeRecords() -> [Record] {
        var taken: [Record] = []
        taken.reserveCapacity(world.records.count)
        swap(&taken, &world.records)
        return taken
    }

    /// The operator's commands, and what became of each.
    package var commands: [(command: RehearsedCommand, fate: RehearsedCommand.Fate)] {
        Array(zip(world.commands, world.fates))
    }

    /// The inputs that no command gave.
    package var assumedInputs: [AssumedInput] { world.assumed }

    /// The tallies of the runs that have ended.
    package var ended: [RunID: Tally] { world.ended }

    /// - Parameter moment: by virtual time, at or after ``now`` and before ``next``.
    package func status(at moment: Moment) -> SchedulerStatus { driver.scheduler.status(at: moment) }

    /// What the other end saw, and which promises were broken.
    package var findings: RehearsalFindings {
        var checker = world.checker
        if let rate = settings.rate, let quota = world.api.quota, rate <= Double(quota) {
            checker.checkPace(world.api.mostPerSecond, quota: max(1, Int(rate.rounded(.up))))
        }
        var findings = checker.findings
        findings.received = world.api.received
        findings.faultHits = world.api.faultHits
        findings.mostPerSecond = world.api.mostPerSecond
        findings.quota = world.api.quota
        return findings
    }
}
