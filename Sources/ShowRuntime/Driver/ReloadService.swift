import Scheduling
import ServiceLifecycle
import Timelines
import UnixSignals

/// Reads the timelines again at each SIGHUP. A broken one is refused and the old one plays on.
package struct ReloadService: Service {
    private let driver: LiveDriver
    private let reloaded: @Sendable (TimelineFiles) async -> Void
    private let load: @Sendable () -> TimelineFiles
    private let report: @Sendable (TimelineFiles) -> Void

    /// - Parameters:
    ///   - load: reads the timelines as at the start.
    ///   - report: shows what came of it.
    ///   - reloaded: is told of what is played from now on.
    package init(
        _ driver: LiveDriver, load: @escaping @Sendable () -> TimelineFiles,
        report: @escaping @Sendable (TimelineFiles) -> Void,
        reloaded: @escaping @Sendable (TimelineFiles) async -> Void = { _ in }
    ) {
        self.driver = driver
        self.load = load
        self.report = report
        self.reloaded = reloaded
    }

    package func run() async throws {
        try await reload(at: await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown())
    }

    /// - Parameter occasions: one that comes while timelines are being read waits until they are.
    func reload(at occasions: some AsyncSequence) async throws {
        for try await _ in occasions {
            let files = load()
            report(files)
            guard files.areValid else { continue }
            await reloaded(files)
            let timelines = Dictionary(files.timelines.map { ($0.name, $0) }) { first, _ in first }
            for status in await driver.status.runs {
                if let timeline = timelines[status.run.timeline] { await driver.reload(status.run, timeline) }
            }
        }
    }
}
