import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct RepeatTests {
    @Test func occurrencesAreCountedFromOneAndTheLastIsIncluded() {
        var show = TestShow("- {id: a, every: 1m, from: -5m, until: -1m, text: x}", at: "-10m")
        show.play(until: "0s")
        #expect(
            show.departures == [
                "-300.000 > a#1@1", "-240.000 > a#2@1", "-180.000 > a#3@1", "-120.000 > a#4@1", "-60.000 > a#5@1",
            ])
        #expect(show.lines.last == "-59.900 ended")
    }

    @Test func aRepeatEverySecondForAYearCostsNothingUntilItIsDue() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, until: 8760h, rooms: all, text: x}", at: "-1h")
        #expect(show.lines == [])
        #expect(show.scheduler.runs[0].planned == 3 * 31_536_001)
        #expect(show.scheduler.nextWake.wall == TestShow.start)
        show.play(until: "2500ms")
        #expect(show.tally[.sent] == 9)
        for room in 0..<3 {
            let ended = show.scheduler.runs[0].ledger.ended(message: 0, position: room)
            #expect(ended.ranges == [1...3])
        }
    }

    @Test func aRepeatWithoutEndNeverEnds() {
        var show = TestShow("- {id: a, every: 1h, text: x}")
        show.play(until: "1000h1s")
        #expect(show.tally[.sent] == 1001)
        #expect(show.status.runs[0].planned == nil)
        #expect(show.lines(with: "end") == [])
    }

    @Test func aRepeatAndAMessageThatAreDueTogetherGoInTheOrderOfTheFile() {
        var show = TestShow(
            """
            - {id: z, every: 1s, from: 0s, times: 2, text: x}
            - {id: m, at: 1s, text: x}
            - {id: a, every: 1s, from: 0s, times: 2, text: x}
            """)
        show.play(until: "5s")
        #expect(show.attempts.map(\.delivery) == ["z#1@1", "a#1@1", "z#2@1", "m#1@1", "a#2@1"])
    }

    @Test func aRepeatFasterThanTheQuotaMissesWhatItCannotSend() {
        var show = TestShow("- {id: a, every: 100ms, from: 0s, times: 100, max_late: 1s, text: x}", rate: 5)
        show.play(until: "1m")
        #expect(show.tally[.sent] + show.tally[.missed] == 100)
        #expect(show.tally[.sent] > 45)
        #expect(show.results.filter { $0.outcome == .sent }.allSatisfy { $0.late <= "1s" })
    }

    /// Millions of occurrences that are in the past and have ended are passed over without being looked at.
    @Test func goingOnAfterAYearDoesNotCountTheYearAgain() {
        let timeline = TestTimeline.timeline("- {id: a, every: 1s, from: 0s, rooms: both, text: x}")
        var recovery = RunRecovery(timeline)
        let year = 31_536_000
        for room in ["1", "2"] {
            recovery.take(.result("a", .cancelled, occurrences: 1...year, room: room, attempt: 0))
        }
        recovery.finish()
        var show = TestShow(at: .seconds(Int64(year)))
        show.load(timeline, recovery: recovery)
        #expect(show.departures == ["31536000.000 > a#31536001@1", "31536000.000 > a#31536001@2"])
        #expect(show.scheduler.nextWake.uptime == nil)
        show.reload("- {id: a, every: 1s, from: 0s, rooms: all, max_late: 1s, text: x}")
        // Room 3 is new to it: for that room the whole year lies behind.
        #expect(show.scheduler.nextWake.uptime == nil)
        #expect(show.results(of: "a#1...31536001@3") == ["missed: reload"])
    }

    @Test func catchingUpIsDoneInPortions() {
        let show = TestShow("- {id: a, every: 1ms, from: 0s, times: 100000, max_late: 1ms, text: x}", at: "1h")
        #expect(show.lines.count < 5000)
        #expect(show.scheduler.nextWake.uptime.map { $0 <= show.now.uptime } == true)
        var other = show
        other.play(until: "3601s")
        #expect(other.tally[.missed] == 100_000)
        #expect(other.lines.last == "3600.000 ended")
    }

    /// A wake-up time may be subtracted from any clock.
    @Test func wakingAtOnceIsATimeThatCanBeReckonedWith() {
        let show = TestShow("- {id: a, every: 1ms, from: 0s, times: 100000, max_late: 1ms, text: x}", at: "1h")
        let wake = show.scheduler.nextWake.uptime!
        for now in [Uptime.zero, Uptime(nanoseconds: 1 << 61)] { #expect(wake - now <= .zero) }
    }
}
