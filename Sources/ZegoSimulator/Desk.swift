import ShowTime
import Synchronization

/// Where every call of a running simulator is decided and recorded, in one order.
final class Desk: Sendable {
    let journal: Journal
    let latency: Interval
    private let api: Mutex<SimulatedAPI>
    private let clock: @Sendable () -> Moment
    private let hasBegun = Atomic(false)
    /// Those who answer late wait for it too. A new one for each time that the desk is closed.
    private let closing = Mutex(Gate<Void>())

    init(_ configuration: SimulatorConfiguration, clock: @escaping @Sendable () -> Moment) {
        journal = Journal(capacity: configuration.journalCapacity)
        latency = configuration.latency
        api = Mutex(SimulatedAPI(configuration, start: clock().uptime))
        self.clock = clock
    }

    /// When faults' times are counted from: when the simulator began to listen.
    var start: Uptime { api.withLock(\.start) }

    /// A simulator that listens again after refusing goes on counting from the first time.
    func beginIfNew(at time: Uptime) {
        guard !hasBegun.exchange(true, ordering: .relaxed) else { return }
        api.withLock { $0.start = time }
    }

    func decide(_ query: Query, at arrival: Moment) -> Verdict {
        api.withLock { api in
            let verdict = api.answer(to: query, at: arrival)
            // Under the lock, so that the journal has the calls in the order in which the API had them.
            if verdict.reply != .refused { journal.record(query, at: arrival, verdict) }
            return verdict
        }
    }

    /// Ends the waits of all who are to answer late.
    func close() {
        let gate = closing.withLock { closing in
            defer { closing = Gate() }
            return closing
        }
        gate.open(.failure(CancellationError()))
    }

    /// - Throws: `CancellationError`, also when the desk is closed meanwhile.
    func pauseOpen(until time: Uptime) async throws {
        guard time > clock().uptime else { return }
        let closing = closing.withLock { $0 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.pause(until: time) }
            group.addTask { try await closing.value() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// - Throws: `CancellationError`.
    func pause(until time: Uptime) async throws {
        let left = time - clock().uptime
        guard left > .zero else { return }
        try await Task.sleep(for: .nanoseconds(left.nanoseconds), tolerance: .zero)
    }
}
