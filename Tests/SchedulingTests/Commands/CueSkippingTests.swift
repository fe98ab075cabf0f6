import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// Cues that are left out, and brought back.
@Suite struct CueSkippingTests {
    private static let repeated = "- {id: r, every: 10s, from: 0s, times: 4, rooms: both, text: x}"

    @Test func oneOccurrenceIsSkipped() {
        var show = TestShow(Self.repeated)
        #expect(show.perform(.skip(CueSelector("r", occurrence: 2))) == nil)
        #expect(show.lastResult == .done(deliveries: 2))
        show.play(until: "1m")
        #expect(show.departures.count == 6)
        #expect(!show.departures.contains { $0.contains("r#2") })
        #expect(show.perform(.skip(CueSelector("r", occurrence: 9))) == .hasEnded(TestShow.run))
    }

    @Test func oneRoomIsSkipped() {
        var show = TestShow(Self.repeated)
        show.perform(.skip(CueSelector("r", room: "2")))
        show.play(until: "1m")
        #expect(show.departures.allSatisfy { $0.hasSuffix("@1") })
        #expect(show.lines(with: "end of") == ["30.100 end of 8: sent 4, cancelled 4"])
        var other = TestShow(Self.repeated)
        #expect(other.perform(.skip(CueSelector("r", room: "7"))) == .noSuchRoom("7"))
    }

    @Test func aRoomOfARepeatWithoutEndIsSkipped() {
        var show = TestShow("- {id: r, every: 10s, from: 0s, rooms: both, text: x}")
        show.perform(.skip(CueSelector("r", room: "2")))
        show.play(until: "25s")
        #expect(show.departures == ["0.000 > r#1@1", "10.000 > r#2@1", "20.000 > r#3@1"])
    }

    @Test func ofASkippedRepeatTheRestIsBroughtBack() {
        var show = TestShow(Self.repeated + "\n- {id: z, at: 1m, text: x}")
        show.perform(.skip(CueSelector("r")))
        show.play(until: "15s")
        #expect(show.perform(.unskip(CueSelector("r"))) == nil)
        #expect(show.lastResult == .done(deliveries: 4))
        show.play(until: "2m")
        #expect(
            show.departures == [
                "20.000 > r#3@1", "20.000 > r#3@2", "30.000 > r#4@1", "30.000 > r#4@2", "60.000 > z#1@1",
            ]
        )
        #expect(show.lines(with: "end of") == ["60.100 end of 9: sent 5, cancelled 4"])
    }

    /// The log says that all of it is brought back, and the totals agree.
    @Test func whatTheTimelineNoLongerHasIsBroughtBackAsWell() {
        var show = TestShow(Self.repeated + "\n- {id: z, at: 1m, text: x}")
        show.perform(.skip(CueSelector("r")))
        show.play(until: "5s")
        show.reload("- {id: r, every: 10s, from: 0s, times: 3, rooms: r1, text: x}\n- {id: z, at: 1m, text: x}")
        show.perform(.unskip(CueSelector("r")))
        show.play(until: "15s")
        show.reload(Self.repeated + "\n- {id: z, at: 1m, text: x}")
        show.play(until: "2m")
        #expect(
            show.departures == [
                "10.000 > r#2@1", "20.000 > r#3@1", "20.000 > r#3@2", "30.000 > r#4@1", "30.000 > r#4@2",
                "60.000 > z#1@1",
            ])
        #expect(show.lines(with: "end of") == ["60.100 end of 9: sent 6, missed 1, cancelled 2"])
    }

    @Test func aSingleMessageIsBroughtBack() {
        var show = TestShow("- {id: a, at: 10s, rooms: both, text: x}\n- {id: z, at: 1m, text: x}")
        show.perform(.skip(CueSelector("a")))
        show.crash()
        #expect(show.perform(.unskip(CueSelector("a"))) == nil)
        show.crash()
        show.play(until: "2m")
        #expect(show.departures == ["10.000 > a#1@1", "10.000 > a#1@2", "60.000 > z#1@1"])
        #expect(show.lines(with: "end of") == ["60.100 end of 3: sent 3"])
    }

    /// The show stands at the very time of the cue, which has not gone out.
    @Test(arguments: [false, true]) func aCueAtTheTimeOfAHoldIsBroughtBack(isKilled: Bool) {
        var show = TestShow("- {id: b, at: 20s, hold: true, text: x}\n- {id: c, at: 20s, text: x}")
        show.play(until: "30s")
        #expect(show.status.runs[0].heldBefore == "b")
        show.perform(.skip(CueSelector("c")))
        #expect(show.perform(.unskip(CueSelector("c"))) == nil)
        if isKilled { show.crash() }
        show.play(until: "40s")
        #expect(show.departures.isEmpty)
        show.perform(.go)
        show.play(until: "1m")
        #expect(show.departures == ["40.000 > b#1@1", "40.000 > c#1@1"])
        #expect(show.lines(with: "end of") == ["40.100 end of 2: sent 2"])
    }

    /// A show that stands before a cue stands there when that is skipped too, until an operator lets it go on.
    @Test func theCueOfAHoldIsBroughtBack() {
        var show = TestShow("- {id: b, at: 20s, hold: true, text: x}\n- {id: c, at: 20s, text: x}")
        show.play(until: "30s")
        show.perform(.skip(CueSelector("b")))
        show.perform(.shift("-1s"))
        show.play(until: "35s")
        #expect(show.departures.isEmpty)
        #expect(show.perform(.unskip(CueSelector("b"))) == nil)
        show.play(until: "40s")
        show.perform(.go)
        show.play(until: "1m")
        #expect(show.departures == ["40.000 > b#1@1", "40.000 > c#1@1"])
        #expect(show.lines(with: "end of") == ["40.100 end of 2: sent 2"])
    }

    @Test func ofARepeatWithoutEndOnlyTheCueThatIsMeantIsTouched() {
        var show = TestShow(
            "- {id: b, at: 20s, hold: true, text: x}\n- {id: r, every: 10s, from: 0s, text: x}\n- {id: z, at: 42s, text: x}"
        )
        show.play(until: "25s")
        show.perform(.skip(CueSelector("r", occurrence: 5)))
        #expect(show.perform(.unskip(CueSelector("r", occurrence: 5))) == nil)
        show.play(until: "30s")
        show.perform(.go)
        show.play(until: "55s")
        #expect(
            show.departures == [
                "0.000 > r#1@1", "10.000 > r#2@1", "30.000 > b#1@1", "30.000 > r#3@1", "40.000 > r#4@1",
                "50.000 > r#5@1", "52.000 > z#1@1",
            ])
    }

    @Test func whatWasNotSkippedIsNotBroughtBack() {
        var show = TestShow(Self.repeated)
        #expect(show.perform(.unskip(CueSelector("r"))) == .notSkipped("r"))
        show.perform(.skip(CueSelector("r")))
        // Only all of it was skipped.
        #expect(show.perform(.unskip(CueSelector("r", occurrence: 2))) != nil)
    }

    @Test func aSkippedCueStaysSkippedAfterAKillBetweenItsRecords() {
        var show = TestShow(Self.repeated)
        show.perform(.skip(CueSelector("r", occurrence: 3, room: "1")))
        show.crash()
        show.play(until: "1m")
        #expect(!show.departures.contains { $0.contains("r#3@1") })
        #expect(show.departures.count == 7)
    }

    /// The plan is gone through anew: what it had come to before is not sent a second time.
    @Test func whatWaitsIsNotSentTwiceWhenSomethingElseIsBroughtBack() {
        var show = TestShow(
            "- {id: a, at: 10s, rooms: all, late: send, text: x}\n- {id: s, at: 5m, text: x}\n- {id: z, at: 6m, text: x}",
            rate: 1)
        show.perform(.skip(CueSelector("s")))
        show.play(until: "10500ms")
        // Its due time lies ahead again.
        show.perform(.shift("1m"))
        show.perform(.unskip(CueSelector("s")))
        show.play(until: "10m")
        #expect(show.departures.count { $0.contains("> a#1") } == 3)
        #expect(show.lines(with: "end of") == ["420.100 end of 5: sent 5"])
    }

    /// What was skipped of it is past: a restart does not send it after all.
    @Test func ofARepeatWithoutEndWhatWasSkippedStaysSoAfterARestart() {
        var show = TestShow("- {id: r, every: 10s, from: 0s, max_late: 1h, text: x}\n- {id: z, at: 1h, text: x}")
        show.perform(.skip(CueSelector("r")))
        show.play(until: "35s")
        show.perform(.unskip(CueSelector("r")))
        show.play(until: "45s")
        show.crash()
        show.play(until: "55s")
        #expect(show.departures == ["40.000 > r#5@1", "50.000 > r#6@1"])
    }

    /// The later command counts.
    @Test func aFiredCueThatIsSkippedOnItsWayIsNotTriedAgain() {
        var show = TestShow("- {id: a, at: 10s, text: x}\n- {id: z, at: 1m, text: x}")
        show.answers["1"] = [.transient]
        show.perform(.fire(CueSelector("a")))
        show.perform(.skip(CueSelector("a")))
        show.play(until: "2m")
        #expect(show.results(of: "a#1@1") == ["retrying", "cancelled: skip"])
    }
}
