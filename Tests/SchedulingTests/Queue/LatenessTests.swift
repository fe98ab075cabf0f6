import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct LatenessTests {
    @Test func whatIsAsLateAsItMayBeIsSent() {
        let show = TestShow("- {id: a, at: 0s, max_late: 10s, text: x}", at: "10s")
        #expect(show.lines == ["10.000 > a#1@1"])
    }

    @Test func whatIsLaterThanItMayBeIsMissed() {
        let show = TestShow("- {id: a, at: 0s, max_late: 10s, text: x}", at: "10001ms")
        #expect(show.results(of: "a#1@1") == ["missed: late"])
        #expect(show.attempts.isEmpty)
    }

    @Test func thirtySecondsAreTheBoundWhereNothingIsSaid() {
        let show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 1ms, text: x}", at: "30001ms")
        #expect(show.lines == ["30.001 a#1@1 missed: late", "30.001 > b#1@1"])
    }

    @Test func latenessIsJudgedWhenThePacerLetsADeliveryGo() {
        // Two calls a second for four rooms: the third and fourth would go more than a second late.
        var show = TestShow("- {id: a, at: 0s, max_late: 1s, rooms: [r1, r2, r3, r4], text: x}", rate: 2)
        show.play(until: "5s")
        #expect(show.departures == ["0.000 > a#1@1", "0.510 > a#1@2"])
        #expect(show.tally[.missed] == 2)
    }

    @Test func whatIsMissedTakesNothingOfTheQuota() {
        var show = TestShow(
            """
            - {id: old, at: 0s, rooms: all, text: x}
            - {id: new, at: 60s, rooms: both, text: x}
            """, rate: 1, at: "60s")
        show.play(until: "62s")
        #expect(show.departures == ["60.000 > new#1@1", "61.025 > new#1@2"])
    }

    @Test func oneThatMayBeLateIsSentHoweverLate() {
        let show = TestShow("- {id: a, at: 0s, late: send, text: x}", at: "100h")
        #expect(show.lines == ["360000.000 > a#1@1"])
    }

    @Test func ofTheLateOccurrencesOfARepeatOnlyTheNewestIsSent() {
        var show = TestShow(
            "- {id: a, every: 1m, from: 0s, until: 10m, late: send, max_late: 30s, text: x}", at: "345s")
        show.play(until: "7m")
        // At 5:45 the occurrence of 5:00 is the newest that is late; 5:00 was number 6.
        #expect(
            show.lines(with: "missed", ">") == [
                "345.000 a#1@1 missed: superseded", "345.000 a#2@1 missed: superseded",
                "345.000 a#3@1 missed: superseded", "345.000 a#4@1 missed: superseded",
                "345.000 a#5@1 missed: superseded", "345.000 > a#6@1", "360.000 > a#7@1", "420.000 > a#8@1",
            ])
    }

    @Test func theNewestLateOccurrenceIsTheNewestWhenItIsSent() {
        // A quota of one call in ten seconds: what was newest when it was queued is not when its turn comes.
        var show = TestShow(
            """
            - {id: first, at: 0s, text: x}
            - {id: a, every: 1s, from: 0s, until: 8s, late: send, max_late: 500ms, text: x}
            """, rate: 0.1)
        show.play(until: "15s")
        #expect(show.departures == ["0.000 > first#1@1", "10.295 > a#9@1"])
        #expect(show.tally[.missed] == 8)
    }

    @Test func aRepeatThatMustNotBeLateMissesWhatIsLate() {
        var show = TestShow("- {id: a, every: 10s, from: 0s, until: 60s, max_late: 15s, text: x}", at: "45s")
        show.play(until: "2m")
        #expect(show.departures == ["45.000 > a#4@1", "45.000 > a#5@1", "50.000 > a#6@1", "60.000 > a#7@1"])
        #expect(show.lines(with: "end of") == ["60.100 end of 7: sent 4, missed 3"])
    }

    @Test func latenessIsMeasuredFromTheDueTimeToTheHandOver() {
        var show = TestShow("- {id: a, at: 0s, text: x}", at: "2s")
        show.play(until: "3s")
        #expect(show.results.map(\.late) == ["2s"])
        #expect(show.results.map(\.took) == ["100ms"])
    }
}
