package import HostSystem
import NIOPosix
import Synchronization

/// Runs a command for each alert, beside the show: only a few at once, and none for longer than it may take.
package final class AlertRunner: Sendable {
    static let mostAtOnce = 4
    static let mostWaiting = 100

    private struct State {
        var pending = 0
        /// When every command has to have ended; nil until the process is about to end.
        var end: ContinuousClock.Instant?
    }

    private let command: ShellCommand
    private let patience: Duration
    private let report: @Sendable (String) -> Void
    private let threads = NIOThreadPool(numberOfThreads: mostAtOnce)
    private let state = Mutex(State())

    /// - Parameters:
    ///   - patience: how long one may take.
    ///   - report: is told of one that did not end well.
    package init(
        _ command: ShellCommand, patience: Duration = .seconds(10), report: @escaping @Sendable (String) -> Void
    ) {
        self.command = command
        self.patience = patience
        self.report = report
        threads.start()
    }

    /// - Parameter input: for the command.
    package func run(_ input: [UInt8]) {
        let isTaken = state.withLock { state in
            guard state.pending < Self.mostWaiting else { return false }
            state.pending += 1
            return true
        }
        guard isTaken else { return report("an alert was left out: \(Self.mostWaiting) wait for their command") }
        threads.submit { [self] _ in
            let start = ContinuousClock.now
            let end = command.run(input: input) {
                let now = ContinuousClock.now
                return now - start > patience || state.withLock { $0.end.map { now > $0 } ?? false }
            }
            state.withLock { $0.pending -= 1 }
            switch end {
            case .exited(0): break
            case .exited(let status): report("the command for an alert ended with status \(status)")
            case .killed(let signal): report("the command for an alert was ended by signal \(signal)")
            case .timedOut:
                report("the command for an alert took more than \(patience.components.seconds) s and was ended")
            case .notStarted(let reason): report("the command for an alert could not be run: \(reason)")
            }
        }
    }

    /// Waits for the commands that still run, but no longer than one command may take.
    package func finish() async {
        state.withLock { $0.end = .now + patience }
        while state.withLock({ $0.pending > 0 }) { try? await Task.sleep(for: .milliseconds(20)) }
        try? await threads.shutdownGracefully()
    }
}
