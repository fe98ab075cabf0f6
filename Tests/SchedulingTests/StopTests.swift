import ShowTime
import Testing

@testable import Scheduling

@Suite struct ShutdownTests {
    private let script = "- {id: a, at: 0s, rooms: both, text: x}\n- {id: b, at: 1s, text: x}"

    @Test func nothingNewLeavesAndWhatIsOnItsWayMayEnd() {
        var stage = Stage(script)
        stage.play(until: "50ms")
        stage.shutDown()
        #expect(!stage.scheduler.isIdle)
        stage.play(until: "1m")
        #expect(
            stage.lines == [
                "0.000 > a#1@1", "0.000 > a#1@2", "0.050 shutdown", "0.100 a#1@1 sent", "0.100 a#1@2 sent",
                "0.100 stopped",
            ])
        #expect(stage.scheduler.isIdle)
        #expect(stage.scheduler.status(at: stage.now)[0].state == .stopped)
    }

    @Test func whatWasNotAttemptedLeavesNoTrace() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, text: x}", rate: 1)
        stage.play(until: "500ms")
        stage.shutDown()
        #expect(stage.lines == ["0.000 > a#1@1", "0.100 a#1@1 sent", "0.500 shutdown", "0.500 stopped"])
    }

    @Test func whatOutlivesTheGraceIsUnknown() {
        var stage = Stage(script)
        stage.otherwise = .hang
        stage.play(until: "50ms")
        stage.shutDown()
        stage.play(until: "10s")
        stage.graceIsOver()
        #expect(
            stage.lines.suffix(3) == [
                "10.000 a#1@1 unknown: shut down before an answer came",
                "10.000 a#1@2 unknown: shut down before an answer came", "10.000 stopped",
            ])
        #expect(stage.scheduler.isIdle)
    }

    @Test func anAnswerAfterTheGraceIsNotCounted() {
        var stage = Stage(script)
        stage.latency = "20s"
        stage.play(until: "50ms")
        stage.shutDown()
        stage.graceIsOver()
        let lines = stage.lines
        stage.play(until: "1m")
        #expect(stage.lines == lines)
    }

    @Test func whatIsToBeTriedAgainIsLeftToALaterStart() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 1s, text: x}")
        stage.answers["a"] = [.transient]
        stage.play(until: "50ms")
        stage.shutDown()
        stage.play(until: "200ms")
        #expect(stage.lines.suffix(2) == ["0.100 a#1@1 retrying", "0.100 stopped"])
        stage.crash()
        stage.play(until: "5s")
        #expect(stage.lines(with: "> a") == ["0.000 > a#1@1", "1.200 > a#1@1 (2)"])
        #expect(stage.lines.last == "1.300 ended")
    }

    @Test func aHeldShowIsShutDownAndGoesOnHeld() {
        var stage = Stage(script)
        stage.perform(.hold)
        stage.shutDown()
        #expect(stage.lines.suffix(2) == ["-1.000 shutdown", "-1.000 stopped"])
        stage.crash(downFor: "1m")
        #expect(stage.scheduler.status(at: stage.now)[0].state == .held)
        stage.perform(.go)
        stage.play(until: "5m")
        #expect(stage.departures == ["60.000 > a#1@1", "60.000 > a#1@2", "61.000 > b#1@1"])
    }

    @Test func aShowThatIsLoadedWhileAllIsShutDownDoesNotBegin() {
        var stage = Stage(script)
        stage.shutDown()
        stage.load(Script.timeline("- {id: c, at: 0s, text: x}", name: "other"))
        stage.play(until: "1m")
        #expect(stage.departures == [])
        #expect(stage.scheduler.isIdle)
    }
}

@Suite struct StopTests {
    private static let one = RunID(timeline: "one", start: Stage.start)

    private func stage() -> Stage {
        var stage = Stage(at: "-1s")
        stage.load(Script.timeline("- {id: a, every: 1s, from: 0s, times: 5, text: x}", name: "one"))
        stage.load(Script.timeline("- {id: b, every: 1s, from: 0s, times: 5, text: x}", name: "two"))
        return stage
    }

    @Test func oneRunIsStoppedAmongSeveral() {
        var stage = stage()
        stage.play(until: "1500ms")
        stage.perform(.stop, on: Self.one)
        stage.play(until: "10s")
        #expect(
            stage.lines(with: "one") == [
                "0.000 one > a#1@1", "0.100 one a#1@1 sent", "1.000 one > a#2@1", "1.100 one a#2@1 sent",
                "1.500 one shutdown", "1.500 one stopped",
            ])
        #expect(stage.lines(with: "two end of") == ["4.100 two end of 5: sent 5"])
        #expect(stage.scheduler.isIdle)
    }

    @Test func aStoppedRunTriesNothingAgain() {
        var stage = stage()
        stage.answers["a#2@1"] = [.transient]
        stage.play(until: "1050ms")
        stage.perform(.stop, on: Self.one)
        stage.play(until: "10s")
        #expect(stage.lines(with: "one >").count == 2)
        #expect(stage.lines(with: "one").suffix(2) == ["1.100 one a#2@1 retrying", "1.100 one stopped"])
    }

    @Test func theGraceOfOneRunEndsOnlyItsOwnCalls() {
        var stage = stage()
        stage.otherwise = .hang
        stage.play(until: "50ms")
        stage.tell("hello")
        stage.perform(.stop, on: Self.one)
        stage.graceIsOver(for: Self.one)
        #expect(
            stage.lines.suffix(3) == [
                "0.050 one shutdown", "0.050 one a#1@1 unknown: shut down before an answer came", "0.050 one stopped",
            ])
        #expect(stage.scheduler.attemptsInFlight == 2)
    }

    @Test func aStoppedRunTakesNoCommands() {
        var stage = stage()
        stage.perform(.stop, on: Self.one)
        #expect(stage.perform(.hold, on: Self.one) == .hasEnded(Self.one))
        #expect(stage.perform(.stop, on: Self.one) == .hasEnded(Self.one))
    }

    @Test func aStoppedRunCanBeLoadedAgain() {
        var stage = stage()
        stage.play(until: "500ms")
        stage.perform(.stop, on: Self.one)
        let script = Script.timeline("- {id: a, every: 1s, from: 0s, times: 5, text: x}", name: "one")
        stage.load(script, recovery: stage.logs[Self.one]!.recovery(for: script))
        stage.play(until: "2500ms")
        #expect(stage.perform(.skip(message: "a"), on: Self.one) == nil)
        #expect(stage.lines(with: "one >") == ["0.000 one > a#1@1", "1.000 one > a#2@1", "2.000 one > a#3@1"])
        #expect(stage.lines(with: "one end of") == ["2.500 one end of 5: sent 3, cancelled 2"])
    }
}
