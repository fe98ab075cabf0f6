import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct AccountGateTests {
    private static let begin = Uptime(nanoseconds: 5_000_000_000)

    /// What comes back, and after which of it the account is held.
    @Test(
        arguments: [
            ([.accepted], nil), ([.account], 1), ([.clock], nil), ([.clock, .clock], 2),
            ([.clock, .accepted, .clock], nil),
            ([.clock, .refused, .clock], nil), ([.clock, .unanswered, .clock], 3),
            ([.foreignAnswer, .foreignAnswer, .foreignAnswer, .foreignAnswer], nil),
            ([.foreignAnswer, .foreignAnswer, .foreignAnswer, .foreignAnswer, .foreignAnswer], 5),
            ([.foreignAnswer, .foreignAnswer, .foreignAnswer, .foreignAnswer, .transient, .foreignAnswer], nil),
            ([.unanswered, .unanswered, .unanswered, .unanswered, .unanswered, .unanswered], nil),
            ([.notSent, .notSent, .notSent, .notSent, .notSent, .notSent], nil),
        ] as [([AttemptEnd.Kind], Int?)])
    func holdsForAnAccountThatIsNotHeard(kinds: [AttemptEnd.Kind], heldAfter: Int?) {
        var gate = AccountGate()
        for (index, kind) in kinds.enumerated() {
            let holds = gate.attemptEnded(AttemptEnd(kind), sentAt: Self.begin, at: Self.begin)
            #expect(holds == (index + 1 == heldAfter), "\(kind) \(index)")
        }
        #expect(gate.isHeld == (heldAfter != nil))
    }

    @Test func probesEverLessOften() {
        var gate = AccountGate()
        _ = gate.attemptEnded(AttemptEnd(.account), sentAt: Self.begin, at: Self.begin)
        var now = Self.begin
        for pause in ["1s", "2s", "5s", "10s", "30s", "30s"] as [Interval] {
            #expect(gate.hold.nextProbe == now + pause)
            now = now + pause
            let isMended = gate.probeEnded(.account, at: now)
            #expect(!isMended)
        }
        let isMended = gate.probeEnded(.accepted, at: now)
        #expect(isMended && !gate.isHeld)
    }

    /// Where probes get through and messages do not, the account is not tried with a message every second.
    @Test func aHoldThatBeginsAgainAtOnceGoesOnWithItsPauses() {
        var gate = AccountGate()
        var now = Self.begin
        for pause in ["1s", "2s", "5s", "10s", "30s", "30s"] as [Interval] {
            _ = gate.attemptEnded(AttemptEnd(.account), sentAt: now, at: now)
            #expect(gate.hold.nextProbe == now + pause)
            now = now + pause
            let isMended = gate.probeEnded(.accepted, at: now)
            #expect(isMended)
            now = now + "1s"
        }
        now = now + "2m"
        _ = gate.attemptEnded(AttemptEnd(.account), sentAt: now, at: now)
        #expect(gate.hold.nextProbe == now + "1s")
    }
}
