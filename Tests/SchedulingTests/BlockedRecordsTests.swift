import ShowTime
import Testing

@testable import Scheduling

@Suite struct BlockedRecordsTests {
    private let script = "- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}"

    @Test func whatCannotBeRecordedIsNotSentUntilItCanBe() {
        var stage = Stage(script)
        stage.breakLog()
        stage.play(until: "5s")
        #expect(stage.lines == [])
        #expect(stage.scheduler.nextWake == Scheduler.Wake(wall: nil, uptime: nil))
        stage.mendLog()
        stage.play(until: "20s")
        #expect(stage.departures == ["5.000 > a#1@1", "10.000 > b#1@1"])
        #expect(stage.attempts.map(\.number) == [1, 1])
        #expect(stage.lines(with: "end of") == ["10.100 end of 2: sent 2"])
    }

    @Test func latenessAppliesToWhatCouldNotBeRecorded() {
        var stage = Stage(script)
        stage.breakLog()
        stage.play(until: "35s")
        stage.mendLog()
        stage.play(until: "1m")
        #expect(stage.results(of: "a#1@1") == ["missed: late"])
        #expect(stage.departures == ["35.000 > b#1@1"])
    }

    @Test func aWithdrawnAttemptWasNone() {
        var stage = Stage(script)
        stage.breakLog()
        stage.play(until: "5s")
        // Not attempted: a shift still moves it.
        stage.perform(.shift("1m"))
        stage.mendLog()
        stage.play(until: "3m")
        #expect(stage.departures == ["60.000 > a#1@1", "70.000 > b#1@1"])
    }

    @Test func anAttemptThatIsWithdrawnAfterAFailureKeepsItsNumber() {
        var stage = Stage(script)
        stage.answers["a"] = [.transient]
        stage.play(until: "150ms")
        stage.breakLog()
        stage.play(until: "2s")
        stage.mendLog()
        stage.play(until: "5s")
        #expect(stage.departures == ["0.000 > a#1@1", "2.000 > a#1@1 (2)"])
    }

    @Test func whatIsOnItsWayEndsMeanwhile() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 50ms, text: x}\n- {id: c, at: 10s, text: x}")
        stage.play(until: "10ms")
        stage.breakLog()
        stage.play(until: "1s")
        #expect(stage.lines == ["0.000 > a#1@1", "0.100 a#1@1 sent"])
        stage.mendLog()
        stage.play(until: "20s")
        #expect(stage.tally[.sent] == 3)
    }

    @Test func theBookIsNotClosedWhileItCannotBeWritten() {
        var stage = Stage("- {id: a, at: 0s, rooms: both, text: x}", mostInFlight: 1)
        stage.play(until: "50ms")
        stage.breakLog()
        stage.play(until: "5s")
        #expect(stage.lines(with: "end") == [])
        stage.mendLog()
        stage.play(until: "10s")
        #expect(stage.lines.suffix(2) == ["5.100 end of 2: sent 2", "5.100 ended"])
    }

    @Test func aShutdownDoesNotWaitForTheDisk() {
        var stage = Stage("- {id: a, at: 0s, rooms: both, text: x}", mostInFlight: 1)
        stage.play(until: "50ms")
        stage.breakLog()
        stage.play(until: "60ms")
        stage.shutDown()
        stage.play(until: "5s")
        #expect(stage.lines.suffix(2) == ["0.100 a#1@1 sent", "0.100 stopped"])
    }

    @Test func aProbeThatCannotBeRecordedIsProbedAgain() {
        var stage = Stage(script)
        stage.answers["a"] = [.account]
        stage.play(until: "500ms")
        stage.breakLog()
        stage.play(until: "3s")
        stage.mendLog()
        stage.play(until: "5s")
        #expect(stage.lines(with: "probe", "account_ok") == ["3.000 > a#1@1 probe", "3.100 account_ok"])
    }

    @Test func aSkipMeanwhileReachesWhatWasWithdrawn() {
        var stage = Stage(script)
        stage.breakLog()
        stage.play(until: "1s")
        stage.perform(.skip(message: "a"))
        #expect(stage.lines(with: "cancelled") == ["1.000 a#1@1 cancelled: skip"])
    }
}
