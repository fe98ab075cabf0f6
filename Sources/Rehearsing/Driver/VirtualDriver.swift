package import Scheduling
package import ShowTime

/// Drives the scheduler in virtual time: the driver of previews, of rehearsals and of the tests.
///
/// The live driver takes the same steps with a real clock: it gives the scheduler an input, ticks, settles what comes of it, and
/// waits until the next wake. Here waiting costs nothing: time jumps from one event to the next.
///
/// A world of another module runs as unspecialized generic code, which takes a tenth longer.
package struct VirtualDriver<Event: Sendable>: Sendable {
    package var scheduler: Scheduler
    package var now: Moment
    private var events = EventQueue<Event>()
    /// An empty array, kept for its allocated memory.
    private var spareActions: [Scheduler.Action] = []

    package init(_ configuration: Scheduler.Configuration, at now: Moment) {
        scheduler = Scheduler(configuration)
        self.now = now
    }

    // MARK: Time

    /// Returns when something happens next, perhaps at once; nil where nothing ever will.
    package var next: Moment? {
        let wake = scheduler.nextWake.wait(from: now)
        let event = events.next.map { max($0 - now.uptime, .zero) }
        guard let wait = event.map({ min(wake ?? $0, $0) }) ?? wake else { return nil }
        return now.advanced(by: wait)
    }

    package mutating func schedule(_ event: Event, at time: Uptime) { events.insert(event, at: time) }

    package mutating func schedule(_ event: Event, after time: Interval) { schedule(event, at: now.uptime + time) }

    /// Moves the time to ``next``, or to `end` where that is earlier, and processes what happens then.
    ///
    /// - Parameter delay: by how much the driver wakes late, as a busy host does.
    /// - Returns: false where nothing ever happens any more.
    package mutating func step(
        in world: inout some VirtualWorld<Event>, until end: Moment? = nil, delayedBy delay: Interval = .zero
    ) -> Bool {
        guard var next = next.map({ $0.advanced(by: delay) }) ?? end else { return false }
        if let end, end.uptime < next.uptime { next = end }
        now = next
        while let event = events.popFirst(until: now.uptime) {
            world.happen(event, &self)
            settle(in: &world)
        }
        tick(in: &world)
        return true
    }

    /// Steps the wall clock, as an administrator does. The uptime goes on.
    package mutating func stepWallClock(by interval: Interval) { now.wall = now.wall + interval }

    // MARK: The scheduler

    /// Gives the scheduler one input and settles what comes of it.
    package mutating func give<Result, Failure: Error>(
        in world: inout some VirtualWorld<Event>, _ input: (inout Scheduler, Moment) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let result = try input(&scheduler, now)
        settle(in: &world)
        return result
    }

    /// Tells the scheduler the time and settles what comes of it.
    package mutating func tick(in world: inout some VirtualWorld<Event>) {
        scheduler.tick(at: now)
        settle(in: &world)
    }

    /// Carries out the scheduler's actions until there are none.
    package mutating func settle(in world: inout some VirtualWorld<Event>) {
        var actions: [Scheduler.Action] = []
        swap(&actions, &spareActions)
        while true {
            scheduler.takeActions(into: &actions)
            if actions.isEmpty { break }
            world.carryOut(actions, &self)
        }
        swap(&actions, &spareActions)
    }
}
