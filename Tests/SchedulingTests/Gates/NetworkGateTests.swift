import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct NetworkGateTests {
    private static let begin = Uptime(nanoseconds: 5_000_000_000)

    struct Case: CustomTestStringConvertible {
        /// Each with the room that it was for.
        var ends: [(AttemptEnd.Kind, Int32)]
        var heldAfter: Int?

        var testDescription: String { "\(ends.map { "\($0.0)@\($0.1)" })" }
    }

    @Test(arguments: [
        Case(ends: [(.notSent, 0), (.notSent, 1)], heldAfter: nil),
        Case(ends: [(.notSent, 0), (.notSent, 1), (.notSent, 0)], heldAfter: 3),
        // One bad room does not close it.
        Case(ends: [(.accepted, 1)] + Array(repeating: (.notSent, 0), count: 20), heldAfter: nil),
        Case(ends: [(.accepted, 1)] + Array(repeating: (.notSent, 0), count: 3) + [(.notSent, 1)], heldAfter: 5),
        Case(ends: [(.accepted, 0)] + Array(repeating: (.notSent, 0), count: 3), heldAfter: 4),
        Case(ends: Array(repeating: (.notSent, 0), count: 3), heldAfter: 3),
        Case(ends: [(.notSent, 0), (.notSent, 1), (.accepted, 0), (.notSent, 1)], heldAfter: nil),
        Case(ends: [(.notSent, 0), (.notSent, 1), (.account, 0), (.notSent, 1)], heldAfter: nil),
        Case(ends: Array(repeating: (.unanswered, 0), count: 5), heldAfter: 5),
        Case(ends: Array(repeating: (.unanswered, 0), count: 4) + [(.refused, 1), (.unanswered, 0)], heldAfter: nil),
        Case(
            ends: Array(repeating: (.unanswered, 0), count: 4) + [(.foreignAnswer, 1), (.unanswered, 0)], heldAfter: 6),
        Case(ends: Array(repeating: (.foreignAnswer, 0), count: 20), heldAfter: nil),
    ])
    func holdsForANetworkThatIsDead(test: Case) {
        var gate = NetworkGate()
        for (index, (kind, room)) in test.ends.enumerated() {
            let change = gate.attemptEnded(AttemptEnd(kind), room: room, sentAt: Self.begin, at: Self.begin)
            #expect((change == .hold) == (index + 1 == test.heldAfter), "\(index)")
        }
        #expect(gate.isHeld == (test.heldAfter != nil))
    }

    @Test func probesOften() {
        var gate = NetworkGate()
        for _ in 0..<3 { _ = gate.attemptEnded(AttemptEnd(.notSent), room: 0, sentAt: Self.begin, at: Self.begin) }
        var now = Self.begin
        for pause in ["250ms", "500ms", "1s", "2s", "5s", "5s"] as [Interval] {
            #expect(gate.hold.nextProbe == now + pause)
            now = now + pause
            let change = gate.probeEnded(.notSent, at: now)
            #expect(change == .none)
        }
        // A proxy's login page is no answer of ZEGO's; a refusal by ZEGO is.
        let afterLoginPage = gate.probeEnded(.foreignAnswer, at: now)
        let afterRefusal = gate.probeEnded(.account, at: now)
        #expect(afterLoginPage == .none && afterRefusal == .open)
    }

    /// Calls that disappear cost ten seconds each: five of them on their way are enough to stop.
    @Test func fiveCallsInSilenceHold() {
        var gate = NetworkGate()
        for tenth in 0..<5 { gate.attemptBegan(at: Self.begin + "100ms" * tenth) }
        #expect(gate.silenceEnds == Self.begin + "5.4s")
        let isHeldEarly = gate.checkSilence(at: Self.begin + "5399ms")
        let isHeld = gate.checkSilence(at: Self.begin + "5.4s")
        #expect(!isHeldEarly && isHeld)
        // One of them is answered after all.
        let change = gate.attemptEnded(AttemptEnd(.accepted), room: 0, sentAt: Self.begin, at: Self.begin + "6s")
        #expect(change == .open)
    }

    /// A call that never left is not on its way.
    @Test func oneBadRoomIsNoSilence() {
        var gate = NetworkGate()
        for tenth in 0..<5 {
            let now = Self.begin + "100ms" * tenth
            gate.attemptBegan(at: now)
            _ = gate.attemptEnded(AttemptEnd(.notSent), room: 0, sentAt: now, at: now)
        }
        #expect(gate.silenceEnds == nil)
    }

    /// Which call did not leave is told by when it began: the others are on their way for as long as they were.
    @Test func aCallThatNeverLeftShortensNoOtherSilence() {
        var gate = NetworkGate()
        for tenth in 0..<7 { gate.attemptBegan(at: Self.begin + "100ms" * tenth) }
        _ = gate.attemptEnded(
            AttemptEnd(.notSent), room: 0, sentAt: Self.begin + "600ms", at: Self.begin + "700ms")
        #expect(gate.silenceEnds == Self.begin + "5.4s")
        gate.attemptWithdrawn(sentAt: Self.begin)
        #expect(gate.silenceEnds == Self.begin + "5.5s")
        // One from before the last answer counts no more.
        _ = gate.attemptEnded(AttemptEnd(.accepted), room: 0, sentAt: Self.begin, at: Self.begin + "1s")
        for tenth in 0..<5 { gate.attemptBegan(at: Self.begin + "2s" + "100ms" * tenth) }
        gate.attemptWithdrawn(sentAt: Self.begin)
        #expect(gate.silenceEnds == Self.begin + "7.4s")
    }

    @Test func anAnswerEndsTheSilence() {
        var gate = NetworkGate()
        for _ in 0..<5 { gate.attemptBegan(at: Self.begin) }
        _ = gate.attemptEnded(AttemptEnd(.accepted), room: 0, sentAt: Self.begin, at: Self.begin + "4s")
        #expect(gate.silenceEnds == nil)
    }
}
