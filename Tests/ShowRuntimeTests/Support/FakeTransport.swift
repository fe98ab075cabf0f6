import Scheduling
import ShowTime
import Synchronization
import TestSupport
import ZegoAPI

/// A transport that keeps what it is given, and answers as and when a test says.
final class FakeTransport: AttemptTransport {
    typealias Ended = @Sendable (Attempt.ID, AttemptEnd) -> Void

    private struct State {
        var attempts: [Attempt] = []
        var open: [Attempt.ID: Ended] = [:]
        var warmUps = 0
    }

    let sent = Counter()
    private let state = Mutex(State())
    /// Called before anything else is done with an attempt; what it answers is its end, nil leaves it on its way.
    private let answer: @Sendable (Attempt) -> AttemptEnd?

    private let tellsTwice: Bool

    init(tellsTwice: Bool = false, _ answer: @escaping @Sendable (Attempt) -> AttemptEnd? = { _ in nil }) {
        self.tellsTwice = tellsTwice
        self.answer = answer
    }

    var attempts: [Attempt] { state.withLock(\.attempts) }
    var texts: [String] { attempts.map(\.content) }
    var warmUps: Int { state.withLock(\.warmUps) }
    var openCount: Int { state.withLock(\.open.count) }

    func send(_ attempt: Attempt, ended: @escaping Ended) {
        let end = answer(attempt)
        state.withLock { state in
            state.attempts.append(attempt)
            if end == nil { state.open[attempt.id] = ended }
        }
        if let end { ended(attempt.id, end) }
        sent.add()
    }

    /// Every probe is answered well.
    func probe(_ probe: Probe, ended: @escaping @Sendable (Probe.ID, AttemptEnd) -> Void) {
        ended(probe.id, AttemptEnd(.accepted, code: 0))
    }

    func warmUp() { state.withLock { $0.warmUps += 1 } }

    func shutDown() async {}

    /// Nothing on its way ends any more.
    func forget() { state.withLock { $0.open = [:] } }

    /// Ends what is on its way with that text, or everything.
    func end(_ content: String? = nil, _ end: AttemptEnd = AttemptEnd(.accepted, code: 0)) {
        let ended = state.withLock { state in
            let ids = state.attempts.filter { content == nil || $0.content == content }.map(\.id)
            return ids.compactMap { id in state.open.removeValue(forKey: id).map { (id, $0) } }
        }
        for (id, tell) in ended {
            tell(id, end)
            if tellsTwice { tell(id, end) }
        }
    }
}
