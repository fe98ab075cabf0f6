import DequeModule
import Glibc
import HostSystem
import NIOPosix
import Synchronization
import Timelines

/// The output of a running show: lines, and on a terminal a status line that is drawn anew below them.
///
/// Writing may block for as long as it likes (Ctrl-S, a pipe without a reader): it happens on a thread of its own, and what cannot
/// be written in time is dropped. The show never waits for its audience.
final class Console: Sendable {
    private struct State {
        var lines: Deque<String> = []
        var dropped = 0
        var status = ""
        /// The last line that the terminal shows.
        var shownStatus = ""
        var isWriting = false
        var isClosed = false
    }

    private static let mostWaiting = 1000

    private let descriptor = STDOUT_FILENO
    let style = Style.output
    /// Whether there is a terminal that can show a status line.
    let isLive = Style.isTerminal(STDOUT_FILENO)
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let state = Mutex(State())

    init() { thread.start() }

    /// The width of the terminal at this moment.
    var columns: Int { StandardStreams.columns(of: descriptor) ?? 80 }

    func line(_ text: String) {
        add { state in
            if state.lines.count < Self.mostWaiting { state.lines.append(text) } else { state.dropped += 1 }
        }
    }

    /// Sets the last line of the terminal, which stays there below all others.
    func setStatus(_ text: String) {
        guard isLive else { return }
        add { $0.status = text }
    }

    private func add(_ change: (inout State) -> Void) {
        let mustStart = state.withLock { state in
            guard !state.isClosed else { return false }
            change(&state)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { thread.submit { _ in self.write() } }
    }

    private func write() {
        while let text = takeText() {
            guard !text.isEmpty, !StandardStreams.writeAll(Redaction.redacted(text), to: descriptor) else { continue }
            // The reader has gone: that is no reason to stop the show.
            state.withLock { $0.isClosed = true }
        }
    }

    /// The escape sequence that erases a line at whose end the cursor stands. A terminal that has become narrower since the line
    /// was drawn has wrapped it to several rows.
    static func clearing(_ line: String, columns: Int) -> String {
        guard !line.isEmpty else { return "" }
        let rows = max(0, Style.stripped(line).displayWidth - 1) / max(1, columns)
        return (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\r\u{1B}[J"
    }

    /// The text to be written next, nil where there is none.
    private func takeText() -> String? {
        state.withLock { state in
            let hasNews = !state.lines.isEmpty || state.dropped > 0 || state.status != state.shownStatus
            guard hasNews, !state.isClosed else {
                state.isWriting = false
                return nil
            }
            var text = Self.clearing(state.shownStatus, columns: columns)
            for line in state.lines { text += line + "\n" }
            if state.dropped > 0 {
                text += "(\(state.dropped) lines were not shown: the output was blocked)\n"
                state.dropped = 0
            }
            state.lines.removeAll(keepingCapacity: true)
            text += state.status
            state.shownStatus = state.status
            return text
        }
    }

    /// Waits until everything is written, but not for an audience that does not listen.
    func finish() async {
        setStatus("")
        for _ in 0..<100 {
            if state.withLock({ !$0.isWriting }) { return }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}
