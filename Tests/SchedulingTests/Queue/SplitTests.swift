import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// Texts that go out in several parts, one after the other.
@Suite struct SplitTests {
    /// Three parts: `aaaa …`, `bbbb …`, `cccc …`, 1,000 bytes each.
    private static func text(_ letters: String = "abc") -> String {
        letters.map { "{{ '\($0)' * 1000 }}" }.joined(separator: " ")
    }

    private static func script(_ more: String = "", _ letters: String = "abc") -> String {
        "- {id: m, at: 0s, overflow: split, \(more) text: \"\(text(letters))\"}"
    }

    @Test func partsGoInTheirOrderEachWhenTheOneBeforeHasEnded() {
        var show = TestShow(Self.script())
        show.play(until: "5s")
        #expect(
            show.lines == [
                "0.000 > m#1.1@1", "0.100 m#1.1@1 sent", "0.100 > m#1.2@1", "0.200 m#1.2@1 sent", "0.200 > m#1.3@1",
                "0.300 m#1.3@1 sent", "0.300 end of 3: sent 3", "0.300 ended",
            ])
        #expect(show.attempts.map { $0.content.prefix(1) } == ["a", "b", "c"])
        #expect(show.attempts.map(\.part) == [Part(1, of: 3), Part(2, of: 3), Part(3, of: 3)])
    }

    @Test func theRestOfATextIsNotSentWhereItsFirstPartWasRefused() {
        var show = TestShow(Self.script())
        show.answers["m#1.1@1"] = [.refused]
        show.play(until: "5s")
        #expect(
            show.lines == [
                "0.000 > m#1.1@1", "0.100 m#1.1@1 rejected", "0.100 m#1.2@1 cancelled: part refused",
                "0.100 m#1.3@1 cancelled: part refused", "0.100 end of 3: rejected 1, cancelled 2", "0.100 ended",
            ])
    }

    /// Nor where an earlier try of that part had no answer: what the log says is the same after a restart.
    @Test func norIsItWhereThePartWasTriedBefore() {
        var show = TestShow(Self.script("on_unknown: resend,"))
        show.answers["m#1.1@1"] = [.unanswered, .refused]
        show.play(until: "5s")
        #expect(show.results(of: "m#1.1@1") == ["retrying", "rejected"])
        #expect(show.results(of: "m#1.2@1") == ["cancelled: part refused"])
    }

    /// The process dies before it has written what follows from the refusal.
    @Test(arguments: 1...2)
    func norIsItAfterARestart(cut: Int) {
        var show = TestShow(Self.script())
        show.answers["m#1.1@1"] = [.refused]
        show.play(until: "50ms")
        show.play(until: "5s")
        let lost = show.logs[TestShow.run]!.records.suffix(cut + 1)
        var log = MemoryLog()
        for record in show.logs[TestShow.run]!.records.dropLast(lost.count) { log.append(record) }
        show.world.logs[TestShow.run] = log
        show.crash()
        show.play(until: "10s")
        #expect(show.attempts.count == 1)
        #expect(show.tally[.cancelled] == 2)
    }

    @Test func roomsDoNotWaitForEachOther() {
        var show = TestShow(Self.script("rooms: both,"))
        show.answers["1"] = [.accepted.after("1s")]
        show.play(until: "5s")
        #expect(show.lines(with: "> ").suffix(2) == ["1.000 > m#1.2@1", "1.100 > m#1.3@1"])
        #expect(show.tally[.sent] == 6)
    }

    @Test func aTextThatHasRoomIsWhole() {
        var show = TestShow("- {id: m, at: 0s, overflow: split, text: short}")
        show.play(until: "5s")
        #expect(show.departures == ["0.000 > m#1@1"])
        #expect(show.lines.contains("0.100 end of 1: sent 1"))
    }

    /// The rest is worth more than nothing.
    @Test func aPartThatFailsDoesNotStopTheRest() {
        var show = TestShow(Self.script())
        show.answers["m#1.2@1"] = [.refused]
        show.play(until: "5s")
        #expect(show.lines.contains("0.300 end of 3: sent 2, rejected 1"))
    }

    @Test func aRetryIsOfOnePart() {
        var show = TestShow(Self.script())
        show.answers["m#1.2@1"] = [.transient, .accepted]
        show.play(until: "5s")
        #expect(
            show.departures.map { $0.drop { $0 != ">" } }
                == ["> m#1.1@1", "> m#1.2@1", "> m#1.2@1 (2)", "> m#1.3@1"])
        #expect(show.tally[.sent] == 3)
    }

    /// Half a text is worse than a late one.
    @Test func aPartIsNotLateBecauseTheOneBeforeTookItsTime() {
        var show = TestShow(Self.script("max_late: 0s,"))
        show.answers["m#1.1@1"] = [.accepted.after("9s")]
        show.play(until: "20s")
        #expect(show.tally[.sent] == 3)
    }

    @Test func whatIsLateBeforeItBeganEndsWithAllItsParts() {
        var show = TestShow(Self.script("max_late: 1s,"), at: "10s")
        show.play(until: "20s")
        #expect(
            show.lines.prefix(4) == [
                "10.000 m#1.1@1 missed: late", "10.000 m#1.2@1 missed: late", "10.000 m#1.3@1 missed: late",
                "10.000 end of 3: missed 3",
            ])
    }

    @Test func aCrashBetweenTwoPartsGoesOnWithTheNext() {
        var show = TestShow(Self.script())
        show.answers["m#1.2@1"] = [.hang]
        show.play(until: "150ms")
        show.crash()
        show.play(until: "10s")
        // The second part may have been shown: it is not shown again.
        #expect(
            show.lines.dropFirst(4) == [
                "1.150 m#1.2@1 unknown: interrupted before an answer came", "1.150 > m#1.3@1", "1.250 m#1.3@1 sent",
                "1.250 end of 3: sent 2, unknown 1", "1.250 ended",
            ])
    }

    @Test func aCrashAfterAPartEndedGoesOnBehindIt() {
        var show = TestShow(Self.script(), rate: 1)
        show.play(until: "500ms")
        show.crash(downFor: "5s")
        show.play(until: "20s")
        #expect(show.departures.map { $0.drop { $0 != ">" } } == ["> m#1.1@1", "> m#1.2@1", "> m#1.3@1"])
        #expect(show.tally[.sent] == 3)
        #expect(show.lines.last { $0.contains("end of") }?.hasSuffix("end of 3: sent 3") == true)
    }

    @Test func whatComesTooLateAfterACrashIsMissed() {
        var show = TestShow(Self.script("max_late: 20s,"), rate: 1)
        show.play(until: "500ms")
        show.crash(downFor: "1m")
        show.play(until: "3m")
        #expect(show.lines.contains { $0.hasSuffix("end of 3: sent 1, missed 2") })
    }

    @Test func aHoldBetweenTwoPartsMovesTheNext() {
        var show = TestShow(Self.script("max_late: 5s,"))
        show.play(until: "50ms")
        show.perform(.hold)
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > m#1.1@1"])
        show.perform(.go)
        show.play(until: "2m")
        #expect(show.departures.dropFirst() == ["60.000 > m#1.2@1", "60.100 > m#1.3@1"])
        // It is still the message that was due then.
        #expect(show.attempts.map(\.due) == Array(repeating: TestShow.start, count: 3))
    }

    @Test func skippingEndsTheRest() {
        var show = TestShow(Self.script() + "\n- {id: z, at: 1m, text: x}", rate: 1)
        show.play(until: "500ms")
        show.perform(.skip(CueSelector("m")))
        #expect(show.lines.suffix(2) == ["0.500 m#1.2@1 cancelled: skip", "0.500 m#1.3@1 cancelled: skip"])
    }

    @Test func cancellingCountsEachPart() {
        var show = TestShow("- {id: m, every: 10s, from: 10s, times: 3, overflow: split, text: \"\(Self.text())\"}")
        show.perform(.cancel)
        #expect(show.lines.suffix(2) == ["-1.000 end of 9: cancelled 9", "-1.000 ended"])
    }

    @Test func plannedFollowsAShiftThatChangesTheParts() {
        // From the start on a minute one part, later three.
        let text = "{{ 'a' * 1000 }} {{ ('b' * 1000 ~ ' ' ~ 'c' * 1000) if due - start > 60 else '' }}"
        var show = TestShow(
            "- {id: m, at: 10s, overflow: split, text: \"\(text.replacing("due - start > 60", with: "due | strftime('%M') != start | strftime('%M')"))\"}"
        )
        #expect(show.status.runs[0].planned == 1)
        show.perform(.shift("1m"))
        show.play(until: "2m")
        #expect(show.lines.contains { $0.hasSuffix("end of 3: sent 3") })
    }

    @Test func aReloadInBetweenGoesOnInTheNewText() {
        var show = TestShow(Self.script(), rate: 1)
        show.play(until: "500ms")
        show.reload(Self.script("", "xyzw"))
        show.play(until: "10s")
        #expect(show.attempts.map { $0.content.prefix(1) } == ["a", "y", "z", "w"])
        #expect(show.lines.contains { $0.hasSuffix("end of 4: sent 4") })
    }

    @Test func aReloadThatLeavesNoPartEndsTheRest() {
        var show = TestShow(Self.script(), rate: 1)
        show.play(until: "500ms")
        show.reload("- {id: m, at: 0s, overflow: split, text: short}")
        show.play(until: "10s")
        #expect(show.attempts.count == 1)
        #expect(show.results(of: "m#1.2@1") == ["cancelled: fewer parts"])
        #expect(show.results(of: "m#1.3@1") == ["cancelled: fewer parts"])
        #expect(show.lines(with: "end of").allSatisfy { $0.hasSuffix("end of 3: sent 1, cancelled 2") })
    }

    /// The part was on its way when the reload left no such part, and comes back.
    @Test func whatWasTriedOfAPartThatIsGoneEnds() {
        var show = TestShow(Self.script())
        show.answers["m#1.3@1"] = [.throttledApp.after("1s")]
        show.play(until: "500ms")
        show.reload("- {id: m, at: 0s, overflow: split, text: short}")
        show.play(until: "10s")
        #expect(show.results(of: "m#1.3@1") == ["throttled", "cancelled: fewer parts"])
        #expect(show.lines(with: "end of").allSatisfy { $0.hasSuffix("end of 3: sent 2, cancelled 1") })
    }

    /// Nobody can say whether a part that had no answer was shown.
    @Test func norIsItForgottenThatItMayHaveBeenShown() {
        var show = TestShow(Self.script("on_unknown: resend,"))
        show.answers["m#1.3@1"] = [.unanswered.after("1s")]
        show.play(until: "500ms")
        show.reload("- {id: m, at: 0s, overflow: split, on_unknown: resend, text: short}")
        show.play(until: "10s")
        #expect(show.results(of: "m#1.3@1") == ["retrying", "unknown: fewer parts"])
    }
}

/// `when`: messages that only some deliveries are wanted of.
@Suite struct ConditionTests {
    @Test func whatNobodyWantsIsNeitherSentNorPlanned() {
        var show = TestShow("- {id: m, every: 1s, times: 4, when: occurrence is even, text: \"{{ occurrence }}\"}")
        #expect(show.status.runs[0].planned == 2)
        show.play(until: "10s")
        #expect(show.departures == ["1.000 > m#2@1", "3.000 > m#4@1"])
        #expect(show.lines.contains("3.100 end of 2: sent 2"))
    }

    @Test func itIsAskedOfThePlannedTime() {
        // Moved out of its minute, it is still wanted.
        var show = TestShow(
            "- {id: m, at: 10s, when: due | strftime('%M') == start | strftime('%M'), text: x}")
        show.perform(.shift("5m"))
        show.play(until: "10m")
        #expect(show.departures == ["310.000 > m#1@1"])
    }

    @Test func aRunOfWhichNobodyWantsAnythingEnds() {
        var show = TestShow("- {id: m, at: 10s, when: offset > 20, text: x}")
        show.play(until: "20s")
        #expect(show.lines == ["10.000 end of 0:", "10.000 ended"])
    }

    @Test func cancellingCountsWhatWasWanted() {
        var show = TestShow("- {id: m, every: 1s, from: 10s, times: 5000, when: occurrence % 1000 == 0, text: x}")
        show.perform(.cancel)
        #expect(show.lines.suffix(2) == ["-1.000 end of 5: cancelled 5", "-1.000 ended"])
    }

    @Test func theNewestLateOneThatIsWantedIsSent() {
        var show = TestShow(
            "- {id: m, every: 10s, times: 5, when: occurrence < 4, late: send, max_late: 1s, text: x}", at: "60s")
        show.play(until: "2m")
        #expect(show.departures == ["60.000 > m#3@1"])
        #expect(show.lines.contains("60.100 end of 3: sent 1, missed 2"))
    }

    @Test func whatAReloadWantsAndNobodyWantedLiesBehind() {
        var show = TestShow("- {id: m, at: 0s, when: offset > 0, text: x}\n- {id: z, at: 1m, text: x}")
        show.play(until: "5s")
        show.reload("- {id: m, at: 0s, text: x}\n- {id: z, at: 1m, text: x}")
        show.play(until: "2m")
        #expect(show.departures == ["60.000 > z#1@1"])
        #expect(show.lines(with: "end of") == ["60.100 end of 2: sent 1, missed 1"])
    }

    @Test func whatCannotBeAskedIsInvalid() {
        var show = TestShow("- {id: m, every: 1s, times: 2, when: 1 // (2 - occurrence) > 0, text: x}")
        show.play(until: "10s")
        #expect(show.results(of: "m#1@1") == ["sent"])
        #expect(show.results(of: "m#2@1").first?.hasPrefix("invalid: ") == true)
    }
}
