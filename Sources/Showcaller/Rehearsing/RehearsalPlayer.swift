import ShowTime

/// Sets the time of a rehearsal going.
extension Rehearsal {
    /// How many steps there may be between two looks at how far it is and whether it was cancelled: some milliseconds.
    private static let stepsBetweenLooks = 1024

    /// Plays to the end, or until the task is cancelled, as fast as it can.
    ///
    /// - Parameter show: is given the state of the show now and then.
    package mutating func play(show: (ShowStatus) -> Void = { _ in }) throws {
        var steps = 0
        while next != nil {
            try step()
            steps += 1
            guard steps % Self.stepsBetweenLooks == 0 else { continue }
            if Task.isCancelled { return try stop() }
            show(status(at: now))
        }
        try write()
    }

    /// Plays to the end, or until the task is cancelled, to be watched.
    ///
    /// - Parameters:
    ///   - speed: how many times as fast as real time.
    ///   - clock: the real time.
    ///   - redraw: how often what is seen is brought up to date.
    ///   - show: is given the state of the show at a virtual time.
    package mutating func play<C: Clock<Duration>>(
        speed: Double, clock: C, redraw: Duration = .milliseconds(200), show: (ShowStatus) -> Void
    ) async throws {
        let opening = now
        let begin = clock.now
        var nextShow = begin
        while let next {
            let wanted = begin.advanced(by: .nanoseconds(Int64((next.uptime - opening.uptime).seconds / speed * 1e9)))
            while true {
                if clock.now >= nextShow {
                    let passed = Interval(nanoseconds: Int64(begin.duration(to: clock.now) / .nanoseconds(1) * speed))
                    // Behind its time where more happens than can be played so fast.
                    show(status(at: max(now, min(next, opening.advanced(by: passed)))))
                    nextShow = clock.now.advanced(by: redraw)
                }
                guard clock.now < wanted else { break }
                do { try await clock.sleep(until: min(wanted, nextShow), tolerance: .zero) } catch { return try stop() }
            }
            if Task.isCancelled { return try stop() }
            try step()
            try write()
        }
    }
}

private func max(_ left: Moment, _ right: Moment) -> Moment { left.uptime < right.uptime ? right : left }
private func min(_ left: Moment, _ right: Moment) -> Moment { right.uptime < left.uptime ? right : left }
