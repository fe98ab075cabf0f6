import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct HoldTests {
    private let two = "- {id: a, at: 10s, text: x}\n- {id: b, at: 20s, text: x}"

    @Test func aHeldShowStandsStill() {
        var show = TestShow(two)
        show.play(until: "5s")
        show.perform(.hold)
        show.play(until: "5m")
        #expect(show.lines == ["5.000 hold"])
        #expect(show.status.runs[0].state == .held)
        #expect(show.scheduler.nextWake == Scheduler.Wake(wall: nil, uptime: nil))
    }

    @Test func goMovesWhatWasNotAttemptedByTheTimeHeld() {
        var show = TestShow(two)
        show.play(until: "5s")
        show.perform(.hold)
        show.play(until: "35s")
        show.perform(.go)
        show.play(until: "2m")
        #expect(
            show.lines == [
                "5.000 hold", "35.000 go 30.000 total 30.000", "40.000 > a#1@1", "40.100 a#1@1 sent",
                "50.000 > b#1@1", "50.100 b#1@1 sent", "50.100 end of 2: sent 2", "50.100 ended",
            ])
        #expect(show.attempts.map(\.due) == [TestShow.start + "40s", TestShow.start + "50s"])
    }

    @Test func queuedDeliveriesAreHeldToo() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, max_late: 5s, text: x}", rate: 1)
        show.play(until: "500ms")
        show.perform(.hold)
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > a#1@1"])
        show.perform(.go)
        show.play(until: "2m")
        // They were half a second late when the show was held, and are so when it goes on.
        #expect(show.departures.dropFirst() == ["60.000 > a#1@2", "61.025 > a#1@3"])
        #expect(show.attempts.map(\.due) == [TestShow.start, TestShow.start + "59.5s", TestShow.start + "59.5s"])
    }

    @Test func whatIsOnItsWayEndsWhileTheShowIsHeld() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 1m, text: x}")
        show.play(until: "50ms")
        show.perform(.hold)
        show.play(until: "1s")
        #expect(show.results(of: "a#1@1") == ["sent"])
    }

    @Test func whatWasAttemptedKeepsItsDueTimeAndWaits() {
        var show = TestShow("- {id: a, at: 0s, text: x}")
        show.answers["a"] = [.transient]
        show.play(until: "50ms")
        show.perform(.hold)
        show.play(until: "10s")
        #expect(show.attempts.count == 1)
        show.perform(.go)
        show.play(until: "20s")
        #expect(show.departures.last == "10.000 > a#1@1 (2)")
        #expect(show.attempts.last?.due == TestShow.start)
    }

    /// Nothing ages while the show's clock stands, whether it came back before the hold or during it.
    @Test(arguments: [Answer.throttledApp, .transient, .notSent], ["50ms", "110ms"] as [Interval])
    func whatWasAttemptedDoesNotAgeWhileHeld(answer: Answer, heldAt: Interval) {
        var show = TestShow("- {id: a, at: 0s, max_late: 5s, text: x}")
        show.answers["a"] = [answer]
        show.play(until: heldAt)
        show.perform(.hold)
        show.play(until: "8s")
        show.perform(.go)
        show.play(until: "20s")
        #expect(show.results(of: "a#1@1").last == "sent")
    }

    @Test func norDoesItOverARestart() {
        var show = TestShow("- {id: a, at: 0s, max_late: 5s, text: x}")
        show.otherwise = .notSent
        show.play(until: "110ms")
        show.perform(.hold)
        show.play(until: "8s")
        show.perform(.go)
        show.play(until: "8200ms")
        show.crash()
        show.otherwise = .accepted
        show.play(until: "20s")
        #expect(show.results(of: "a#1@1").last == "sent")
    }

    @Test func norDoesItOverAReload() {
        let script = "- {id: a, at: 0s, max_late: 5s, text: x}"
        var show = TestShow(script)
        show.answers["a"] = [.notSent, .notSent]
        show.play(until: "110ms")
        show.perform(.hold)
        show.play(until: "8s")
        show.perform(.go)
        show.play(until: "8050ms")
        show.reload(script + "\n- {id: b, at: 1m, text: x}")
        show.play(until: "20s")
        #expect(show.results(of: "a#1@1").last == "sent")
    }

    @Test func whatIsOnItsWayDoesNotAgeEither() {
        var show = TestShow("- {id: a, at: 0s, max_late: 5s, text: x}")
        show.answers["a"] = [.throttledApp.after("9s")]
        show.play(until: "50ms")
        show.perform(.hold)
        show.play(until: "8s")
        show.perform(.go)
        show.play(until: "20s")
        #expect(show.results(of: "a#1@1").last == "sent")
    }

    @Test func repeatsFollow() {
        var show = TestShow("- {id: a, every: 10s, from: 0s, until: 40s, text: x}")
        show.play(until: "15s")
        show.perform(.hold)
        show.play(until: "18s")
        show.perform(.go)
        show.play(until: "2m")
        #expect(
            show.departures == [
                "0.000 > a#1@1", "10.000 > a#2@1", "23.000 > a#3@1", "33.000 > a#4@1", "43.000 > a#5@1",
            ])
    }

    @Test func holdsAddUp() {
        var show = TestShow(two)
        for second: Int64 in [1, 3] {
            show.play(until: .seconds(second))
            show.perform(.hold)
            show.play(for: "1s")
            show.perform(.go)
        }
        #expect(show.lines.last == "4.000 go 1.000 total 2.000")
        show.play(until: "13s")
        #expect(show.departures == ["12.000 > a#1@1"])
    }

    @Test func aHoldIsNotHeldTwiceNorASoundShowLetGo() {
        var show = TestShow(two)
        #expect(show.perform(.go) == .notHeld(TestShow.run))
        #expect(show.perform(.hold) == nil)
        #expect(show.perform(.hold) == .alreadyHeld(TestShow.run))
        #expect(show.lines == ["-1.000 hold"])
    }

    @Test func whatIsDueAtTheMomentOfTheHoldIsHeld() {
        let show = TestShow("- {id: a, at: 0s, text: x}", at: "0s")
        #expect(show.departures == ["0.000 > a#1@1"])
        var other = TestShow("- {id: b, at: 1ms, text: x}", at: "0s")
        other.perform(.hold)
        other.play(until: "1m")
        #expect(other.departures == [])
    }

    @Test func holdingOneRunHoldsNoOther() {
        var show = TestShow(at: "-1s")
        show.load(TestTimeline.timeline("- {id: a, at: 0s, text: x}", name: "one"))
        show.load(TestTimeline.timeline("- {id: b, at: 0s, text: x}", name: "two"))
        show.perform(.hold, on: RunID(timeline: "one", start: TestShow.start))
        show.play(until: "1s")
        #expect(show.departures == ["0.000 two > b#1@1"])
    }
}

@Suite struct ShiftTests {
    @Test func aShiftMovesWhatWasNotAttempted() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}")
        show.play(until: "1s")
        show.perform(.shift("5s"))
        show.play(until: "20s")
        #expect(
            show.lines(with: ">", "shift") == ["0.000 > a#1@1", "1.000 shift 5.000 total 5.000", "15.000 > b#1@1"])
        #expect(show.attempts.last?.due == TestShow.start + "15s")
    }

    @Test func shiftsAddUp() {
        var show = TestShow("- {id: a, at: 10s, text: x}")
        show.perform(.shift("5s"))
        show.perform(.shift("-3s"))
        show.play(until: "20s")
        #expect(show.departures == ["12.000 > a#1@1"])
    }

    @Test func aShiftBackMakesThingsDueAtOnceOrMissed() {
        var show = TestShow("- {id: a, at: 10s, text: x}\n- {id: b, at: 5m, text: x}\n- {id: c, at: 1h, text: x}")
        show.perform(.shift("-5m"))
        #expect(
            show.lines == ["-1.000 shift -300.000 total -300.000", "-1.000 a#1@1 missed: late"])
        show.play(until: "1s")
        #expect(show.departures == ["0.000 > b#1@1"])
    }

    @Test func aShiftMovesQueuedDeliveriesToo() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}", rate: 1)
        show.play(until: "500ms")
        show.perform(.shift("10s"))
        show.play(until: "20s")
        #expect(show.departures == ["0.000 > a#1@1", "10.000 > a#1@2", "11.025 > a#1@3"])
    }

    @Test func aShiftDoesNotMoveWhatIsBeingRetried() {
        var show = TestShow("- {id: a, at: 0s, text: x}")
        show.answers["a"] = [.transient]
        show.play(until: "150ms")
        show.perform(.shift("1h"))
        show.play(until: "1s")
        #expect(show.attempts.count == 2)
        #expect(show.lines(with: "end of").count == 1)
    }

    @Test func repeatsFollowAndTheirPastStaysPast() {
        var show = TestShow("- {id: a, every: 10s, from: 0s, until: 30s, text: x}")
        show.play(until: "11s")
        show.perform(.shift("1m"))
        show.play(until: "3m")
        #expect(show.departures == ["0.000 > a#1@1", "10.000 > a#2@1", "80.000 > a#3@1", "90.000 > a#4@1"])
    }

    @Test func textsSeeTheMovedDueTimeAndTheUnmovedOffset() {
        var show = TestShow(
            #"- {id: a, at: 10s, text: "{{ start | strftime('%M:%S') }} {{ due | strftime('%M:%S') }} {{ offset }}"}"#)
        show.perform(.shift("90s"))
        show.play(until: "2m")
        #expect(show.attempts.map(\.content) == ["00:00 01:40 10"])
    }

    @Test func latenessFollows() {
        var show = TestShow("- {id: a, at: 0s, max_late: 1s, text: x}")
        show.perform(.shift("1m"))
        show.play(until: "2m")
        #expect(show.departures == ["60.000 > a#1@1"])
    }

    @Test func aShowMayBeShiftedWhileItIsHeld() {
        var show = TestShow("- {id: a, at: 0s, rooms: both, text: x}", rate: 1)
        show.play(until: "500ms")
        show.perform(.hold)
        show.perform(.shift("10s"))
        show.play(until: "1500ms")
        show.perform(.go)
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > a#1@1", "11.000 > a#1@2"])
    }

    @Test func tenYearsAreTheMost() {
        var show = TestShow("- {id: a, every: 1h, text: x}")
        #expect(show.perform(.shift(.longest)) == nil)
        #expect(show.perform(.shift("1s")) == .tooFar)
        #expect(show.perform(.shift(Interval(nanoseconds: .max))) == .tooFar)
        #expect(show.perform(.shift(-.longest)) == nil)
        #expect(show.perform(.shift(-.longest)) == nil)
        #expect(show.perform(.shift("-1ms")) == .tooFar)
        #expect(show.perform(.shift(Interval(nanoseconds: .min))) == .tooFar)
    }
}
