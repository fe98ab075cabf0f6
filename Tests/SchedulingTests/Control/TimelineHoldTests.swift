import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// `hold: true`: the show holds before a message until an operator says "go".
@Suite struct TimelineHoldTests {
    private static let script = """
        - {id: a, at: 10s, text: x}
        - {id: b, at: 20s, hold: true, text: x}
        - {id: c, at: 20s, text: x}
        - {id: d, at: 30s, text: x}
        """

    @Test func theShowStandsStillBeforeTheMessage() {
        var show = TestShow(Self.script)
        show.play(until: "5m")
        #expect(show.lines == ["10.000 > a#1@1", "10.100 a#1@1 sent", "20.000 hold before b at 20.000"])
        #expect(show.status.runs[0].state == .held)
        #expect(show.status.runs[0].heldBefore == "b")
        #expect(show.scheduler.nextWake == Scheduler.Wake(wall: nil, uptime: nil))
    }

    @Test func goMovesAllThatFollows() {
        var show = TestShow(Self.script)
        show.play(until: "1m")
        show.perform(.go)
        show.play(until: "2m")
        #expect(
            Array(show.lines.dropFirst(3)) == [
                "60.000 go 40.000 total 40.000", "60.000 > b#1@1", "60.000 > c#1@1", "60.100 b#1@1 sent",
                "60.100 c#1@1 sent", "70.000 > d#1@1", "70.100 d#1@1 sent", "70.100 end of 4: sent 4", "70.100 ended",
            ])
        #expect(show.attempts.dropFirst().map(\.due) == ["60s", "60s", "70s"].map { TestShow.start + $0 })
    }

    @Test func aHoldWhoseMessageWasFiredOutlivesARestart() {
        var show = TestShow(
            "- {id: n, every: 10s, from: 5s, times: 5, text: x}\n- {id: b, at: 20s, hold: true, text: x}\n- {id: c, at: 22s, text: x}"
        )
        show.play(until: "30s")
        show.perform(.fire(CueSelector("b")))
        show.play(until: "31s")
        show.crash()
        show.perform(.shift("-10s"))
        show.play(until: "40s")
        #expect(show.departures == ["5.000 > n#1@1", "15.000 > n#2@1", "30.000 > b#1@1"])
        show.perform(.go)
        show.play(until: "2m")
        #expect(show.departures.count { $0.hasSuffix("> c#1@1") } == 1)
        #expect(show.lines(with: "end of").last?.hasSuffix("end of 7: sent 7") == true)
    }

    @Test func goAtOnceMovesNothing() {
        var show = TestShow("- {id: a, at: 10s, hold: true, max_late: 0s, text: x}")
        show.play(until: "10s")
        show.perform(.go)
        show.play(until: "11s")
        #expect(show.attempts.map(\.due) == [TestShow.start + "10s"])
        #expect(show.results(of: "a#1@1") == ["sent"])
    }

    @Test func whatWasDueBeforeGoesOut() {
        var show = TestShow(
            "- {id: a, at: 0s, rooms: all, text: x}\n- {id: b, at: 100ms, hold: true, text: x}", rate: 1)
        show.play(until: "10s")
        #expect(show.departures == ["0.000 > a#1@1", "1.025 > a#1@2", "2.055 > a#1@3"])
        #expect(show.lines.contains("0.100 hold before b at 0.100"))
    }

    @Test func aRetryGoesOnMeanwhile() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 150ms, hold: true, text: x}")
        show.answers["a"] = [.transient, .accepted]
        show.play(until: "10s")
        #expect(show.results(of: "a#1@1") == ["retrying", "sent"])
    }

    @Test func anOperatorCanHoldAsWell() {
        var show = TestShow(
            "- {id: a, at: 0s, rooms: all, text: x}\n- {id: b, at: 100ms, hold: true, text: x}", rate: 1)
        show.play(until: "500ms")
        #expect(show.perform(.hold) == nil)
        show.play(until: "20s")
        #expect(show.departures == ["0.000 > a#1@1"])
        show.perform(.go)
        show.play(until: "30s")
        // Two holds, one go: all that waited is moved by the time that the show stood still.
        #expect(show.departures == ["0.000 > a#1@1", "20.000 > a#1@2", "21.025 > a#1@3", "22.055 > b#1@1"])
    }

    @Test func aRepeatIsHeldBeforeItsFirstOccurrenceOnly() {
        var show = TestShow("- {id: a, every: 1s, times: 3, hold: true, text: x}")
        show.play(until: "10s")
        show.perform(.go)
        show.play(until: "20s")
        #expect(show.departures == ["10.000 > a#1@1", "11.000 > a#2@1", "12.000 > a#3@1"])
    }

    @Test func whatIsSkippedHoldsNothing() {
        var show = TestShow(Self.script)
        show.perform(.skip(CueSelector("b")))
        show.play(until: "1m")
        #expect(show.tally[.sent] == 3)
        #expect(show.lines(with: "hold").isEmpty)
    }

    @Test func whatLiesBeforeAStartThatWasNowHoldsNothing() {
        var show = TestShow()
        show.load(
            TestTimeline.timeline("- {id: a, at: -1s, hold: true, text: x}\n- {id: b, at: 1s, text: x}"),
            skipsBeforeStart: true)
        show.play(until: "10s")
        #expect(show.results(of: "a#1@1") == ["missed: before the start"])
        #expect(show.results(of: "b#1@1") == ["sent"])
    }

    @Test func aCrashKeepsTheHold() {
        var show = TestShow(Self.script)
        show.play(until: "25s")
        show.crash()
        show.play(until: "1m")
        #expect(show.departures == ["10.000 > a#1@1"])
        show.perform(.go)
        show.play(until: "2m")
        #expect(show.departures.dropFirst() == ["60.000 > b#1@1", "60.000 > c#1@1", "70.000 > d#1@1"])
    }

    @Test func aCrashRemembersThatItWasLetGo() {
        var show = TestShow(Self.script)
        show.play(until: "25s")
        show.perform(.go)
        show.play(until: "26s")
        show.crash()
        show.play(until: "1m")
        #expect(show.lines(with: "hold").count == 1)
        #expect(show.tally[.sent] == 4)
    }

    /// The process was down when the show came to the hold: what lies behind it waits all the same.
    @Test func aHoldIsReachedLate() {
        var show = TestShow(Self.script)
        show.play(until: "15s")
        show.crash(downFor: "10m")
        show.play(until: "11m")
        #expect(
            show.lines.last == "616.000 hold before b at 20.000"
                || show.lines.last == "615.000 hold before b at 20.000")
        show.perform(.go)
        show.play(until: "12m")
        #expect(show.departures.dropFirst().count == 3)
        #expect(show.tally[.sent] == 4)
    }

    @Test func aReloadComesToTheHoldAgain() {
        var show = TestShow(Self.script)
        show.play(until: "25s")
        show.reload(Self.script.replacing("at: 20s, hold", with: "at: 22s, hold"))
        show.play(until: "1m")
        // Held for five seconds; b is two seconds later than it was, c is where it was.
        #expect(
            Array(show.lines.dropFirst(3)) == [
                "25.000 reload", "25.000 shift 5.000 total 5.000", "25.000 > c#1@1", "25.100 c#1@1 sent",
                "27.000 hold before b at 27.000",
            ])
    }

    @Test func withoutTheMessageTheHoldIsTheOperators() {
        var show = TestShow(Self.script)
        show.play(until: "25s")
        show.reload("- {id: a, at: 10s, text: x}\n- {id: d, at: 30s, text: x}")
        show.play(until: "2m")
        #expect(show.lines.last == "25.000 hold")
        show.perform(.go)
        show.play(until: "4m")
        #expect(show.departures.last == "130.000 > d#1@1")
    }

    /// The kill came between the records of the reload: the next start says that the show is held, and from when on.
    @Test func aHoldWhoseRecordAKillLostIsRecorded() throws {
        var show = TestShow(Self.script)
        show.play(until: "25s")
        let edited = "- {id: a, at: 10s, text: x}\n- {id: d, at: 30s, text: x}"
        show.reload(edited)
        let records = try #require(show.logs[TestShow.run]?.records)
        show.forget(after: records.count - 1)
        show.crash(downFor: "15s")
        show.play(until: "1m")
        #expect(
            show.lines.suffix(3) == ["25.000 crash", "40.000 shift 15.000 total 20.000", "40.000 hold"])
        show.crash()
        show.play(until: "2m")
        show.perform(.go)
        show.play(until: "4m")
        // Ten seconds behind the hold, as it always was.
        #expect(show.departures.last == "130.000 > d#1@1")
    }

    /// The message that the show stands before is due when it goes on, wherever it was moved meanwhile.
    @Test(arguments: [false, true])
    func aShiftMovesTheHoldItself(isKilled: Bool) {
        var show = TestShow("- {id: a, at: 10s, hold: true, max_late: 5s, text: x}")
        show.play(until: "15s")
        show.perform(.shift(.seconds(-40)))
        if isKilled { show.crash() }
        show.play(until: "20s")
        show.perform(.go)
        show.play(until: "1m")
        #expect(show.results(of: "a#1@1") == ["sent"])
        #expect(show.departures == ["20.000 > a#1@1"])
    }

    @Test func shiftsMoveWhatIsBehindTheHold() {
        var show = TestShow(Self.script)
        show.play(until: "25s")
        show.perform(.shift("5s"))
        show.play(until: "1m")
        show.perform(.go)
        show.play(until: "2m")
        #expect(show.departures.dropFirst().first == "65.000 > b#1@1")
    }

    @Test func aHeldRunIsCancelledLikeAnyOther() {
        var show = TestShow(Self.script)
        show.play(until: "25s")
        show.perform(.cancel)
        #expect(show.lines.suffix(2) == ["25.000 end of 4: sent 1, cancelled 3", "25.000 ended"])
    }
}
