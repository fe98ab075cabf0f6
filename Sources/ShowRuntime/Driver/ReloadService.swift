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
    private let wasAsked: @Sendable () -> Bool

    /// - Parameters:
    ///   - load: reads the timelines as at the start.
    ///   - report: shows what came of it.
    ///   - wasAsked: whether a SIGHUP came before this service began.
    ///   - reloaded: is told of what is played from now on.
    package init(
        _ driver: LiveDriver, load: @escaping @Sendable () -> TimelineFiles,
        report: @escaping @Sendable (TimelineFiles) -> Void, wasAsked: @escaping @Sendable () -> Bool = { false },
        reloaded: @escaping @Sendable (TimelineFiles) async -> Void = { _ in }
    ) {
        self.driver = driver
        self.load = load
        self.report = report
        self.wasAsked = wasAsked
        self.reloaded = reloaded
    }

    package func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        if wasAsked() {
            try await reload(
                at: AsyncStream<Void> { once in
                    once.yield()
                    once.finish()
                })
        }
        try await reload(at: signals.cancelOnGracefulShutdown())
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
