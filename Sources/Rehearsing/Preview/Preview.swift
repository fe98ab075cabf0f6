import Scheduling
package import ShowTime
package import Timelines

/// Plays timelines through the scheduler in virtual time, with an API that accepts everything at once: what comes out is
/// what goes out on the night.
package enum Preview {
    /// How long a run is loaded before anything of it is due.
    static let lead = Interval.seconds(1)

    /// - Parameters:
    ///   - runs: those of one timeline have to be in the order of their starts.
    ///   - window: deliveries outside of it are played, but neither taken nor counted.
    ///   - take: is given each delivery in the order in which they leave, and those that never leave when that is decided.
    ///     Returns false to stop.
    package static func play(
        _ runs: [(timeline: Timeline, start: Instant)], rate: Double?, roomRate: Double?,
        window: PreviewWindow = .all, take: (PreviewRow) -> Bool
    ) -> PreviewSummary {
        play(runs, rate: rate, roomRate: roomRate, window: window, atLeast: 1) { $0.allSatisfy(take) }
    }

    /// Does the same, but gives the deliveries in batches.
    ///
    /// - Parameters:
    ///   - atLeast: the minimum number of deliveries in a batch, except in the last one.
    ///   - takeBatch: is given each batch. Returns false to stop.
    package static func play(
        _ runs: [(timeline: Timeline, start: Instant)], rate: Double?, roomRate: Double?,
        window: PreviewWindow = .all, atLeast: Int, takeBatch: ([PreviewRow]) -> Bool
    ) -> PreviewSummary {
        guard let begin = runs.map({ $0.start + $0.timeline.firstOffset }).min() else { return PreviewSummary() }
        var configuration = Scheduler.Configuration(rate: rate, roomRate: roomRate)
        configuration.mostInFlight = .max
        var driver = VirtualDriver<PreviewWorld.Event>(
            configuration, at: Moment(wall: begin - lead, uptime: .zero))
        var world = PreviewWorld(rate: rate, roomRate: roomRate, window: window)
        // As on the night, the first run of each timeline is there from the first moment on, and later ones begin when their time
        // comes, so that a year of them is not in memory at once.
        var names: Set<String> = []
        for (timeline, start) in runs {
            let isFirst = names.insert(timeline.name).inserted
            let due = isFirst ? begin : start + timeline.firstOffset
            driver.schedule(.begin(timeline, start), after: due - begin)
        }
        repeat {
            guard world.rowCount >= atLeast else { continue }
            guard takeBatch(world.takeRows()) else { return world.summary }
        } while driver.step(in: &world)
        if world.rowCount > 0 { _ = takeBatch(world.takeRows()) }
        return world.summary
    }
}
