import HostSystem
import RunLog
import Scheduling
import ShowTime
import Showcaller
import Timelines

/// What a `run` command is going to play, all of it decided before anything is written or sent.
struct RunPlan {
    var prepared: [PreparedRun] = []
    /// Runs that had ended before.
    var ended: [(run: RunID, tally: Tally, log: String)] = []
    /// Shows that are over and were never played.
    var past: [String] = []
    /// What is to be said about all this.
    var notes: [String] = []

    init(_ files: TimelineFiles, overrides: [String], starter: RunStarter, now: Instant) throws {
        for file in files.loaded {
            guard let timeline = file.timeline else { continue }
            let digest = ScriptDigest.hexadecimal(
                of: files.sources(of: file), overrides: overrides)
            do throws(StartProblem) {
                switch try starter.prepare(timeline, sha256: digest, at: now) {
                case .play(let run, let isResumed): add(run, isResumed: isResumed, now: now)
                case .hasEnded(let run, let tally, let log):
                    ended.append((run, tally, log))
                    notes.append("\(run): has ended before, \(ShowReporter.summary(tally)); see \(visible(log))")
                }
            } catch {
                guard error.isPast else {
                    abandon()
                    throw Failure(error.message)
                }
                past.append(error.message)
            }
        }
    }

    private mutating func add(_ run: PreparedRun, isResumed: Bool, now: Instant) {
        prepared.append(run)
        let timeline = run.timeline
        let planned = run.header.planned.map { count($0, "delivery", "deliveries") } ?? "deliveries without end"
        let wait = run.id.start - now
        let start =
            "start \(timeline.zone.text(of: run.id.start))"
            + (wait >= .seconds(1) ? ", in \(Self.rounded(wait).words)" : "")
        notes.append("\(run.id): \(visible(timeline.title)), \(planned), \(start)")
        if isResumed {
            let done = run.recovery?.finished ?? 0
            notes.append("  going on with this run: \(count(done, "delivery", "deliveries")) ended before")
        }
        if run.isOver { notes.append("  it is too late for all the rest: its account book is closed") }
        notes.append("  log: \(visible(run.log.path))")
    }

    private static func rounded(_ interval: Interval) -> Interval { .seconds(interval.milliseconds / 1000) }

    func abandon() { for run in prepared { run.abandon() } }
}
