import ShowTime
import Testing

@testable import Scheduling

@Suite struct HoldTests {
    private let two = "- {id: a, at: 10s, text: x}\n- {id: b, at: 20s, text: x}"

    @Test func aHeldShowStandsStill() {
        var stage = Stage(two)
        stage.play(until: "5s")
        stage.perform(.hold)
        stage.play(until: "5m")
        #expect(stage.lines == ["5.000 hold"])
        #expect(stage.scheduler.status(at: stage.now)[0].state == .held)
        #expect(stage.scheduler.nextWake == Scheduler.Wake(wall: nil, uptime: nil))
    }

    @Test func goMovesWhatWasNotAttemptedByTheTimeHeld() {
        var stage = Stage(two)
        stage.play(until: "5s")
        stage.perform(.hold)
        stage.play(until: "35s")
        stage.perform(.go)
        stage.play(until: "2m")
        #expect(
            stage.lines == [
                "5.000 hold", "35.000 go 30.000 total 30.000", "40.000 > a#1@1", "40.100 a#1@1 sent",
                "50.000 > b#1@1", "50.100 b#1@1 sent", "50.100 end of 2: sent 2", "50.100 ended",
            ])
        #expect(stage.attempts.map(\.due) == [Stage.start + "40s", Stage.start + "50s"])
    }

    @Test func queuedDeliveriesAreHeldToo() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, max_late: 5s, text: x}", rate: 1)
        stage.play(until: "500ms")
        stage.perform(.hold)
        stage.play(until: "1m")
        #expect(stage.departures == ["0.000 > a#1@1"])
        stage.perform(.go)
        stage.play(until: "2m")
        // They were half a second late when the show was held, and are so when it goes on.
        #expect(stage.departures.dropFirst() == ["60.000 > a#1@2", "61.025 > a#1@3"])
        #expect(stage.attempts.map(\.due) == [Stage.start, Stage.start + "59.5s", Stage.start + "59.5s"])
    }

    @Test func whatIsOnItsWayEndsWhileTheShowIsHeld() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 1m, text: x}")
        stage.play(until: "50ms")
        stage.perform(.hold)
        stage.play(until: "1s")
        #expect(stage.results(of: "a#1@1") == ["sent"])
    }

    @Test func whatWasAttemptedKeepsItsDueTimeAndWaits() {
        var stage = Stage("- {id: a, at: 0s, text: x}")
        stage.answers["a"] = [.transient]
        stage.play(until: "50ms")
        stage.perform(.hold)
        stage.play(until: "10s")
        #expect(stage.attempts.count == 1)
        stage.perform(.go)
        stage.play(until: "20s")
        #expect(stage.departures.last == "10.000 > a#1@1 (2)")
        #expect(stage.attempts.last?.due == Stage.start)
    }

    @Test func whatWasAttemptedMayGetTooLateWhileHeld() {
        var stage = Stage("- {id: a, at: 0s, text: x}")
        stage.answers["a"] = [.transient]
        stage.play(until: "50ms")
        stage.perform(.hold)
        stage.play(until: "1m")
        stage.perform(.go)
        #expect(stage.results(of: "a#1@1").last?.hasPrefix("failed") == true)
    }

    @Test func repeatsFollow() {
        var stage = Stage("- {id: a, every: 10s, from: 0s, until: 40s, text: x}")
        stage.play(until: "15s")
        stage.perform(.hold)
        stage.play(until: "18s")
        stage.perform(.go)
        stage.play(until: "2m")
        #expect(
            stage.departures == [
                "0.000 > a#1@1", "10.000 > a#2@1", "23.000 > a#3@1", "33.000 > a#4@1", "43.000 > a#5@1",
            ])
    }

    @Test func holdsAddUp() {
        var stage = Stage(two)
        for second: Int64 in [1, 3] {
            stage.play(until: .seconds(second))
            stage.perform(.hold)
            stage.play(for: "1s")
            stage.perform(.go)
        }
        #expect(stage.lines.last == "4.000 go 1.000 total 2.000")
        stage.play(until: "13s")
        #expect(stage.departures == ["12.000 > a#1@1"])
    }

    @Test func aHoldIsNotHeldTwiceNorASoundShowLetGo() {
        var stage = Stage(two)
        #expect(stage.perform(.go) == .notHeld(Stage.show))
        #expect(stage.perform(.hold) == nil)
        #expect(stage.perform(.hold) == .alreadyHeld(Stage.show))
        #expect(stage.lines == ["-1.000 hold"])
    }

    @Test func whatIsDueAtTheMomentOfTheHoldIsHeld() {
        let stage = Stage("- {id: a, at: 0s, text: x}", at: "0s")
        #expect(stage.departures == ["0.000 > a#1@1"])
        var other = Stage("- {id: b, at: 1ms, text: x}", at: "0s")
        other.perform(.hold)
        other.play(until: "1m")
        #expect(other.departures == [])
    }

    @Test func holdingOneRunHoldsNoOther() {
        var stage = Stage(at: "-1s")
        stage.load(Script.timeline("- {id: a, at: 0s, text: x}", name: "one"))
        stage.load(Script.timeline("- {id: b, at: 0s, text: x}", name: "two"))
        stage.perform(.hold, on: RunID(timeline: "one", start: Stage.start))
        stage.play(until: "1s")
        #expect(stage.departures == ["0.000 two > b#1@1"])
    }

    @Test func aClockThatIsSetBackDuringAHoldGivesNoNegativeTime() {
        var stage = Stage(two)
        stage.play(until: "5s")
        stage.perform(.hold)
        stage.stepClock(by: "-1m")
        stage.perform(.go)
        #expect(stage.lines.last == "-55.000 go 0.000 total 0.000")
    }
}

@Suite struct ShiftTests {
    @Test func aShiftMovesWhatWasNotAttempted() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}")
        stage.play(until: "1s")
        stage.perform(.shift("5s"))
        stage.play(until: "20s")
        #expect(
            stage.lines(with: ">", "shift") == ["0.000 > a#1@1", "1.000 shift 5.000 total 5.000", "15.000 > b#1@1"])
        #expect(stage.attempts.last?.due == Stage.start + "15s")
    }

    @Test func shiftsAddUp() {
        var stage = Stage("- {id: a, at: 10s, text: x}")
        stage.perform(.shift("5s"))
        stage.perform(.shift("-3s"))
        stage.play(until: "20s")
        #expect(stage.departures == ["12.000 > a#1@1"])
    }

    @Test func aShiftBackMakesThingsDueAtOnceOrMissed() {
        var stage = Stage("- {id: a, at: 10s, text: x}\n- {id: b, at: 5m, text: x}\n- {id: c, at: 1h, text: x}")
        stage.perform(.shift("-5m"))
        #expect(
            stage.lines == ["-1.000 shift -300.000 total -300.000", "-1.000 a#1@1 missed: late"])
        stage.play(until: "1s")
        #expect(stage.departures == ["0.000 > b#1@1"])
    }

    @Test func aShiftMovesQueuedDeliveriesToo() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, text: x}", rate: 1)
        stage.play(until: "500ms")
        stage.perform(.shift("10s"))
        stage.play(until: "20s")
        #expect(stage.departures == ["0.000 > a#1@1", "10.000 > a#1@2", "11.025 > a#1@3"])
    }

    @Test func aShiftDoesNotMoveWhatIsBeingRetried() {
        var stage = Stage("- {id: a, at: 0s, text: x}")
        stage.answers["a"] = [.transient]
        stage.play(until: "150ms")
        stage.perform(.shift("1h"))
        stage.play(until: "1s")
        #expect(stage.attempts.count == 2)
        #expect(stage.lines(with: "end of").count == 1)
    }

    @Test func repeatsFollowAndTheirPastStaysPast() {
        var stage = Stage("- {id: a, every: 10s, from: 0s, until: 30s, text: x}")
        stage.play(until: "11s")
        stage.perform(.shift("1m"))
        stage.play(until: "3m")
        #expect(stage.departures == ["0.000 > a#1@1", "10.000 > a#2@1", "80.000 > a#3@1", "90.000 > a#4@1"])
    }

    @Test func textsSeeTheMovedDueTimeAndTheUnmovedOffset() {
        var stage = Stage(
            #"- {id: a, at: 10s, text: "{{ start | strftime('%M:%S') }} {{ due | strftime('%M:%S') }} {{ offset }}"}"#)
        stage.perform(.shift("90s"))
        stage.play(until: "2m")
        #expect(stage.attempts.map(\.content) == ["00:00 01:40 10"])
    }

    @Test func latenessFollows() {
        var stage = Stage("- {id: a, at: 0s, max_late: 1s, text: x}")
        stage.perform(.shift("1m"))
        stage.play(until: "2m")
        #expect(stage.departures == ["60.000 > a#1@1"])
    }

    @Test func aShowMayBeShiftedWhileItIsHeld() {
        var stage = Stage("- {id: a, at: 0s, rooms: both, text: x}", rate: 1)
        stage.play(until: "500ms")
        stage.perform(.hold)
        stage.perform(.shift("10s"))
        stage.play(until: "1500ms")
        stage.perform(.go)
        stage.play(until: "1m")
        #expect(stage.departures == ["0.000 > a#1@1", "11.000 > a#1@2"])
    }

    @Test func tenYearsAreTheMost() {
        var stage = Stage("- {id: a, every: 1h, text: x}")
        #expect(stage.perform(.shift(.longest)) == nil)
        #expect(stage.perform(.shift("1s")) == .tooFar)
        #expect(stage.perform(.shift(Interval(nanoseconds: .max))) == .tooFar)
        #expect(stage.perform(.shift(-.longest)) == nil)
        #expect(stage.perform(.shift(-.longest)) == nil)
        #expect(stage.perform(.shift("-1ms")) == .tooFar)
        #expect(stage.perform(.shift(Interval(nanoseconds: .min))) == .tooFar)
    }
}
