import Foundation
import RunLog
import Scheduling
import Synchronization
import TestSupport

/// A log in memory, on a disk that can be full, or not answer.
final class MemoryStore: RecordStore {
    private struct State {
        var text = ""
        /// The most bytes that came at once.
        var longestAppend = 0
        var isFull = false
        /// How many more appends are taken before it is full.
        var room: Int?
        var isSynchronized = false
        /// What was claimed, and how much of the log was synchronized then.
        var claims: [ClaimRecord] = []
        var areClaimsEnded = false
        /// What the disk was asked for, in its order.
        var work: [String] = []
    }

    let failures = Counter()
    private let state = Mutex(State())

    var text: String { state.withLock(\.text) }
    var lines: [String] { text.split(separator: "\n").map(String.init) }
    var longestAppend: Int { state.withLock(\.longestAppend) }
    var isSynchronized: Bool { state.withLock(\.isSynchronized) }

    var isFull: Bool {
        get { state.withLock(\.isFull) }
        set { state.withLock { $0.isFull = newValue } }
    }

    func fill(after appends: Int) { state.withLock { $0.room = appends } }

    func append(_ lines: [UInt8]) throws(LogError) {
        let isTaken = state.withLock { state in
            if let room = state.room {
                state.room = room > 0 ? room - 1 : nil
                if room == 0 { state.isFull = true }
            }
            state.longestAppend = max(state.longestAppend, lines.count)
            if !state.isFull { state.text += String(decoding: lines, as: UTF8.self) }
            return !state.isFull
        }
        guard isTaken else {
            failures.add()
            throw .cannotWrite(path: "memory", reason: "No space left on device")
        }
    }

    func synchronize() {
        waitForDisk()
        state.withLock {
            $0.isSynchronized = true
            $0.work.append("synchronize")
        }
    }

    // MARK: Claims

    private let disk = NSCondition()
    nonisolated(unsafe) private var isStalled = false

    /// The names of what each claim has.
    var claims: [[String]] { state.withLock { $0.claims.map { $0.deliveries.map(\.name) } } }
    var work: [String] { state.withLock(\.work) }
    var areClaimsEnded: Bool { state.withLock(\.areClaimsEnded) }

    func stall(_ isStalled: Bool = true) {
        disk.lock()
        self.isStalled = isStalled
        disk.broadcast()
        disk.unlock()
    }

    private func waitForDisk() {
        disk.lock()
        while isStalled { disk.wait() }
        disk.unlock()
    }

    func claim(_ claims: ClaimRecord) {
        waitForDisk()
        state.withLock {
            $0.claims.append(claims)
            $0.work.append("claim")
        }
    }

    func endClaims() { state.withLock { $0.areClaimsEnded = true } }

    /// What happened, in short: `attempt a#1@a`, `sent a#1@a`, `shutdown`, `end`.
    var story: [String] {
        lines.map { line in
            func field(_ name: String) -> String? {
                guard let range = line.firstRange(of: "\"\(name)\":\"") else { return nil }
                return String(line[range.upperBound...].prefix { $0 != "\"" })
            }
            let delivery = field("delivery").map { " \($0)" } ?? ""
            return (field("outcome") ?? field("action") ?? field("event") ?? "?") + delivery
        }
    }
}
