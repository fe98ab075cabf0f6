import ShowTime
import Testing

@testable import Scheduling

@Suite struct AccountGateTests {
    /// What came back, one call after the other, a second apart, and what the gate made of it.
    @Test(
        arguments: [
            ([.accepted], [.none]),
            ([.account], [.hold]),
            ([.clock], [.none]),
            ([.clock, .clock], [.none, .hold]),
            ([.clock, .accepted, .clock], [.none, .none, .none]),
            ([.clock, .refused, .clock], [.none, .none, .none]),
            ([.clock, .unanswered, .clock], [.none, .none, .hold]),
            ([.foreignAnswer, .foreignAnswer, .foreignAnswer, .foreignAnswer], [.none, .none, .none, .none]),
            (
                [.foreignAnswer, .foreignAnswer, .foreignAnswer, .foreignAnswer, .foreignAnswer],
                [.none, .none, .none, .none, .hold]
            ),
            (
                [.foreignAnswer, .foreignAnswer, .foreignAnswer, .transient, .foreignAnswer, .foreignAnswer],
                [.none, .none, .none, .none, .none, .none]
            ),
            (
                [
                    .foreignAnswer, .foreignAnswer, .notSent, .foreignAnswer, .unanswered, .foreignAnswer,
                    .foreignAnswer,
                ],
                [.none, .none, .none, .none, .none, .none, .hold]
            ),
            ([.notSent, .unanswered, .throttledApp, .throttledRoom, .transient], [.none, .none, .none, .none, .none]),
        ] as [([AttemptEnd.Kind], [AccountGate.Change])])
    func anOpenGate(ends: [AttemptEnd.Kind], expected: [AccountGate.Change]) {
        var gate = AccountGate()
        var changes: [AccountGate.Change] = []
        for (index, kind) in ends.enumerated() {
            let id = Attempt.ID(number: UInt64(index + 1), slot: 0)
            let sent = Uptime(nanoseconds: 0) + .seconds(Int64(index))
            gate.began(id)
            changes.append(gate.ended(id, kind, sentAt: sent, at: sent + .milliseconds(100)))
        }
        #expect(changes == expected)
    }

    @Test(
        arguments: [
            (.accepted, .open), (.refused, .open), (.transient, .open), (.throttledApp, .open), (.throttledRoom, .open),
            (.account, .none), (.clock, .none), (.foreignAnswer, .none), (.unanswered, .none), (.notSent, .none),
        ] as [(AttemptEnd.Kind, AccountGate.Change)])
    func aProbe(kind: AttemptEnd.Kind, change: AccountGate.Change) {
        var gate = AccountGate()
        let first = Attempt.ID(number: 1, slot: 0)
        let probe = Attempt.ID(number: 2, slot: 0)
        let begin = Uptime(nanoseconds: 0)
        gate.began(first)
        #expect(gate.ended(first, .account, sentAt: begin, at: begin) == .hold)
        #expect(gate.nextAttempt(from: begin) == begin + .seconds(1))
        gate.began(probe)
        #expect(gate.nextAttempt(from: begin + .seconds(1)) == nil)
        #expect(gate.ended(probe, kind, sentAt: begin + .seconds(1), at: begin + .seconds(2)) == change)
        #expect(gate.isHeld == (change == .none))
        #expect(gate.nextAttempt(from: begin + .seconds(2)) == begin + .seconds(change == .open ? 2 : 4))
    }
}
