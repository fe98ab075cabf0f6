package import Rehearsing
package import Scheduling
package import ShowTime
package import Timelines

/// A scheduler with a clock that moves only when told, an API that answers as the test says, and logs in memory.
///
/// What happens is a list of ``lines``, each beginning with the seconds since ``start`` by the wall clock:
///
///     0.000 > a#1@1           an attempt leaves; the second one of a delivery ends in "(2)"
///     0.100 a#1@1 sent        a result; its reason follows after a colon
///     0.100 end of 1: sent 1
package struct TestShow {
    /// The start of runs that do not say otherwise.
    package static let start = Instant.seconds(1_800_000_000)
    package static let run = RunID(timeline: "show", start: start)

    package var driver: VirtualDriver<TestWorld.Event>
    package var world = TestWorld()
    /// The result of the last command that was not refused.
    package private(set) var lastResult: CommandResult?
    /// The boot id of the host.
    private var boot = "first"
    private let configuration: Scheduler.Configuration

    package init(
        rate: Double? = nil, roomRate: Double? = nil, mostInFlight: Int? = nil, durability: Durability = .process,
        at offset: Interval = .zero
    ) {
        var configuration = Scheduler.Configuration(rate: rate, roomRate: roomRate)
        configuration.durability = durability
        if let mostInFlight { configuration.mostInFlight = mostInFlight }
        self.configuration = configuration
        let now = Moment(wall: Self.start + offset, uptime: Uptime(nanoseconds: 5_000_000_000))
        driver = VirtualDriver(configuration, at: now)
        world.now = now
    }

    /// A show of `messages`, loaded at `offset` from its start.
    package init(
        _ messages: String, defaults: String = "rooms: r1", rate: Double? = nil, roomRate: Double? = nil,
        mostInFlight: Int? = nil, durability: Durability = .process, at offset: Interval = .seconds(-1)
    ) {
        self.init(
            rate: rate, roomRate: roomRate, mostInFlight: mostInFlight, durability: durability, at: offset)
        load(TestTimeline.timeline(messages, defaults: defaults))
    }

    package var scheduler: Scheduler { driver.scheduler }
    package var now: Moment { driver.now }
    package var status: SchedulerStatus { scheduler.status(at: now) }
    package var lines: [String] { world.lines }
    package var records: [Record] { world.records }
    package var attempts: [Attempt] { world.attempts }
    package var logs: [RunID: MemoryLog] { world.logs }

    /// Answers to come, by delivery (`a#1@1`), or by message or room id where the delivery has none left.
    package var answers: [String: [Answer]] {
        get { world.answers }
        set { world.answers = newValue }
    }
    /// How everything else is answered.
    package var otherwise: Answer {
        get { world.otherwise }
        set { world.otherwise = newValue }
    }

    /// Answers to probes to come; all others are answered as ``otherwise`` says.
    package var probeAnswers: [Answer] {
        get { world.probeAnswers }
        set { world.probeAnswers = newValue }
    }

    // MARK: Inputs

    package mutating func load(
        _ timeline: Timeline, start: Instant = start, recovery: RunRecovery? = nil, skipsBeforeStart: Bool = false,
        isOver: Bool = false
    ) {
        let id = RunID(timeline: timeline.name, start: start)
        world.timelines[id] = timeline
        let kept = recovery?.clock(onBoot: boot) ?? RunClock()
        let time = kept.moment(at: now)
        let header = RunHeader(
            time: time.wall, run: id, mode: .live, appID: 1, host: "h", planned: nil,
            sha256: Self.sha256(of: timeline), isResumed: recovery != nil, version: "0", boot: boot,
            uptimeAtStart: time.uptime(at: start))
        world.logs[id, default: MemoryLog()].append(.run(header))
        give {
            $0.load(
                id, timeline, recovery: recovery, skipsBeforeStart: skipsBeforeStart, isOver: isOver,
                clock: kept.logged(in: header), at: $1)
        }
    }

    package mutating func reload(_ messages: String, defaults: String = "rooms: r1") {
        let timeline = TestTimeline.timeline(messages, defaults: defaults)
        world.timelines[Self.run] = timeline
        give { $0.reload(Self.run, timeline, sha256: Self.sha256(of: timeline), at: $1) }
    }

    /// Stands in for the hash of a file: each timeline that is loaded has another.
    private static func sha256(of timeline: Timeline) -> String { "\(ObjectIdentifier(timeline))" }

    /// Carries out a command. Returns why it was refused.
    @discardableResult
    package mutating func perform(
        _ command: Command, on run: RunID = run, from origin: CommandOrigin = CommandOrigin()
    ) -> CommandError? {
        do throws(CommandError) {
            lastResult = try give { scheduler, now throws(CommandError) in
                try scheduler.perform(command, on: run, from: origin, at: now)
            }
            return nil
        } catch {
            return error
        }
    }

    package mutating func panic() -> [RunID] { give { $0.panic(at: $1) } }

    package mutating func shutDown() { give { $0.shutDown(at: $1) } }

    package mutating func graceIsOver(for run: RunID? = nil) { give { $0.graceIsOver(for: run, at: $1) } }

    @discardableResult
    package mutating func send(_ content: String, room: String = "1", category: Category = .chat) -> Attempt.ID {
        give { $0.send(roomID: room, sender: Sender(id: "host"), category: category, content: content, at: $1) }
    }

    /// Takes back a message: whoever asked for it does not wait for its turn any longer.
    package mutating func takeBack(_ id: Attempt.ID, because reason: String) {
        give { scheduler, _ in scheduler.takeBack(id, because: reason) }
    }

    package mutating func attemptEnded(_ id: Attempt.ID, _ end: AttemptEnd) {
        give { $0.attemptEnded(id, end, at: $1) }
    }

    package mutating func claimed(_ id: Claim.ID) { give { $0.claimed(id, at: $1) } }

    package mutating func claimFailed(_ id: Claim.ID) { give { $0.claimFailed(id, at: $1) } }

    package mutating func withdraw(_ id: Attempt.ID) { give { $0.withdraw(id, at: $1) } }

    /// Drops what was written to the log since it had `count` records: the power failed before it was on the disk.
    package mutating func forget(after count: Int) { world.logs[Self.run]?.forget(after: count) }

    /// Replaces the log with one that the process has written again, from what it knew.
    package mutating func writeLogAgain(of timeline: Timeline) {
        let book = world.logs[Self.run]!.recovery(for: timeline).book
        var log = MemoryLog()
        for record in book.records(restoredAt: now.wall, run: Self.run, because: "lost") { log.append(record) }
        world.logs[Self.run] = log
    }

    /// Lets nothing be written from now on. The scheduler does not know yet.
    package mutating func breakLog() { world.isLogBroken = true }

    /// Makes the disk stop answering claims.
    package mutating func stallDisk() { world.claimTime = nil }

    /// Makes the disk answer claims again, those included that it has not answered.
    package mutating func mendDisk() {
        world.claimTime = .milliseconds(20)
        for id in world.takeWaitingClaims() { give { $0.claimed(id, at: $1) } }
    }

    /// The names of the deliveries of each claim.
    package var claims: [[String]] { world.claims.map { $0.claim.deliveries.map(\.name) } }

    package mutating func mendLog() {
        world.mendLog()
        give { $0.setBlocked(false, at: $1) }
    }

    /// Steps the wall clock, as an administrator does who sets it.
    package mutating func stepClock(by interval: Interval) {
        driver.stepWallClock(by: interval)
        give { $0.tick(at: $1) }
    }

    /// Restarts the host: its uptime begins anew, and processes cannot tell how long it was down.
    package mutating func reboot(downFor pause: Interval = .seconds(60)) {
        boot += "'"
        crash(downFor: pause, uptime: .zero + .seconds(20))
    }

    /// kill -9, a pause, and the same command again, perhaps with another timeline.
    ///
    /// - Parameters:
    ///   - clockStep: by how much the wall clock was set meanwhile.
    ///   - uptime: the host's uptime then; nil where it just goes on.
    ///   - claimed: what was claimed when the power failed; nil where it did not. The log has all but what the test cut off.
    package mutating func crash(
        downFor pause: Interval = .seconds(1), timeline: Timeline? = nil, isOver: Bool = false,
        clockStep: Interval = .zero, uptime: Uptime? = nil, claimed: [ClaimedDelivery]? = nil
    ) {
        world.crash(at: now)
        if claimed != nil { boot += "'" }
        let then = now.advanced(by: pause)
        driver = VirtualDriver(configuration, at: Moment(wall: then.wall + clockStep, uptime: uptime ?? then.uptime))
        world.now = now
        for (id, loaded) in world.timelines.sorted(by: { $0.key.timeline < $1.key.timeline }) {
            let timeline = timeline ?? loaded
            let claims = claimed.map { ClaimRecord(time: now.wall - pause, run: id, boot: "before", deliveries: $0) }
            let recovery = world.logs[id]!.recovery(
                for: timeline, sha256: Self.sha256(of: timeline), claims: claims)
            guard recovery.end == nil else { continue }
            load(timeline, start: id.start, recovery: recovery, isOver: isOver)
        }
    }

    // MARK: Time

    /// Lets time pass until `offset` from ``start`` by the wall clock, waking the scheduler whenever it wants to be.
    package mutating func play(until offset: Interval) {
        let end = now.advanced(by: (Self.start + offset) - now.wall)
        give { $0.tick(at: $1) }
        var stillness = 0
        while now.uptime < end.uptime || driver.next.map({ $0.uptime <= end.uptime }) ?? false {
            let before = now.uptime
            _ = driver.step(in: &world, until: end)
            stillness = now.uptime > before ? 0 : stillness + 1
            precondition(stillness < 100_000, "time stands still: the scheduler wants to be woken again and again")
        }
    }

    package mutating func play(for time: Interval) { play(until: (now.wall - Self.start) + time) }

    @discardableResult
    private mutating func give<Result, Failure: Error>(
        _ input: (inout Scheduler, Moment) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        world.now = now
        return try driver.give(in: &world, input)
    }
}
