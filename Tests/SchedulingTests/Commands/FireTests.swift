import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// Cues that an operator sends ahead of their time.
@Suite struct FireTests {
    @Test func aFiredCueGoesOutNowAndNotAtItsTime() {
        var show = TestShow("- {id: a, at: 10s, rooms: both, text: '{{ offset }} {{ due | strftime(\"%S\") }}'}")
        show.play(until: "2s")
        #expect(show.perform(.fire(CueSelector("a"))) == nil)
        #expect(show.lastResult == .done(deliveries: 2))
        #expect(show.lines == ["2.000 fire a#1@1,2", "2.000 > a#1@1", "2.000 > a#1@2"])
        // Its offset is the script's, its due time the operator's.
        #expect(show.attempts.map(\.content) == ["10 02", "10 02"])
        show.play(until: "1m")
        #expect(show.departures.count == 2)
        #expect(show.results(of: "a#1@1") == ["sent"])
        #expect(show.lines(with: "end of") == ["10.000 end of 2: sent 2"])
    }

    @Test func ofARepeatOneOccurrenceIsFired() {
        var show = TestShow("- {id: r, every: 10s, from: 10s, times: 3, text: x}")
        #expect(show.perform(.fire(CueSelector("r"))) == .occurrenceMissing("r"))
        #expect(show.perform(.fire(CueSelector("r", occurrence: 4))) == .noSuchOccurrence("r", first: 1, last: 3))
        #expect(show.perform(.fire(CueSelector("r", occurrence: 2))) == nil)
        show.play(until: "1m")
        #expect(show.departures == ["-1.000 > r#2@1", "10.000 > r#1@1", "30.000 > r#3@1"])
    }

    @Test func whatWasFiredBeforeTheShowBeginsItsTime() {
        var show = TestShow("- {id: a, at: 10s, text: x}", at: "-1h")
        show.perform(.fire(CueSelector("a")))
        #expect(show.departures == ["-3600.000 > a#1@1"])
    }

    @Test func noHoldStopsWhatAnOperatorSends() {
        var show = TestShow("- {id: a, at: 10s, text: x}\n- {id: b, at: 5s, text: x}")
        show.answers["1"] = [.transient, .accepted]
        show.perform(.hold)
        show.perform(.fire(CueSelector("a")))
        show.play(until: "10s")
        // Not even its next try.
        #expect(show.results(of: "a#1@1") == ["retrying", "sent"])
        #expect(!show.departures.contains { $0.contains("b#1") })
        show.perform(.go)
        show.play(until: "1m")
        #expect(show.results(of: "b#1@1") == ["sent"])
    }

    @Test func aShiftDoesNotMoveWhatWasFired() {
        var show = TestShow("- {id: a, at: 10s, rooms: all, text: x}", rate: 1)
        show.perform(.fire(CueSelector("a")))
        show.perform(.shift("1m"))
        show.play(until: "10s")
        #expect(show.departures.count == 3)
    }

    @Test func whatWaitsGoesOutAsFired() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, max_late: 2s, text: x}\n- {id: z, at: 1m, text: x}", rate: 1)
        show.play(until: "500ms")
        show.perform(.hold)
        show.perform(.fire(CueSelector("a")))
        show.play(until: "10s")
        #expect(show.results(of: "a#1@2") == ["sent"])
        #expect(show.results(of: "a#1@3") == ["sent"])
    }

    @Test func whatHasGoneOutIsNotFired() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: z, at: 1m, text: x}")
        show.play(until: "5s")
        #expect(show.perform(.fire(CueSelector("a"))) == .nothingToFire("a"))
        show.perform(.skip(CueSelector("z")))
        #expect(show.perform(.fire(CueSelector("z"))) == .hasEnded(TestShow.run))
    }

    @Test func roomsThatDoNotWantItAreLeftOut() {
        var show = TestShow("- {id: a, at: 10s, rooms: all, when: room.id == '2', text: x}")
        show.perform(.fire(CueSelector("a")))
        #expect(show.departures == ["-1.000 > a#1@2"])
        show.play(until: "1m")
        #expect(show.lines(with: "end of") == ["10.000 end of 1: sent 1"])
    }

    @Test func aKillBeforeItLeavesDoesNotLoseIt() {
        var show = TestShow("- {id: a, at: 10s, rooms: all, text: x}\n- {id: z, at: 1m, text: x}", rate: 1)
        show.perform(.hold)
        show.perform(.fire(CueSelector("a")))
        show.crash(downFor: "3s")
        show.play(until: "8s")
        #expect(show.departures == ["-1.000 > a#1@1", "2.000 > a#1@2", "3.025 > a#1@3"])
    }

    @Test func itIsNotDueAgainAfterAKill() {
        var show = TestShow("- {id: a, at: 10s, text: x}\n- {id: z, at: 1m, text: x}")
        show.perform(.fire(CueSelector("a")))
        show.play(until: "5s")
        show.crash()
        show.play(until: "2m")
        #expect(show.departures == ["-1.000 > a#1@1", "60.000 > z#1@1"])
    }

    @Test func whatWaitsAtAReloadAndWasFiredGoesOn() {
        var show = TestShow("- {id: a, at: 10s, rooms: all, text: x}\n- {id: z, at: 1m, text: x}", rate: 1)
        show.perform(.fire(CueSelector("a")))
        show.reload("- {id: a, at: 20s, rooms: all, text: y}\n- {id: z, at: 1m, text: x}")
        show.play(until: "2m")
        #expect(show.attempts.map(\.content) == ["x", "y", "y", "x"])
        #expect(show.lines(with: "end of") == ["60.100 end of 4: sent 4"])
    }

    /// What was tried waits for its next try: a second copy beside it would be shown twice.
    @Test(arguments: [Answer.throttledApp, .transient, .notSent])
    func whatWasTriedAndWaitsIsNotFired(answer: Answer) {
        var show = TestShow("- {id: a, at: 0s, late: send, text: x}\n- {id: z, at: 1m, text: x}")
        show.answers["1"] = [answer]
        show.play(until: "100ms")
        #expect(show.perform(.fire(CueSelector("a"))) == .nothingToFire("a"))
        show.play(until: "2m")
        #expect(show.results(of: "a#1@1").count { $0 == "sent" } == 1)
        #expect(show.lines(with: "end of") == ["60.100 end of 2: sent 2"])
    }

    @Test func whatWasFiredAndWaitsIsNotFiredTwice() {
        var show = TestShow("- {id: a, at: 1s, rooms: all, text: x}\n- {id: z, at: 1m, text: x}", rate: 1)
        show.perform(.fire(CueSelector("a")))
        // Its own time passes meanwhile.
        show.play(until: "1100ms")
        #expect(show.perform(.fire(CueSelector("a"))) == .nothingToFire("a"))
        show.play(until: "2m")
        #expect(show.departures.count == 4)
        #expect(show.lines(with: "end of") == ["60.100 end of 4: sent 4"])
    }

    /// A reload counts anew what is left: of a text in parts that is on its way, the parts that are.
    @Test func aReloadCountsWhatIsOnItsWay() {
        let script = "- {id: a, at: 20s, overflow: split, text: \"{{ 'word ' * 210 }}\"}\n- {id: z, at: 1m, text: "
        var show = TestShow(script + "x}", rate: 1)
        show.perform(.fire(CueSelector("a")))
        show.play(until: "500ms")
        show.reload(script + "y}")
        show.play(until: "2m")
        #expect(show.lines(with: "end of") == ["60.100 end of 3: sent 3"])
    }

    /// Of what nobody wants any more, it is known that an operator sent it.
    @Test func aKillAndAnotherConditionChangeNoTotal() {
        var show = TestShow("- {id: a, at: 20s, max_late: 1s, text: x}\n- {id: z, at: 1m, text: x}", rate: 1)
        show.otherwise = .throttledApp
        show.perform(.fire(CueSelector("a")))
        show.forget(after: 2)
        let edited = TestTimeline.timeline(
            "- {id: a, at: 20s, max_late: 1s, when: occurrence > 1, text: x}\n- {id: z, at: 1m, text: x}")
        show.crash(downFor: "5s", timeline: edited)
        show.otherwise = .accepted
        show.play(until: "2m")
        #expect(show.results(of: "a#1@1").last == "missed: late")
        #expect(show.lines(with: "end of") == ["60.100 end of 2: sent 1, missed 1"])
    }
}
