import ShowTime
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
        var stage = Stage(Self.script())
        stage.play(until: "5s")
        #expect(
            stage.lines == [
                "0.000 > m#1.1@1", "0.100 m#1.1@1 sent", "0.100 > m#1.2@1", "0.200 m#1.2@1 sent", "0.200 > m#1.3@1",
                "0.300 m#1.3@1 sent", "0.300 end of 3: sent 3", "0.300 ended",
            ])
        #expect(stage.attempts.map { $0.content.prefix(1) } == ["a", "b", "c"])
        #expect(stage.attempts.map(\.part) == [Part(1, of: 3), Part(2, of: 3), Part(3, of: 3)])
    }

    @Test func roomsDoNotWaitForEachOther() {
        var stage = Stage(Self.script("rooms: both,"))
        stage.answers["1"] = [.accepted.after("1s")]
        stage.play(until: "5s")
        #expect(stage.lines(with: "> ").suffix(2) == ["1.000 > m#1.2@1", "1.100 > m#1.3@1"])
        #expect(stage.tally[.sent] == 6)
    }

    @Test func aTextThatHasRoomIsWhole() {
        var stage = Stage("- {id: m, at: 0s, overflow: split, text: short}")
        stage.play(until: "5s")
        #expect(stage.departures == ["0.000 > m#1@1"])
        #expect(stage.lines.contains("0.100 end of 1: sent 1"))
    }

    /// The rest is worth more than nothing.
    @Test func aPartThatFailsDoesNotStopTheRest() {
        var stage = Stage(Self.script())
        stage.answers["m#1.2@1"] = [.refused]
        stage.play(until: "5s")
        #expect(stage.lines.contains("0.300 end of 3: sent 2, rejected 1"))
    }

    @Test func aRetryIsOfOnePart() {
        var stage = Stage(Self.script())
        stage.answers["m#1.2@1"] = [.transient, .accepted]
        stage.play(until: "5s")
        #expect(
            stage.departures.map { $0.drop { $0 != ">" } }
                == ["> m#1.1@1", "> m#1.2@1", "> m#1.2@1 (2)", "> m#1.3@1"])
        #expect(stage.tally[.sent] == 3)
    }

    /// Half a text is worse than a late one.
    @Test func aPartIsNotLateBecauseTheOneBeforeTookItsTime() {
        var stage = Stage(Self.script("max_late: 0s,"))
        stage.answers["m#1.1@1"] = [.accepted.after("9s")]
        stage.play(until: "20s")
        #expect(stage.tally[.sent] == 3)
    }

    @Test func whatIsLateBeforeItBeganEndsWithAllItsParts() {
        var stage = Stage(Self.script("max_late: 1s,"), at: "10s")
        stage.play(until: "20s")
        #expect(
            stage.lines.prefix(4) == [
                "10.000 m#1.1@1 missed: late", "10.000 m#1.2@1 missed: late", "10.000 m#1.3@1 missed: late",
                "10.000 end of 3: missed 3",
            ])
    }

    @Test func aCrashBetweenTwoPartsGoesOnWithTheNext() {
        var stage = Stage(Self.script())
        stage.answers["m#1.2@1"] = [.hang]
        stage.play(until: "150ms")
        stage.crash()
        stage.play(until: "10s")
        // The second part may have been shown: it is not shown again.
        #expect(
            stage.lines.dropFirst(4) == [
                "1.150 m#1.2@1 unknown: interrupted before an answer came", "1.150 > m#1.3@1", "1.250 m#1.3@1 sent",
                "1.250 end of 3: sent 2, unknown 1", "1.250 ended",
            ])
    }

    @Test func aCrashAfterAPartEndedGoesOnBehindIt() {
        var stage = Stage(Self.script(), rate: 1)
        stage.play(until: "500ms")
        stage.crash(downFor: "5s")
        stage.play(until: "20s")
        #expect(stage.departures.map { $0.drop { $0 != ">" } } == ["> m#1.1@1", "> m#1.2@1", "> m#1.3@1"])
        #expect(stage.tally[.sent] == 3)
        #expect(stage.lines.last { $0.contains("end of") }?.hasSuffix("end of 3: sent 3") == true)
    }

    @Test func whatComesTooLateAfterACrashIsMissed() {
        var stage = Stage(Self.script("max_late: 20s,"), rate: 1)
        stage.play(until: "500ms")
        stage.crash(downFor: "1m")
        stage.play(until: "3m")
        #expect(stage.lines.contains { $0.hasSuffix("end of 3: sent 1, missed 2") })
    }

    @Test func aHoldBetweenTwoPartsMovesTheNext() {
        var stage = Stage(Self.script("max_late: 5s,"))
        stage.play(until: "50ms")
        stage.perform(.hold)
        stage.play(until: "1m")
        #expect(stage.departures == ["0.000 > m#1.1@1"])
        stage.perform(.go)
        stage.play(until: "2m")
        #expect(stage.departures.dropFirst() == ["60.000 > m#1.2@1", "60.100 > m#1.3@1"])
        // It is still the message that was due then.
        #expect(stage.attempts.map(\.due) == Array(repeating: Stage.start, count: 3))
    }

    @Test func skippingEndsTheRest() {
        var stage = Stage(Self.script() + "\n- {id: z, at: 1m, text: x}", rate: 1)
        stage.play(until: "500ms")
        stage.perform(.skip(message: "m"))
        #expect(stage.lines.suffix(2) == ["0.500 m#1.2@1 cancelled: skip", "0.500 m#1.3@1 cancelled: skip"])
    }

    @Test func cancellingCountsEachPart() {
        var stage = Stage("- {id: m, every: 10s, from: 10s, times: 3, overflow: split, text: \"\(Self.text())\"}")
        stage.perform(.cancel)
        #expect(stage.lines.suffix(2) == ["-1.000 end of 9: cancelled 9", "-1.000 ended"])
    }

    @Test func plannedFollowsAShiftThatChangesTheParts() {
        // From the start on a minute one part, later three.
        let text = "{{ 'a' * 1000 }} {{ ('b' * 1000 ~ ' ' ~ 'c' * 1000) if due - start > 60 else '' }}"
        var stage = Stage(
            "- {id: m, at: 10s, overflow: split, text: \"\(text.replacing("due - start > 60", with: "due | strftime('%M') != start | strftime('%M')"))\"}"
        )
        #expect(stage.scheduler.status(at: stage.now)[0].planned == 1)
        stage.perform(.shift("1m"))
        stage.play(until: "2m")
        #expect(stage.lines.contains { $0.hasSuffix("end of 3: sent 3") })
    }

    @Test func aReloadInBetweenGoesOnInTheNewText() {
        var stage = Stage(Self.script(), rate: 1)
        stage.play(until: "500ms")
        stage.reload(Self.script("", "xyzw"))
        stage.play(until: "10s")
        #expect(stage.attempts.map { $0.content.prefix(1) } == ["a", "y", "z", "w"])
        #expect(stage.lines.contains { $0.hasSuffix("end of 4: sent 4") })
    }

    @Test func aReloadThatLeavesNoPartEndsIt() {
        var stage = Stage(Self.script(), rate: 1)
        stage.play(until: "500ms")
        stage.reload("- {id: m, at: 0s, overflow: split, text: short}")
        stage.play(until: "10s")
        #expect(stage.attempts.count == 1)
        #expect(stage.lines.contains { $0.hasSuffix("end of 1: sent 1") })
    }
}

/// `when`: messages that only some deliveries are wanted of.
@Suite struct ConditionTests {
    @Test func whatNobodyWantsIsNeitherSentNorPlanned() {
        var stage = Stage("- {id: m, every: 1s, times: 4, when: occurrence is even, text: \"{{ occurrence }}\"}")
        #expect(stage.scheduler.status(at: stage.now)[0].planned == 2)
        stage.play(until: "10s")
        #expect(stage.departures == ["1.000 > m#2@1", "3.000 > m#4@1"])
        #expect(stage.lines.contains("3.100 end of 2: sent 2"))
    }

    @Test func itIsAskedOfThePlannedTime() {
        // Moved out of its minute, it is still wanted.
        var stage = Stage(
            "- {id: m, at: 10s, when: due | strftime('%M') == start | strftime('%M'), text: x}")
        stage.perform(.shift("5m"))
        stage.play(until: "10m")
        #expect(stage.departures == ["310.000 > m#1@1"])
    }

    @Test func aRunOfWhichNobodyWantsAnythingEnds() {
        var stage = Stage("- {id: m, at: 10s, when: offset > 20, text: x}")
        stage.play(until: "20s")
        #expect(stage.lines == ["10.000 end of 0:", "10.000 ended"])
    }

    @Test func cancellingCountsWhatWasWanted() {
        var stage = Stage("- {id: m, every: 1s, from: 10s, times: 5000, when: occurrence % 1000 == 0, text: x}")
        stage.perform(.cancel)
        #expect(stage.lines.suffix(2) == ["-1.000 end of 5: cancelled 5", "-1.000 ended"])
    }

    @Test func theNewestLateOneThatIsWantedIsSent() {
        var stage = Stage(
            "- {id: m, every: 10s, times: 5, when: occurrence < 4, late: send, max_late: 1s, text: x}", at: "60s")
        stage.play(until: "2m")
        #expect(stage.departures == ["60.000 > m#3@1"])
        #expect(stage.lines.contains("60.100 end of 3: sent 1, missed 2"))
    }

    @Test func aReloadMayWantWhatNobodyWanted() {
        var stage = Stage("- {id: m, at: 0s, when: offset > 0, text: x}\n- {id: z, at: 1m, text: x}")
        stage.play(until: "5s")
        stage.reload("- {id: m, at: 0s, text: x}\n- {id: z, at: 1m, text: x}")
        stage.play(until: "2m")
        #expect(stage.departures == ["5.000 > m#1@1", "60.000 > z#1@1"])
    }

    @Test func whatCannotBeAskedIsInvalid() {
        var stage = Stage("- {id: m, every: 1s, times: 2, when: 1 // (2 - occurrence) > 0, text: x}")
        stage.play(until: "10s")
        #expect(stage.results(of: "m#1@1") == ["sent"])
        #expect(stage.results(of: "m#2@1").first?.hasPrefix("invalid: ") == true)
    }
}
