import Glibc
import HostSystem
import NIOPosix
import Synchronization

/// A terminal whose whole screen the program uses. What was on it before comes back at the end.
///
/// Writing may block for as long as it likes: it happens on a thread of its own, and what was not written in time is replaced by
/// what came after it.
final class ScreenTerminal: Sendable {
    struct Size: Equatable {
        var columns: Int
        var rows: Int
    }

    private struct State {
        /// What is to be shown next.
        var wanted: (lines: [String], size: Size)?
        var isWriting = false
        var isClosed = false
    }

    /// The alternate screen, with the cursor hidden, without line wrapping, and with pasted text marked (bracketed paste).
    private static let enter = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[?2004h"
    private static let leave = "\u{1B}[?2004l\u{1B}[?7h\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"

    private let descriptor = STDOUT_FILENO
    private let raw: RawTerminal?
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let state = Mutex(State())
    private let shown = Mutex<(lines: [String], size: Size)?>(nil)

    /// Takes the screen, and the keys where standard input is a terminal.
    init() {
        raw = RawTerminal(STDIN_FILENO)
        thread.start()
        thread.submit { [descriptor] _ in _ = StandardStreams.writeAll(Array(Self.enter.utf8), to: descriptor) }
    }

    var hasKeys: Bool { raw != nil }

    var size: Size {
        let size = StandardStreams.size(of: descriptor) ?? (80, 24)
        return Size(columns: size.columns, rows: size.rows)
    }

    /// Shows these lines, and nothing else.
    func show(_ lines: [String], _ size: Size) {
        let mustStart = state.withLock { state in
            guard !state.isClosed else { return false }
            state.wanted = (lines, size)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { thread.submit { _ in self.write() } }
    }

    private func write() {
        while let (lines, size) = next() {
            let text = shown.withLock { shown in
                defer { shown = (lines, size) }
                return Self.changes(from: shown, to: (lines, size))
            }
            if !text.isEmpty { _ = StandardStreams.writeAll(Redaction.redacted(text), to: descriptor) }
        }
    }

    private func next() -> (lines: [String], size: Size)? {
        state.withLock { state in
            defer { state.wanted = nil }
            if state.wanted == nil || state.isClosed { state.isWriting = false }
            return state.isClosed ? nil : state.wanted
        }
    }

    /// The text that turns one screen into another. A screen of another size is drawn from scratch: nobody knows what the
    /// terminal made of the old one.
    static func changes(from old: (lines: [String], size: Size)?, to new: (lines: [String], size: Size)) -> String {
        let isNew = old?.size != new.size
        var text = isNew ? "\u{1B}[2J" : ""
        for row in 0..<new.size.rows {
            let line = row < new.lines.count ? new.lines[row] : ""
            let before = isNew ? "" : old.map { row < $0.lines.count ? $0.lines[row] : "" } ?? ""
            guard line != before else { continue }
            // The row is erased before the line is written: erasing behind a line that fills the row would take its last
            // character.
            text += "\u{1B}[\(row + 1);1H\u{1B}[0m\u{1B}[2K\(line)"
        }
        return text
    }

    /// Gives the screen back, even where the terminal does not take what is written to it.
    func close() {
        state.withLock { $0.isClosed = true }
        for _ in 0..<20 where state.withLock({ $0.isWriting }) { usleep(10_000) }
        StandardStreams.writeNow(Array(Self.leave.utf8), to: descriptor)
        raw?.restore()
    }
}
