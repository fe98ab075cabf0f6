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
    /// Shows that start again and again.
    var rota = CronRota()
    /// What is to be said about all this.
    var notes: [String] = []

    init(_ files: TimelineFiles, overrides: [String], starter: RunStarter, now: Instant) throws {
        for file in files.loaded {
            guard let timeline = file.timeline else { continue }
            let digest = ScriptDigest.hexadecimal(
                of: files.sources(of: file), overrides: overrides)
            do throws(StartProblem) {
                if timeline.firings != nil, starter.start == .asWritten {
                    try addFirings(of: timeline, digest, starter, now)
                } else {
                    add(try starter.prepare(timeline, sha256: digest, at: now), now: now)
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

    /// Goes on with the firings that were begun before; those to come are for later.
    private mutating func addFirings(
        of timeline: Timeline, _ digest: String, _ starter: RunStarter, _ now: Instant
    ) throws(StartProblem) {
        let begun = try starter.unfinishedFirings(of: timeline)
        for start in begun {
            add(try starter.prepare(timeline, startingAt: start, sha256: digest, at: now), now: now)
        }
        rota.add(timeline, sha256: digest, after: begun.last, at: now)
        guard let next = rota.upcoming.first(where: { $0.timeline.name == timeline.name })?.start else {
            notes.append("\(timeline.name): never starts again")
            return
        }
        notes.append("\(timeline.name): \(visible(timeline.title)), \(Self.nextStart(next, timeline, now: now))")
    }

    /// `next start 2026-11-27 20:00:00 (Asia/Shanghai), in 5d3h`
    static func nextStart(_ start: Instant, _ timeline: Timeline, now: Instant) -> String {
        let wait = start - now
        return "next start \(timeline.zone.text(of: start))"
            + (wait >= .seconds(1) ? ", in \(rounded(wait).words)" : "")
    }

    private mutating func add(_ decision: StartDecision, now: Instant) {
        switch decision {
        case .play(let run, let isResumed): add(run, isResumed: isResumed, now: now)
        case .hasEnded(let run, let tally, let log):
            ended.append((run, tally, log))
            notes.append("\(run): has ended before, \(ShowReporter.summary(tally)); see \(visible(log))")
        }
    }

    private mutating func add(_ run: PreparedRun, isResumed: Bool, now: Instant) {
        prepared.append(run)
        notes += Self.notes(on: run, isResumed: isResumed, now: now)
    }

    /// What is said of a run that is going to be played.
    static func notes(on run: PreparedRun, isResumed: Bool, now: Instant) -> [String] {
        var notes: [String] = []
        let timeline = run.timeline
        let planned = run.header.planned.map { count($0, "delivery", "deliveries") } ?? "deliveries without end"
        let wait = run.id.start - now
        let start =
            "start \(timeline.zone.text(of: run.id.start))"
            + (wait >= .seconds(1) ? ", in \(rounded(wait).words)" : "")
        notes.append("\(run.id): \(visible(timeline.title)), \(planned), \(start)")
        if isResumed {
            let done = run.recovery?.finished ?? 0
            notes.append("  going on with this run: \(count(done, "delivery", "deliveries")) ended before")
        }
        if run.isOver { notes.append("  it is too late for all the rest: its account book is closed") }
        notes.append("  log: \(visible(run.log.path))")
        return notes
    }

    private static func rounded(_ interval: Interval) -> Interval { .seconds(interval.milliseconds / 1000) }

    func abandon() { for run in prepared { run.abandon() } }
}
