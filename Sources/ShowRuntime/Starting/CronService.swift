import Scheduling
package import ShowTime
import Timelines

/// Begins the runs of shows that start again and again, each shortly before anything of it is due, for as long as the
/// process lives.
package actor CronService {
    private var firings: FiringQueue
    private let starter: RunStarter
    private let driver: LiveDriver
    private let time: any TimeSource
    private let pause: @Sendable (Interval) async throws -> Void
    private let report: @Sendable (CronEvent) -> Void
    /// What keeps a show from starting, by its timeline. Each problem is reported once.
    private var problems: [String: String] = [:]

    /// - Parameters:
    ///   - pause: waits for so long, less where the task is cancelled.
    ///   - report: is told what is begun, and why something is not.
    package init(
        _ firings: FiringQueue, starter: RunStarter, driver: LiveDriver, time: any TimeSource,
        pause: @escaping @Sendable (Interval) async throws -> Void,
        report: @escaping @Sendable (CronEvent) -> Void
    ) {
        self.firings = firings
        self.starter = starter
        self.driver = driver
        self.time = time
        self.pause = pause
        self.report = report
    }

    /// The wall clock may be stepped: it is looked at again at least this often.
    private static let longestPause = Interval.seconds(2)
    private static let shortestPause = Interval.milliseconds(100)
    /// The pause before a failed start is tried again; runs are loaded five seconds before anything of them is due.
    private static let pauseAfterProblems = Interval.seconds(1)

    /// Returns when its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            let now = time.now
            let due = firings.due(at: now.wall)
            // The problem of a firing that can no longer be joined is forgotten; the same one is reported again for the next
            // firing.
            problems = problems.filter { name, _ in due.contains { $0.timeline.name == name } }
            for firing in due { await begin(firing, at: now) }
            await driver.setUpcoming(firings.upcoming.map { UpcomingShow(timeline: $0.timeline, start: $0.start) })
            let wait = firings.nextWake.map { $0 - time.now.wall } ?? Self.longestPause
            let least = problems.isEmpty ? Self.shortestPause : Self.pauseAfterProblems
            do { try await pause(min(max(wait, least), Self.longestPause)) } catch { return }
        }
    }

    package func replace(with files: TimelineFiles, overrides: [String]) {
        firings.replace(with: files.sources(overrides: overrides), at: time.now.wall)
    }

    private func begin(_ firing: Firing, at now: Moment) async {
        let starter = starter
        // A disk that does not answer holds up nothing else.
        let decided = await elsewhere { Result { () throws(StartProblem) in try starter.begin(firing, at: now) } }
        switch decided {
        case .success(let run):
            firings.begin(firing)
            problems[firing.timeline.name] = nil
            guard let run else { return }
            report(.began(run))
            await driver.play(run)
            // The timeline was read again while the log was begun: that reload did not know of this run.
            if let (timeline, sha256) = firings.version(of: firing.timeline.name), sha256 != firing.sha256 {
                await driver.reload(run.id, timeline, sha256: sha256, from: CommandOrigin())
            }
        case .failure(let problem):
            let name = firing.timeline.name
            guard !problem.isPast else {
                problems[name] = nil
                return firings.begin(firing)
            }
            // What can be mended is tried again for as long as the show can be joined.
            if problems.updateValue(problem.message, forKey: name) != problem.message {
                report(.failed(problem.message))
            }
        }
    }
}

extension RunStarter {
    /// Begins the log of a firing. Returns nil where it was played before.
    fileprivate func begin(_ firing: Firing, at now: Moment) throws(StartProblem) -> PreparedRun? {
        let decision = try prepare(firing.timeline, startingAt: firing.start, sha256: firing.sha256, at: now)
        guard case .play(let run, _, _) = decision else { return nil }
        do throws(StartProblem) { try run.begin() } catch {
            run.abandon()
            throw error
        }
        return run
    }
}

/// What those who watch are told about shows that start again and again.
package enum CronEvent: Sendable {
    case began(PreparedRun)
    case failed(String)
}
