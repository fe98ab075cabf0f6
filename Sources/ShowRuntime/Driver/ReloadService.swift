import ServiceLifecycle
import UnixSignals

/// Reads the timelines again at each SIGHUP. A broken one is refused and the old one plays on.
package struct ReloadService: Service {
    private let reloader: Reloader
    private let wasAsked: @Sendable () -> Bool

    /// - Parameter wasAsked: whether a SIGHUP came before this service began.
    package init(_ reloader: Reloader, wasAsked: @escaping @Sendable () -> Bool = { false }) {
        self.reloader = reloader
        self.wasAsked = wasAsked
    }

    package func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        // A show that is shut down does not wait for what is being read.
        try await cancelWhenGracefulShutdown {
            if wasAsked() { await reloader.applyAll() }
            try await reload(at: signals)
        }
    }

    /// - Parameter occasions: one that comes while timelines are being read waits until they are.
    func reload(at occasions: some AsyncSequence) async throws {
        for try await _ in occasions { await reloader.applyAll() }
    }
}
