import RunLog
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

/// What was claimed when the power failed, and has no final result in what is left of the log, may have been shown.
@Suite struct PowerLossTests {
    private let script = "- {id: a, at: 0, text: x}\n- {id: b, at: 1s, text: x}\n- {id: c, at: 10s, text: x}"

    private func claimed(_ names: String...) -> [ClaimedDelivery] {
        names.map { name in
            let parts = name.split { "#@".contains($0) }
            return ClaimedDelivery(messageID: String(parts[0]), occurrence: Int(parts[1])!, roomID: String(parts[2]))
        }
    }

    @Test func whatWasClaimedAndLeftNoTraceIsUnknown() {
        var show = TestShow(script)
        show.play(until: "1500ms")
        // The header, the attempt and the result of a are left; b was sent.
        show.forget(after: 3)
        show.crash(claimed: claimed("a#1@1", "b#1@1"))
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > a#1@1", "1.000 > b#1@1", "10.000 > c#1@1"])
        #expect(show.lines(with: "b#1@1 unknown") == ["2.500 b#1@1 unknown: power loss"])
        #expect(show.lines(with: "end of") == ["10.100 end of 3: sent 2, unknown 1"])
    }

    @Test func whatWasNotClaimedGoesOn() {
        var show = TestShow(script)
        show.play(until: "1500ms")
        show.forget(after: 3)
        show.crash(claimed: claimed())
        show.play(until: "1m")
        #expect(show.lines(with: "end of") == ["10.100 end of 3: sent 3"])
    }

    /// A throttled attempt is in the log, and another may have left after it.
    @Test func whatWasTriedAgainMayHaveLeft() {
        var show = TestShow("- {id: a, at: 0, text: x}", roomRate: 20)
        show.answers["a"] = [.throttledRoom]
        show.play(until: "1s")
        show.forget(after: 3)
        show.crash(claimed: claimed("a#1@1"))
        show.play(until: "1m")
        #expect(show.departures.count == 2)
        #expect(show.results(of: "a#1@1").last == "unknown: power loss")
        #expect(show.lines(with: "end of").last?.hasSuffix("end of 1: unknown 1") == true)
    }

    @Test func anAttemptWithoutAnAnswerIsUnknownEvenWhereTheScriptWouldSendItAgain() {
        var show = TestShow("- {id: a, at: 0, text: x}", defaults: "rooms: r1, on_unknown: resend")
        show.play(until: "50ms")
        show.crash(claimed: claimed("a#1@1"))
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > a#1@1"])
        #expect(show.results(of: "a#1@1") == ["unknown: power loss"])
        #expect(
            show.logs[TestShow.run]!.recovery(for: TestTimeline.timeline("- {id: a, at: 0, text: x}")).book
                .contradictionCount == 0)
    }

    /// Part two has no record, and it and part three may have left.
    @Test(arguments: [3, 1])
    func allThatIsLeftOfATextIsUnknown(kept: Int) {
        var show = TestShow(
            "- {id: a, at: 0, text: \"{{ 'word ' * 500 }}x\", overflow: split}\n- {id: b, at: 10s, text: x}")
        show.play(until: "1s")
        show.forget(after: kept)
        show.crash(claimed: claimed("a#1@1"))
        show.play(until: "1m")
        let first = kept == 1 ? ["sent", "unknown: power loss"] : ["sent"]
        #expect(show.results(of: "a#1.1@1") == first)
        #expect(show.results(of: "a#1.2@1") == ["sent", "unknown: power loss"])
        #expect(show.results(of: "a#1.3@1") == ["sent", "unknown: power loss"])
        let unknown = kept == 1 ? 3 : 2
        #expect(show.lines(with: "end of") == ["10.100 end of 4: sent \(4 - unknown), unknown \(unknown)"])
    }

    @Test func whatTheScriptNoLongerHasCountsAsUnknownToo() {
        var show = TestShow(script)
        show.play(until: "1500ms")
        show.forget(after: 3)
        show.crash(timeline: TestTimeline.timeline("- {id: c, at: 10s, text: x}"), claimed: claimed("a#1@1", "b#1@1"))
        show.play(until: "1m")
        // a had ended.
        #expect(
            show.lines(with: "unknown") == ["2.500 b#1@1 unknown: power loss", "10.100 end of 3: sent 2, unknown 1"])
    }

    /// A claim names what the timeline of its time did.
    @Test func whatWasClaimedUnderAnIdCountsUnderTheOneThatItHasNow() {
        var show = TestShow("- {id: b, at: 10s, text: two}")
        show.play(until: "9s")
        show.reload("- {id: c, at: 10s, text: two}")
        show.play(until: "9500ms")
        show.crash(claimed: claimed("b#1@1"))
        show.play(until: "1m")
        #expect(show.departures == [])
        #expect(show.lines(with: "end of") == ["10.500 end of 1: unknown 1"])
    }

    /// Of another script nobody knows what of it was shown under other names: nothing goes out that was due by then.
    @Test func anotherScriptGoesOnBehindWhatTheClaimReaches() {
        var show = TestShow(script)
        show.play(until: "5s")
        let other = TestTimeline.timeline("- {id: y, at: 6900ms, text: new}\n- {id: z, at: 7100ms, text: new}")
        show.crash(timeline: other, claimed: claimed("c#1@1"))
        show.play(until: "1m")
        #expect(show.departures.last == "7.100 > z#1@1")
        #expect(show.results(of: "y#1@1") == ["missed: reload"])
        #expect(show.results(of: "c#1@1") == ["unknown: power loss"])
    }

    /// Only what somebody wants is claimed: the script said so then.
    @Test func whatNobodyWantsAnyMoreMayHaveBeenShown() {
        var show = TestShow("- {id: a, at: 0, text: x}\n- {id: c, at: 10s, text: x}")
        show.play(until: "1s")
        show.forget(after: 1)
        let edited = TestTimeline.timeline(
            "- {id: a, at: 0, when: \"occurrence > 1\", text: x}\n- {id: c, at: 10s, text: x}")
        show.crash(timeline: edited, claimed: claimed("a#1@1"))
        show.play(until: "1m")
        #expect(show.results(of: "a#1@1") == ["sent", "unknown: power loss"])
        #expect(show.lines(with: "end of") == ["10.100 end of 2: sent 1, unknown 1"])
    }

    /// Nobody has said yet how many parts it has.
    @Test func aFiredTextInPartsIsUnknownInAllOfThem() throws {
        var show = TestShow("- {id: a, at: 10s, overflow: split, text: \"{{ 'word ' * 210 }}\"}")
        show.play(until: "1s")
        show.perform(.fire(CueSelector("a")))
        show.forget(after: 2)
        show.crash(claimed: claimed("a#1@1"))
        show.play(until: "1m")
        #expect(show.results(of: "a#1.1@1") == ["unknown: power loss"])
        #expect(show.results(of: "a#1.2@1") == ["unknown: power loss"])
        #expect(show.lines(with: "end of").last?.hasSuffix("end of 2: unknown 2") == true)
    }

    @Test func aSecondStartFindsItSettled() {
        var show = TestShow(script)
        show.play(until: "1500ms")
        show.forget(after: 3)
        show.crash(claimed: claimed("b#1@1"))
        show.crash(claimed: claimed("b#1@1"))
        show.play(until: "1m")
        #expect(
            show.lines(with: "unknown") == ["2.500 b#1@1 unknown: power loss", "10.100 end of 3: sent 2, unknown 1"])
    }
}
