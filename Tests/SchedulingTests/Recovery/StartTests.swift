import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct StartTests {
    @Test func aFutureStartWaits() {
        var show = TestShow("- {id: a, at: 0s, text: hello}", at: "-5m")
        #expect(show.lines == [])
        #expect(show.scheduler.nextWake == Scheduler.Wake(wall: TestShow.start, uptime: nil))
        show.play(until: "-1ms")
        #expect(show.lines == [])
        #expect(show.status.runs[0].state == .waiting)
        show.play(until: "1s")
        #expect(show.lines == ["0.000 > a#1@1", "0.100 a#1@1 sent", "0.100 end of 1: sent 1", "0.100 ended"])
    }

    @Test func aNegativeOffsetIsDueBeforeTheStart() {
        var show = TestShow("- {id: a, at: -10m, text: soon}\n- {id: b, at: 0s, text: now}", at: "-1h")
        show.play(until: "1s")
        #expect(show.departures == ["-600.000 > a#1@1", "0.000 > b#1@1"])
    }

    @Test func aMessageIsNeverSentBeforeItIsDue() {
        var show = TestShow("- {id: a, at: 250ms, text: hello}")
        show.play(until: "249ms")
        #expect(show.lines == [])
    }

    @Test func aStartInThePastGoesThroughTheLatenessRule() {
        let show = TestShow(
            """
            - {id: gone, at: 0s, text: x}
            - {id: late, at: 31s, text: x}
            - {id: whatever, at: 0s, late: send, text: x}
            - {id: ahead, at: 2m, text: x}
            """, at: "1m")
        #expect(show.lines == ["60.000 gone#1@1 missed: late", "60.000 > late#1@1", "60.000 > whatever#1@1"])
    }

    @Test func aShowThatIsOverEndsAtOnce() {
        let show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 1s, text: x}", at: "1h")
        #expect(
            show.lines == [
                "3600.000 a#1@1 missed: late", "3600.000 b#1@1 missed: late", "3600.000 end of 2: missed 2",
                "3600.000 ended",
            ])
    }

    @Test func whatLiesBeforeAStartThatWasNowIsMissed() {
        var show = TestShow(at: "0s")
        show.load(
            TestTimeline.timeline(
                """
                - {id: doors, at: -10s, late: send, text: x}
                - {id: count, every: 5s, from: -10s, until: 5s, text: x}
                - {id: go, at: 0s, text: x}
                """), skipsBeforeStart: true)
        show.play(until: "6s")
        #expect(
            show.lines(with: "missed:", ">") == [
                "0.000 doors#1@1 missed: before the start", "0.000 count#1@1 missed: before the start",
                "0.000 count#2@1 missed: before the start", "0.000 > count#3@1", "0.000 > go#1@1", "5.000 > count#4@1",
            ])
        #expect(show.lines.last == "5.100 ended")
    }

    @Test func aShiftDoesNotBringBackWhatLiesBeforeAStartThatWasNow() {
        var show = TestShow(at: "0s")
        show.load(
            TestTimeline.timeline("- {id: a, at: -10s, text: x}\n- {id: b, at: 1m, text: x}"), skipsBeforeStart: true)
        show.perform(.shift("5m"))
        show.play(until: "10m")
        #expect(show.departures == ["360.000 > b#1@1"])
    }

    @Test func aScriptWithoutMessagesInTheFutureOfItsStartIsStillCountedFully() {
        var show = TestShow("- {id: a, at: -1m, rooms: all, text: x}", at: "-2m")
        show.play(until: "0s")
        #expect(show.lines(with: "end of") == ["-59.900 end of 3: sent 3"])
    }

    @Test func theNextMessageIsTheOneThatIsDueNext() {
        var show = TestShow("- {id: late, at: 10s, text: x}\n- {id: early, at: 5s, text: x}")
        #expect(show.status.runs[0].next?.messageID == "early")
        show.play(until: "6s")
        #expect(show.status.runs[0].next?.messageID == "late")
        #expect(show.status.runs[0].next?.due == TestShow.start + "10s")
    }
}
