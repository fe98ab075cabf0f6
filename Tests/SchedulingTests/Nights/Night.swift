import Rehearsing
import Scheduling
import ShowTime
import TestSupport
import Timelines

/// A whole night in virtual time: timelines, an API, logs, operators, a clock and a process that can die, all from one seed.
struct Night {
    private var driver: VirtualDriver<NightWorld.Event>
    private(set) var world: NightWorld
    private let end: Uptime
    private let isCalm: Bool

    static let begin = Moment(wall: TestShow.start - "10s", uptime: Uptime(nanoseconds: 3_000_000_000_000))

    /// - Parameter isCalm: nothing goes wrong and no operator interferes.
    init(seed: UInt64, isCalm: Bool = false) {
        var generator = SeededGenerator(seed: seed)
        self.isCalm = isCalm
        end = Self.begin.uptime + generator.interval("20s"..."150s")
        var configuration = Scheduler.Configuration(
            rate: isCalm ? nil : [nil, 1, 5, 30, 100].randomElement(using: &generator)!,
            roomRate: isCalm ? nil : [nil, nil, 1, 5, 20].randomElement(using: &generator)!)
        configuration.seed = seed
        configuration.durability = Durability.allCases.randomElement(using: &generator)!
        if !isCalm, generator.chance(0.2) { configuration.mostInFlight = .random(in: 1...5, using: &generator) }
        driver = VirtualDriver(configuration, at: Self.begin)
        world = NightWorld(configuration, generator, from: Self.begin, until: end, isCalm: isCalm)
        driver.schedule(.start, after: .zero)
        driver.schedule(.settle, at: end)
        if !isCalm { world.scheduleDisturbances(&driver, until: end) }
    }

    var problems: [String] { world.problems }
    var runs: [RunID] { world.runs }
    var claims: Bool { world.configuration.durability != .process }
    var logs: [RunID: MemoryLog] { world.logs }

    /// Plays the night to its end. What broke a promise is in ``problems`` then.
    mutating func play() {
        var stillness = 0
        var steps = 0
        while !world.haveAllEnded || !driver.scheduler.isIdle {
            guard driver.now.uptime < end + .hours(3), problems.count < 20, let next = driver.next else { break }
            var late = Interval.zero
            if next.uptime > driver.now.uptime {
                steps += 1
                if steps % 8 == 0 { checkSleep(until: next) }
                // A busy host wakes late, now and then.
                if !isCalm, world.generator.chance(0.1) { late = world.generator.interval(.zero..."5ms") }
                stillness = 0
            } else {
                stillness += 1
                if stillness > 20_000 { return world.report("time stands still", at: driver.now) }
            }
            _ = driver.step(in: &world, delayedBy: late)
        }
        world.finish(at: driver.now)
    }

    /// Checks that there is nothing to do before the time at which the scheduler wants to be woken.
    private mutating func checkSleep(until wake: Moment) {
        var sleeper = driver.scheduler
        sleeper.tick(at: driver.now.advanced(by: wake.uptime - driver.now.uptime - Interval(nanoseconds: 1)))
        if let first = sleeper.takeActions().first { world.report("slept over \(first)", at: driver.now) }
    }
}
