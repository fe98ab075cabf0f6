import ShowTime
import Testing

@testable import Scheduling

@Suite struct StartTests {
    @Test func aFutureStartWaits() {
        var stage = Stage("- {id: a, at: 0s, text: hello}", at: "-5m")
        #expect(stage.lines == [])
        #expect(stage.scheduler.nextWake == Scheduler.Wake(wall: Stage.start, uptime: nil))
        stage.play(until: "-1ms")
        #expect(stage.lines == [])
        #expect(stage.scheduler.status(at: stage.now)[0].state == .waiting)
        stage.play(until: "1s")
        #expect(stage.lines == ["0.000 > a#1@1", "0.100 a#1@1 sent", "0.100 end of 1: sent 1", "0.100 ended"])
    }

    @Test func aNegativeOffsetIsDueBeforeTheStart() {
        var stage = Stage("- {id: a, at: -10m, text: soon}\n- {id: b, at: 0s, text: now}", at: "-1h")
        stage.play(until: "1s")
        #expect(stage.departures == ["-600.000 > a#1@1", "0.000 > b#1@1"])
    }

    @Test func aMessageIsNeverSentBeforeItIsDue() {
        var stage = Stage("- {id: a, at: 250ms, text: hello}")
        stage.play(until: "249ms")
        #expect(stage.lines == [])
    }

    @Test func aStartInThePastGoesThroughTheLatenessRule() {
        let stage = Stage(
            """
            - {id: gone, at: 0s, text: x}
            - {id: late, at: 31s, text: x}
            - {id: whatever, at: 0s, late: send, text: x}
            - {id: ahead, at: 2m, text: x}
            """, at: "1m")
        #expect(stage.lines == ["60.000 gone#1@1 missed: late", "60.000 > whatever#1@1", "60.000 > late#1@1"])
    }

    @Test func aShowThatIsOverEndsAtOnce() {
        let stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 1s, text: x}", at: "1h")
        #expect(
            stage.lines == [
                "3600.000 a#1@1 missed: late", "3600.000 b#1@1 missed: late", "3600.000 end of 2: missed 2",
                "3600.000 ended",
            ])
    }

    @Test func whatLiesBeforeAStartThatWasNowIsMissed() {
        var stage = Stage(at: "0s")
        stage.load(
            Script.timeline(
                """
                - {id: doors, at: -10s, late: send, text: x}
                - {id: count, every: 5s, from: -10s, until: 5s, text: x}
                - {id: go, at: 0s, text: x}
                """), skipsBeforeStart: true)
        stage.play(until: "6s")
        #expect(
            stage.lines(with: "missed:", ">") == [
                "0.000 doors#1@1 missed: before the start", "0.000 count#1@1 missed: before the start",
                "0.000 count#2@1 missed: before the start", "0.000 > count#3@1", "0.000 > go#1@1", "5.000 > count#4@1",
            ])
        #expect(stage.lines.last == "5.100 ended")
    }

    @Test func aShiftDoesNotBringBackWhatLiesBeforeAStartThatWasNow() {
        var stage = Stage(at: "0s")
        stage.load(
            Script.timeline("- {id: a, at: -10s, text: x}\n- {id: b, at: 1m, text: x}"), skipsBeforeStart: true)
        stage.perform(.shift("5m"))
        stage.play(until: "10m")
        #expect(stage.departures == ["360.000 > b#1@1"])
    }

    @Test func aScriptWithoutMessagesInTheFutureOfItsStartIsStillCountedFully() {
        var stage = Stage("- {id: a, at: -1m, rooms: all, text: x}", at: "-2m")
        stage.play(until: "0s")
        #expect(stage.lines(with: "end of") == ["-59.900 end of 3: sent 3"])
    }

    @Test func theNextMessageIsTheOneThatIsDueNext() {
        var stage = Stage("- {id: late, at: 10s, text: x}\n- {id: early, at: 5s, text: x}")
        #expect(stage.scheduler.status(at: stage.now)[0].next?.messageID == "early")
        stage.play(until: "6s")
        #expect(stage.scheduler.status(at: stage.now)[0].next?.messageID == "late")
        #expect(stage.scheduler.status(at: stage.now)[0].next?.due == Stage.start + "10s")
    }
}
