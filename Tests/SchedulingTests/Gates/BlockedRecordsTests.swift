import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct BlockedRecordsTests {
    private let script = "- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}"

    @Test func whatCannotBeRecordedIsNotSentUntilItCanBe() {
        var show = TestShow(script)
        show.breakLog()
        show.play(until: "5s")
        #expect(show.lines == [])
        #expect(show.scheduler.nextWake.wait(from: show.now) == "5s")
        show.mendLog()
        show.play(until: "20s")
        #expect(show.departures == ["5.000 > a#1@1", "10.000 > b#1@1"])
        #expect(show.attempts.map(\.number) == [1, 1])
        #expect(show.lines(with: "end of") == ["10.100 end of 2: sent 2"])
    }

    @Test func latenessAppliesToWhatCouldNotBeRecorded() {
        var show = TestShow(script)
        show.breakLog()
        show.play(until: "35s")
        show.mendLog()
        show.play(until: "1m")
        #expect(show.results(of: "a#1@1") == ["missed: late"])
        #expect(show.departures == ["35.000 > b#1@1"])
    }

    @Test func aWithdrawnAttemptWasNone() {
        var show = TestShow(script)
        show.breakLog()
        show.play(until: "5s")
        // Not attempted: a shift still moves it.
        show.perform(.shift("1m"))
        show.mendLog()
        show.play(until: "3m")
        #expect(show.departures == ["60.000 > a#1@1", "70.000 > b#1@1"])
    }

    @Test func anAttemptThatIsWithdrawnAfterAFailureKeepsItsNumber() {
        var show = TestShow(script)
        show.answers["a"] = [.transient]
        show.play(until: "150ms")
        show.breakLog()
        show.play(until: "2s")
        show.mendLog()
        show.play(until: "5s")
        #expect(show.departures == ["0.000 > a#1@1", "2.000 > a#1@1 (2)"])
    }

    @Test func whatIsOnItsWayEndsMeanwhile() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 50ms, text: x}\n- {id: c, at: 10s, text: x}")
        show.play(until: "10ms")
        show.breakLog()
        show.play(until: "1s")
        #expect(show.lines == ["0.000 > a#1@1", "0.100 a#1@1 sent"])
        show.mendLog()
        show.play(until: "20s")
        #expect(show.tally[.sent] == 3)
    }

    @Test func theBookIsNotClosedWhileItCannotBeWritten() {
        var show = TestShow("- {id: a, at: 0s, rooms: both, text: x}", mostInFlight: 1)
        show.play(until: "50ms")
        show.breakLog()
        show.play(until: "5s")
        #expect(show.lines(with: "end") == [])
        show.mendLog()
        show.play(until: "10s")
        #expect(show.lines.suffix(2) == ["5.100 end of 2: sent 2", "5.100 ended"])
    }

    @Test func aShutdownDoesNotWaitForTheDisk() {
        var show = TestShow("- {id: a, at: 0s, rooms: both, text: x}", mostInFlight: 1)
        show.play(until: "50ms")
        show.breakLog()
        show.play(until: "60ms")
        show.shutDown()
        show.play(until: "5s")
        #expect(show.lines.suffix(2) == ["0.100 a#1@1 sent", "0.100 stopped"])
    }

    /// A probe shows nothing to anybody, so it waits for no record.
    @Test func probesGoOnWhileNothingCanBeRecorded() {
        var show = TestShow(script)
        show.answers["a"] = [.account]
        show.play(until: "500ms")
        show.breakLog()
        show.play(until: "3s")
        #expect(
            show.lines(with: "probe", "account_ok") == ["1.100 > probe", "1.200 probe: accepted", "1.200 account_ok"])
        show.mendLog()
        show.play(until: "5s")
        #expect(show.results(of: "a#1@1").last == "sent")
    }

    @Test func aSkipMeanwhileReachesWhatWasWithdrawn() {
        var show = TestShow(script)
        show.breakLog()
        show.play(until: "1s")
        show.perform(.skip(CueSelector("a")))
        #expect(show.lines(with: "cancelled") == ["1.000 a#1@1 cancelled: skip"])
    }
}
