package import ShowTime
import Synchronization

/// Everything that a simulator received, readable while it runs. Nothing in it is a secret or a signature.
package final class Journal: Sendable {
    package struct Entry: Hashable, Sendable {
        /// When the first byte of the call was read, on both clocks.
        package var arrival: Moment
        /// The parameters as they were decoded, without `Signature`.
        package var query: Query
        /// What the client was told; nil where it got no answer that says a code.
        package var code: ReturnCode?
        /// The fault that decided it, if one did.
        package var fault: Fault.Kind?
        /// Whether the message reached its audience.
        package var isShown: Bool
    }

    /// Counts since the beginning.
    package struct Totals: Hashable, Sendable {
        /// Calls of every action.
        package var received = 0
        /// Messages that reached their audience.
        package var shown = 0
        package var codes: [ReturnCode: Int] = [:]
        package var faults: [Fault.Kind: Int] = [:]
    }

    private struct Contents {
        var entries: RecentValues<Entry>
        var totals = Totals()
        var peak = PeakMeter()
        var waiters: [(count: Int, gate: Gate<Void>)] = []
    }

    private let contents: Mutex<Contents>

    /// - Parameter capacity: how many entries are kept.
    init(capacity: Int) { contents = Mutex(Contents(entries: RecentValues(capacity: capacity))) }

    /// The last entries, in the order in which the calls were decided.
    package var entries: [Entry] { contents.withLock(\.entries.inOrder) }

    package var totals: Totals { contents.withLock(\.totals) }

    /// The largest number of `SendBarrageMessage` calls that arrived within any second, refused ones included.
    package var peakPerSecond: Int { contents.withLock(\.peak.peak) }

    /// Returns once that many calls were received in all.
    ///
    /// - Throws: `CancellationError` if the waiting task is cancelled.
    package func waitForCalls(_ count: Int) async throws {
        let gate = Gate<Void>()
        let isThere = contents.withLock { contents in
            guard contents.totals.received < count else { return true }
            contents.waiters.append((count, gate))
            return false
        }
        if !isThere { try await gate.value() }
    }

    func record(_ query: Query, at arrival: Moment, _ verdict: Verdict) {
        let isMessage = query["Action"] == Call.Name.sendBarrageMessage.rawValue
        let entry = Entry(
            arrival: arrival, query: query.without("Signature"), code: verdict.code, fault: verdict.fault,
            isShown: verdict.isShown)
        let ready = contents.withLock { contents -> [Gate<Void>] in
            contents.entries.append(entry)
            contents.totals.add(entry)
            if isMessage { contents.peak.add(arrival.uptime) }
            guard !contents.waiters.isEmpty else { return [] }
            let received = contents.totals.received
            let ready = contents.waiters.filter { $0.count <= received }.map(\.gate)
            contents.waiters.removeAll { $0.count <= received }
            return ready
        }
        for gate in ready { gate.open(.success(())) }
    }
}

extension Journal.Totals {
    fileprivate mutating func add(_ entry: Journal.Entry) {
        received += 1
        if entry.isShown { shown += 1 }
        if let code = entry.code { codes[code, default: 0] += 1 }
        if let fault = entry.fault { faults[fault, default: 0] += 1 }
    }
}
