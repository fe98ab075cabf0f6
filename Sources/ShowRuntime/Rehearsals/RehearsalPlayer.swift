import HostSystem
package import Rehearsing
package import Reporting
package import RunLog
package import Scheduling
import ShowTime

/// Plays a rehearsal by the real clock or as fast as it can, and writes its logs.
package struct RehearsalPlayer: Sendable {
    package private(set) var rehearsal: Rehearsal
    private var writer: RehearsalWriter

    package var logs: [RehearsalLog] { writer.logs }
    /// The report of each log, made while it is written: the logs need not be read for it.
    package var reports: [RunReport] { writer.reports }

    /// - Parameter observer: is told what happens, as the observer of a run is; not of its stop.
    package init(_ rehearsal: Rehearsal, logs: [RehearsalLog], observer: (any ShowObserver)? = nil) {
        self.rehearsal = rehearsal
        writer = RehearsalWriter(logs, observer: observer)
    }

    /// Writes the headers of the logs.
    package mutating func begin(appID: UInt32, host: String) throws(LogError) {
        for (place, log) in logs.enumerated() {
            let header = try log.begin(at: rehearsal.now.wall, appID: appID, host: host)
            writer.began(header, at: place)
        }
    }

    /// Ends the rehearsal early: calls in flight get no answer, and the logs get no end.
    package mutating func stop() throws(LogError) {
        rehearsal.stop()
        try write()
    }

    /// The most steps between two looks at the progress and at cancellation: they take some milliseconds.
    private static let stepsBetweenLooks = 1024

    /// Plays to the end, or until the task is cancelled, as fast as it can: the logs are written beside it.
    ///
    /// - Parameter show: is given the state of the show now and then.
    package mutating func play(show: (SchedulerStatus) -> Void = { _ in }) throws(LogError) {
        let worker = BatchWorker(writer) { $0.write($1) }
        while rehearsal.next != nil {
            rehearsal.step(most: Self.stepsBetweenLooks)
            if Task.isCancelled || !worker.give(rehearsal.takeRecords()) { break }
            show(rehearsal.status(at: rehearsal.now))
        }
        writer = worker.finish()
        try finish()
    }

    /// Plays to the end, or until the task is cancelled, at a speed at which it can be watched.
    ///
    /// - Parameters:
    ///   - speed: how many times as fast as real time.
    ///   - clock: the real time.
    ///   - redraw: the time between two calls of `show`.
    ///   - show: is given the state of the show at a virtual time.
    package mutating func play<C: Clock<Duration>>(
        speed: Double, clock: C, redraw: Duration = .milliseconds(200), show: (SchedulerStatus) -> Void
    ) async throws(LogError) {
        let opening = rehearsal.now
        let begin = clock.now
        var nextShow = begin
        while let next = rehearsal.next, !Task.isCancelled {
            let wanted = begin.advanced(by: .nanoseconds(Int64((next.uptime - opening.uptime).seconds / speed * 1e9)))
            while true {
                if clock.now >= nextShow {
                    let passed = Interval(nanoseconds: Int64(begin.duration(to: clock.now) / .nanoseconds(1) * speed))
                    // The rehearsal falls behind where more happens than can be played at this speed.
                    let shown = max(rehearsal.now, min(next, opening.advanced(by: passed)))
                    show(rehearsal.status(at: shown))
                    nextShow = clock.now.advanced(by: redraw)
                }
                guard clock.now < wanted else { break }
                do { try await clock.sleep(until: min(wanted, nextShow), tolerance: .zero) } catch { return try stop() }
            }
            rehearsal.step()
            try write()
        }
        try finish()
    }

    private mutating func finish() throws(LogError) {
        if rehearsal.next == nil { try write() } else { try stop() }
    }

    private mutating func write() throws(LogError) {
        guard !writer.write(rehearsal.takeRecords()), let failure = writer.failure else { return }
        throw failure
    }
}

private func max(_ left: Moment, _ right: Moment) -> Moment { left.uptime < right.uptime ? right : left }
private func min(_ left: Moment, _ right: Moment) -> Moment { right.uptime < left.uptime ? right : left }
