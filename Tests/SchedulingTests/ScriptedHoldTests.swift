import ShowTime
import Testing

@testable import Scheduling

/// `hold: true`: the show holds before a message until an operator says "go".
@Suite struct ScriptedHoldTests {
    private static let script = """
        - {id: a, at: 10s, text: x}
        - {id: b, at: 20s, hold: true, text: x}
        - {id: c, at: 20s, text: x}
        - {id: d, at: 30s, text: x}
        """

    @Test func theShowStandsStillBeforeTheMessage() {
        var stage = Stage(Self.script)
        stage.play(until: "5m")
        #expect(stage.lines == ["10.000 > a#1@1", "10.100 a#1@1 sent", "20.000 hold before b at 20.000"])
        #expect(stage.scheduler.status(at: stage.now)[0].state == .held)
        #expect(stage.scheduler.status(at: stage.now)[0].heldBefore == "b")
        #expect(stage.scheduler.nextWake == Scheduler.Wake(wall: nil, uptime: nil))
    }

    @Test func goMovesAllThatFollows() {
        var stage = Stage(Self.script)
        stage.play(until: "1m")
        stage.perform(.go)
        stage.play(until: "2m")
        #expect(
            Array(stage.lines.dropFirst(3)) == [
                "60.000 go 40.000 total 40.000", "60.000 > b#1@1", "60.000 > c#1@1", "60.100 b#1@1 sent",
                "60.100 c#1@1 sent", "70.000 > d#1@1", "70.100 d#1@1 sent", "70.100 end of 4: sent 4", "70.100 ended",
            ])
        #expect(stage.attempts.dropFirst().map(\.due) == ["60s", "60s", "70s"].map { Stage.start + $0 })
    }

    @Test func goAtOnceMovesNothing() {
        var stage = Stage("- {id: a, at: 10s, hold: true, max_late: 0s, text: x}")
        stage.play(until: "10s")
        stage.perform(.go)
        stage.play(until: "11s")
        #expect(stage.attempts.map(\.due) == [Stage.start + "10s"])
        #expect(stage.results(of: "a#1@1") == ["sent"])
    }

    @Test func whatWasDueBeforeGoesOut() {
        var stage = Stage(
            "- {id: a, at: 0s, rooms: all, text: x}\n- {id: b, at: 100ms, hold: true, text: x}", rate: 1)
        stage.play(until: "10s")
        #expect(stage.departures == ["0.000 > a#1@1", "1.025 > a#1@2", "2.055 > a#1@3"])
        #expect(stage.lines.contains("0.100 hold before b at 0.100"))
    }

    @Test func aRetryGoesOnMeanwhile() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 150ms, hold: true, text: x}")
        stage.answers["a"] = [.transient, .accepted]
        stage.play(until: "10s")
        #expect(stage.results(of: "a#1@1") == ["retrying", "sent"])
    }

    @Test func anOperatorCanHoldAsWell() {
        var stage = Stage(
            "- {id: a, at: 0s, rooms: all, text: x}\n- {id: b, at: 100ms, hold: true, text: x}", rate: 1)
        stage.play(until: "500ms")
        #expect(stage.perform(.hold) == nil)
        stage.play(until: "20s")
        #expect(stage.departures == ["0.000 > a#1@1"])
        stage.perform(.go)
        stage.play(until: "30s")
        // Two holds, one go: all that waited is moved by the time that the show stood still.
        #expect(stage.departures == ["0.000 > a#1@1", "20.000 > a#1@2", "21.025 > a#1@3", "22.055 > b#1@1"])
    }

    @Test func aRepeatIsHeldBeforeItsFirstOccurrenceOnly() {
        var stage = Stage("- {id: a, every: 1s, times: 3, hold: true, text: x}")
        stage.play(until: "10s")
        stage.perform(.go)
        stage.play(until: "20s")
        #expect(stage.departures == ["10.000 > a#1@1", "11.000 > a#2@1", "12.000 > a#3@1"])
    }

    @Test func whatIsSkippedHoldsNothing() {
        var stage = Stage(Self.script)
        stage.perform(.skip(message: "b"))
        stage.play(until: "1m")
        #expect(stage.tally[.sent] == 3)
        #expect(stage.lines(with: "hold").isEmpty)
    }

    @Test func whatLiesBeforeAStartThatWasNowHoldsNothing() {
        var stage = Stage()
        stage.load(
            Script.timeline("- {id: a, at: -1s, hold: true, text: x}\n- {id: b, at: 1s, text: x}"),
            skipsBeforeStart: true)
        stage.play(until: "10s")
        #expect(stage.results(of: "a#1@1") == ["missed: before the start"])
        #expect(stage.results(of: "b#1@1") == ["sent"])
    }

    @Test func aCrashKeepsTheHold() {
        var stage = Stage(Self.script)
        stage.play(until: "25s")
        stage.crash()
        stage.play(until: "1m")
        #expect(stage.departures == ["10.000 > a#1@1"])
        stage.perform(.go)
        stage.play(until: "2m")
        #expect(stage.departures.dropFirst() == ["60.000 > b#1@1", "60.000 > c#1@1", "70.000 > d#1@1"])
    }

    @Test func aCrashRemembersThatItWasLetGo() {
        var stage = Stage(Self.script)
        stage.play(until: "25s")
        stage.perform(.go)
        stage.play(until: "26s")
        stage.crash()
        stage.play(until: "1m")
        #expect(stage.lines(with: "hold").count == 1)
        #expect(stage.tally[.sent] == 4)
    }

    /// The process was down when the show came to the hold: what lies behind it waits all the same.
    @Test func aHoldIsReachedLate() {
        var stage = Stage(Self.script)
        stage.play(until: "15s")
        stage.crash(downFor: "10m")
        stage.play(until: "11m")
        #expect(
            stage.lines.last == "616.000 hold before b at 20.000"
                || stage.lines.last == "615.000 hold before b at 20.000")
        stage.perform(.go)
        stage.play(until: "12m")
        #expect(stage.departures.dropFirst().count == 3)
        #expect(stage.tally[.sent] == 4)
    }

    @Test func aReloadComesToTheHoldAgain() {
        var stage = Stage(Self.script)
        stage.play(until: "25s")
        stage.reload(Self.script.replacing("at: 20s, hold", with: "at: 22s, hold"))
        stage.play(until: "1m")
        // Held for five seconds; b is two seconds later than it was, c is where it was.
        #expect(
            Array(stage.lines.dropFirst(3)) == [
                "25.000 reload", "25.000 shift 5.000 total 5.000", "25.000 > c#1@1", "25.100 c#1@1 sent",
                "27.000 hold before b at 27.000",
            ])
    }

    @Test func withoutTheMessageTheHoldIsTheOperators() {
        var stage = Stage(Self.script)
        stage.play(until: "25s")
        stage.reload("- {id: a, at: 10s, text: x}\n- {id: d, at: 30s, text: x}")
        stage.play(until: "2m")
        #expect(stage.lines.last == "25.000 hold")
        stage.perform(.go)
        stage.play(until: "4m")
        #expect(stage.departures.last == "130.000 > d#1@1")
    }

    @Test func shiftsMoveWhatIsBehindTheHold() {
        var stage = Stage(Self.script)
        stage.play(until: "25s")
        stage.perform(.shift("5s"))
        stage.play(until: "1m")
        stage.perform(.go)
        stage.play(until: "2m")
        #expect(stage.departures.dropFirst().first == "65.000 > b#1@1")
    }

    @Test func aHeldRunIsCancelledLikeAnyOther() {
        var stage = Stage(Self.script)
        stage.play(until: "25s")
        stage.perform(.cancel)
        #expect(stage.lines.suffix(2) == ["25.000 end of 4: sent 1, cancelled 3", "25.000 ended"])
    }
}
