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
    /// What kept a run from starting, said once.
    private var lastProblem: String?

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

    /// Returns when its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            let now = time.now
            for firing in firings.due(at: now.wall) { await begin(firing, at: now) }
            await driver.setUpcoming(firings.upcoming.map { UpcomingShow(timeline: $0.timeline, start: $0.start) })
            let wait = firings.nextWake.map { $0 - time.now.wall } ?? Self.longestPause
            do { try await pause(min(max(wait, .milliseconds(100)), Self.longestPause)) } catch { return }
        }
    }

    package func replace(with files: TimelineFiles, overrides: [String]) {
        firings.replace(with: files.sources(overrides: overrides), at: time.now.wall)
    }

    private func begin(_ firing: Firing, at now: Moment) async {
        do throws(StartProblem) {
            let decision = try starter.prepare(
                firing.timeline, startingAt: firing.start, sha256: firing.sha256, at: now)
            guard case .play(let run, _, _) = decision else {
                firings.begin(firing)
                return
            }
            do throws(StartProblem) { try run.begin() } catch {
                run.abandon()
                throw error
            }
            firings.begin(firing)
            lastProblem = nil
            report(.began(run))
            await driver.play(run)
        } catch {
            if error.isPast { firings.begin(firing) }
            // What can be mended is tried again for as long as the show can be joined.
            if !error.isPast, lastProblem != error.message { report(.failed(error.message)) }
            lastProblem = error.message
        }
    }
}

/// What those who watch are told about shows that start again and again.
package enum CronEvent: Sendable {
    case began(PreparedRun)
    case failed(String)
}
