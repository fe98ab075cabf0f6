import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct ShutdownTests {
    private let script = "- {id: a, at: 0s, rooms: both, text: x}\n- {id: b, at: 1s, text: x}"

    @Test func nothingNewLeavesAndWhatIsOnItsWayMayEnd() {
        var show = TestShow(script)
        show.play(until: "50ms")
        show.shutDown()
        #expect(!show.scheduler.isIdle)
        show.play(until: "1m")
        #expect(
            show.lines == [
                "0.000 > a#1@1", "0.000 > a#1@2", "0.050 shutdown", "0.100 a#1@1 sent", "0.100 a#1@2 sent",
                "0.100 stopped",
            ])
        #expect(show.scheduler.isIdle)
        #expect(show.status.runs[0].state == .stopped)
    }

    @Test func whatWasNotAttemptedLeavesNoTrace() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}", rate: 1)
        show.play(until: "500ms")
        show.shutDown()
        #expect(show.lines == ["0.000 > a#1@1", "0.100 a#1@1 sent", "0.500 shutdown", "0.500 stopped"])
    }

    @Test func whatOutlivesTheGraceIsUnknown() {
        var show = TestShow(script)
        show.otherwise = .hang
        show.play(until: "50ms")
        show.shutDown()
        show.play(until: "10s")
        show.graceIsOver()
        #expect(
            show.lines.suffix(3) == [
                "10.000 a#1@1 unknown: shut down before an answer came",
                "10.000 a#1@2 unknown: shut down before an answer came", "10.000 stopped",
            ])
        #expect(show.scheduler.isIdle)
    }

    @Test func anAnswerAfterTheGraceIsNotCounted() {
        var show = TestShow(script)
        show.world.latency = "20s"
        show.play(until: "50ms")
        show.shutDown()
        show.graceIsOver()
        let lines = show.lines
        show.play(until: "1m")
        #expect(show.lines == lines)
    }

    @Test func whatIsToBeTriedAgainIsLeftToALaterStart() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 1s, text: x}")
        show.answers["a"] = [.transient]
        show.play(until: "50ms")
        show.shutDown()
        show.play(until: "200ms")
        #expect(show.lines.suffix(2) == ["0.100 a#1@1 retrying", "0.100 stopped"])
        show.crash()
        show.play(until: "5s")
        #expect(show.lines(with: "> a") == ["0.000 > a#1@1", "1.200 > a#1@1 (2)"])
        #expect(show.lines.last == "1.300 ended")
    }

    @Test func aHeldShowIsShutDownAndGoesOnHeld() {
        var show = TestShow(script)
        show.perform(.hold)
        show.shutDown()
        #expect(show.lines.suffix(2) == ["-1.000 shutdown", "-1.000 stopped"])
        show.crash(downFor: "1m")
        #expect(show.status.runs[0].state == .held)
        show.perform(.go)
        show.play(until: "5m")
        #expect(show.departures == ["60.000 > a#1@1", "60.000 > a#1@2", "61.000 > b#1@1"])
    }

    @Test func aShowThatIsLoadedWhileAllIsShutDownDoesNotBegin() {
        var show = TestShow(script)
        show.shutDown()
        show.load(TestTimeline.timeline("- {id: c, at: 0s, text: x}", name: "other"))
        show.play(until: "1m")
        #expect(show.departures == [])
        #expect(show.scheduler.isIdle)
    }
}

@Suite struct StopTests {
    private static let one = RunID(timeline: "one", start: TestShow.start)

    private func twoShows() -> TestShow {
        var show = TestShow(at: "-1s")
        show.load(TestTimeline.timeline("- {id: a, every: 1s, from: 0s, times: 5, text: x}", name: "one"))
        show.load(TestTimeline.timeline("- {id: b, every: 1s, from: 0s, times: 5, text: x}", name: "two"))
        return show
    }

    @Test func oneRunIsStoppedAmongSeveral() {
        var show = twoShows()
        show.play(until: "1500ms")
        show.perform(.stop, on: Self.one)
        show.play(until: "10s")
        #expect(
            show.lines(with: "one") == [
                "0.000 one > a#1@1", "0.100 one a#1@1 sent", "1.000 one > a#2@1", "1.100 one a#2@1 sent",
                "1.500 one shutdown", "1.500 one stopped",
            ])
        #expect(show.lines(with: "two end of") == ["4.100 two end of 5: sent 5"])
        #expect(show.scheduler.isIdle)
    }

    @Test func aStoppedRunTriesNothingAgain() {
        var show = twoShows()
        show.answers["a#2@1"] = [.transient]
        show.play(until: "1050ms")
        show.perform(.stop, on: Self.one)
        show.play(until: "10s")
        #expect(show.lines(with: "one >").count == 2)
        #expect(show.lines(with: "one").suffix(2) == ["1.100 one a#2@1 retrying", "1.100 one stopped"])
    }

    @Test func theGraceOfOneRunEndsOnlyItsOwnCalls() {
        var show = twoShows()
        show.otherwise = .hang
        show.play(until: "50ms")
        show.send("hello")
        show.perform(.stop, on: Self.one)
        show.graceIsOver(for: Self.one)
        #expect(
            show.lines.suffix(3) == [
                "0.050 one shutdown", "0.050 one a#1@1 unknown: shut down before an answer came", "0.050 one stopped",
            ])
        #expect(show.scheduler.attemptsInFlight == 2)
    }

    @Test func callsThatAreCutShortSayNothingOfTheNetwork() {
        var show = TestShow(at: "-1s")
        show.load(TestTimeline.timeline("- {id: a, every: 10ms, from: 0s, times: 8, text: x}", name: "one"))
        show.load(TestTimeline.timeline("- {id: b, every: 1s, from: 0s, times: 20, text: x}", name: "two"))
        show.answers["a"] = Array(repeating: .hang, count: 8)
        show.play(until: "500ms")
        show.perform(.stop, on: Self.one)
        show.graceIsOver(for: Self.one)
        show.otherwise = .hang
        show.play(until: "5900ms")
        #expect(show.lines(with: "unknown").count == 8)
        #expect(show.lines(with: "hold") == [])
        show.shutDown()
        show.graceIsOver()
        #expect(show.lines(with: "hold") == [])
        #expect(show.scheduler.isIdle)
    }

    @Test func aStoppedRunTakesNoCommands() {
        var show = twoShows()
        show.perform(.stop, on: Self.one)
        #expect(show.perform(.hold, on: Self.one) == .hasEnded(Self.one))
        #expect(show.perform(.stop, on: Self.one) == .hasEnded(Self.one))
    }

    @Test func aStoppedRunCanBeLoadedAgain() {
        var show = twoShows()
        show.play(until: "500ms")
        show.perform(.stop, on: Self.one)
        let timeline = TestTimeline.timeline("- {id: a, every: 1s, from: 0s, times: 5, text: x}", name: "one")
        show.load(timeline, recovery: show.logs[Self.one]!.recovery(for: timeline))
        show.play(until: "2500ms")
        #expect(show.perform(.skip(CueSelector("a")), on: Self.one) == nil)
        #expect(show.lines(with: "one >") == ["0.000 one > a#1@1", "1.000 one > a#2@1", "2.000 one > a#3@1"])
        #expect(show.lines(with: "one end of") == ["2.500 one end of 5: sent 3, cancelled 2"])
    }
}
