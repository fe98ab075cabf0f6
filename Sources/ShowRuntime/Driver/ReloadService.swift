import HostSystem
import MarkedYAML
import Scheduling
import ServiceLifecycle
import Timelines
import UnixSignals

/// Reads the timelines again at each SIGHUP. A broken one is refused and the old one plays on.
package struct ReloadService: Service {
    private let driver: LiveDriver
    private let reloaded: @Sendable (TimelineFiles) async -> Void
    private let load: @Sendable () -> TimelineFiles
    private let overrides: [String]
    private let report: @Sendable (TimelineFiles) -> Void
    private let wasAsked: @Sendable () -> Bool

    /// - Parameters:
    ///   - overrides: `--var`, as given.
    ///   - load: reads the timelines as at the start.
    ///   - report: shows what came of it.
    ///   - wasAsked: whether a SIGHUP came before this service began.
    ///   - reloaded: is told of what is played from now on.
    package init(
        _ driver: LiveDriver, overrides: [String] = [], load: @escaping @Sendable () -> TimelineFiles,
        report: @escaping @Sendable (TimelineFiles) -> Void, wasAsked: @escaping @Sendable () -> Bool = { false },
        reloaded: @escaping @Sendable (TimelineFiles) async -> Void = { _ in }
    ) {
        self.driver = driver
        self.overrides = overrides
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
            let runs = await driver.status.runs.filter(\.isPlaying).map(\.run)
            guard files.areValid else {
                for run in runs { await driver.refuseReload(of: run, because: files.refusal) }
                continue
            }
            await reloaded(files)
            let sources = Dictionary(files.sources(overrides: overrides).map { ($0.timeline.name, $0) }) { first, _ in
                first
            }
            for run in runs {
                guard let source = sources[run.timeline] else { continue }
                await driver.reload(run, source.timeline, sha256: source.files)
            }
        }
    }
}

extension TimelineFiles {
    /// The first reason why they cannot be played.
    fileprivate var refusal: String {
        let error = diagnostics.first { $0.severity == .error }
        let diagnosis = error.map { "\($0.source.name):\($0.position.line):\($0.position.column): \($0.message)" }
        return failures.first?.message ?? diagnosis ?? problems.first ?? "there is no timeline"
    }
}
