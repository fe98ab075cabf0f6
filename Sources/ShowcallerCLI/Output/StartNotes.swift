import RunLog
import Scheduling
import ShowRuntime
import ShowTime
import Timelines

/// The lines that a run begins with: what is played, and what is not.
enum StartNotes {
    static func lines(_ plan: StartPlan, now: Instant) -> [String] {
        plan.items.flatMap { item -> [String] in
            switch item {
            case .play(let run, let isResumed): lines(on: run, isResumed: isResumed, now: now)
            case .ended(let run, let tally, let log):
                ["\(run): has ended before, \(ShowReporter.summary(tally)); see \(visible(log))"]
            case .past: []
            case .recurring(let timeline, nil): ["\(timeline.name): never starts again"]
            case .recurring(let timeline, let next?):
                ["\(timeline.name): \(visible(timeline.title)), next \(start(next, timeline, now: now))"]
            }
        }
    }

    /// Prints errors for shows that are over and were never played.
    static func printPast(_ plan: StartPlan) {
        let messages = plan.items.compactMap { if case .past(let message) = $0 { "error: \(message)" } else { nil } }
        Output.print(messages.map(visible), to: .error)
    }

    /// Describes a run that is going to be played.
    static func lines(on run: PreparedRun, isResumed: Bool, now: Instant) -> [String] {
        let timeline = run.timeline
        let planned = deliveries(run.header.planned)
        var lines = ["\(run.id): \(visible(timeline.title)), \(planned), \(start(run.id.start, timeline, now: now))"]
        if isResumed {
            let done = run.recovery?.finished ?? 0
            lines.append("  going on with this run: \(deliveries(done)) ended before")
        }
        if run.isOver { lines.append("  it is too late for all the rest: the run is closed") }
        lines.append("  log: \(visible(run.log.path))")
        return lines
    }

    /// `start 2026-11-27 20:00:00 (Asia/Shanghai), in 5d3h`
    private static func start(_ start: Instant, _ timeline: Timeline, now: Instant) -> String {
        let wait = Interval.seconds((start - now).milliseconds / 1000)
        return "start \(timeline.zone.text(of: start))" + (wait >= .seconds(1) ? ", in \(wait.words)" : "")
    }
}
