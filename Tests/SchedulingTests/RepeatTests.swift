import ShowTime
import Testing

@testable import Scheduling

@Suite struct RepeatTests {
    @Test func occurrencesAreCountedFromOneAndTheLastIsIncluded() {
        var stage = Stage("- {id: a, every: 1m, from: -5m, until: -1m, text: x}", at: "-10m")
        stage.play(until: "0s")
        #expect(
            stage.departures == [
                "-300.000 > a#1@1", "-240.000 > a#2@1", "-180.000 > a#3@1", "-120.000 > a#4@1", "-60.000 > a#5@1",
            ])
        #expect(stage.lines.last == "-59.900 ended")
    }

    @Test func aRepeatEverySecondForAYearCostsNothingUntilItIsDue() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, until: 8760h, rooms: all, text: x}", at: "-1h")
        #expect(stage.lines == [])
        #expect(stage.scheduler.runs[0].planned == 3 * 31_536_001)
        #expect(stage.scheduler.nextWake.wall == Stage.start)
        stage.play(until: "2500ms")
        #expect(stage.tally[.sent] == 9)
        for room in 0..<3 {
            let ended = stage.scheduler.runs[0].ledger.ended(message: 0, position: room, isRepeated: true)
            #expect(ended.ranges == [1...3])
        }
    }

    @Test func aRepeatWithoutEndNeverEnds() {
        var stage = Stage("- {id: a, every: 1h, text: x}")
        stage.play(until: "1000h1s")
        #expect(stage.tally[.sent] == 1001)
        #expect(stage.scheduler.status(at: stage.now)[0].planned == nil)
        #expect(stage.lines(with: "end") == [])
    }

    @Test func aRepeatAndAMessageThatAreDueTogetherGoInTheOrderOfTheFile() {
        var stage = Stage(
            """
            - {id: z, every: 1s, from: 0s, times: 2, text: x}
            - {id: m, at: 1s, text: x}
            - {id: a, every: 1s, from: 0s, times: 2, text: x}
            """)
        stage.play(until: "5s")
        #expect(stage.attempts.map(\.delivery) == ["z#1@1", "a#1@1", "z#2@1", "m#1@1", "a#2@1"])
    }

    @Test func aRepeatFasterThanTheQuotaMissesWhatItCannotSend() {
        var stage = Stage("- {id: a, every: 100ms, from: 0s, times: 100, max_late: 1s, text: x}", rate: 5)
        stage.play(until: "1m")
        #expect(stage.tally[.sent] + stage.tally[.missed] == 100)
        #expect(stage.tally[.sent] > 45)
        #expect(stage.results.filter { $0.outcome == .sent }.allSatisfy { $0.late <= "1s" })
    }

    /// Millions of occurrences that are in the past and have ended are passed over without being looked at.
    @Test func goingOnAfterAYearDoesNotCountTheYearAgain() {
        let script = Script.timeline("- {id: a, every: 1s, from: 0s, rooms: both, text: x}")
        var recovery = RunRecovery(script)
        let year = 31_536_000
        for room in ["1", "2"] {
            recovery.takeResult(
                messageID: "a", occurrences: 1...year, roomID: room, time: Stage.start, due: Stage.start, attempt: 0,
                outcome: .cancelled,
                code: nil, reason: nil)
        }
        recovery.finish()
        var stage = Stage(at: .seconds(Int64(year)))
        stage.load(script, recovery: recovery)
        #expect(stage.departures == ["31536000.000 > a#31536001@1", "31536000.000 > a#31536001@2"])
        #expect(stage.scheduler.nextWake.uptime == nil)
        stage.reload("- {id: a, every: 1s, from: 0s, rooms: all, max_late: 1s, text: x}")
        // Room 3 is new to it: for that room the whole year is late.
        #expect(stage.scheduler.nextWake.uptime != nil)
    }

    @Test func catchingUpIsDoneInPortions() {
        let stage = Stage("- {id: a, every: 1ms, from: 0s, times: 100000, max_late: 1ms, text: x}", at: "1h")
        #expect(stage.lines.count < 5000)
        #expect(stage.scheduler.nextWake.uptime.map { $0 <= stage.now.uptime } == true)
        var other = stage
        other.play(until: "3601s")
        #expect(other.tally[.missed] == 100_000)
        #expect(other.lines.last == "3600.000 ended")
    }

    /// A wake-up time may be subtracted from any clock.
    @Test func wakingAtOnceIsATimeThatCanBeReckonedWith() {
        let stage = Stage("- {id: a, every: 1ms, from: 0s, times: 100000, max_late: 1ms, text: x}", at: "1h")
        let wake = stage.scheduler.nextWake.uptime!
        for now in [Uptime.zero, Uptime(nanoseconds: 1 << 61)] { #expect(wake - now <= .zero) }
    }
}
