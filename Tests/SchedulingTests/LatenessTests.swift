import ShowTime
import Testing

@testable import Scheduling

@Suite struct LatenessTests {
    @Test func whatIsAsLateAsItMayBeIsSent() {
        let stage = Stage("- {id: a, at: 0s, max_late: 10s, text: x}", at: "10s")
        #expect(stage.lines == ["10.000 > a#1@1"])
    }

    @Test func whatIsLaterThanItMayBeIsMissed() {
        let stage = Stage("- {id: a, at: 0s, max_late: 10s, text: x}", at: "10001ms")
        #expect(stage.results(of: "a#1@1") == ["missed: late"])
        #expect(stage.attempts.isEmpty)
    }

    @Test func thirtySecondsAreTheBoundWhereNothingIsSaid() {
        let stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 1ms, text: x}", at: "30001ms")
        #expect(stage.lines == ["30.001 a#1@1 missed: late", "30.001 > b#1@1"])
    }

    @Test func latenessIsJudgedWhenThePacerLetsADeliveryGo() {
        // Two calls a second for four rooms: the last goes about 1.5 s late, which one of them may not.
        var stage = Stage(
            """
            - {id: a, at: 0s, rooms: all, text: x}
            - {id: b, at: 0s, max_late: 1s, text: x}
            - {id: c, at: 0s, max_late: 2s, text: x}
            """, rate: 2)
        stage.play(until: "5s")
        #expect(stage.departures == ["0.000 > a#1@1", "0.510 > a#1@2", "1.025 > a#1@3", "1.540 > c#1@1"])
        #expect(stage.results(of: "b#1@1") == ["missed: late"])
    }

    @Test func whatIsMissedTakesNothingOfTheQuota() {
        var stage = Stage(
            """
            - {id: old, at: 0s, rooms: all, text: x}
            - {id: new, at: 60s, rooms: both, text: x}
            """, rate: 1, at: "60s")
        stage.play(until: "62s")
        #expect(stage.departures == ["60.000 > new#1@1", "61.025 > new#1@2"])
    }

    @Test func oneThatMayBeLateIsSentHoweverLate() {
        let stage = Stage("- {id: a, at: 0s, late: send, text: x}", at: "100h")
        #expect(stage.lines == ["360000.000 > a#1@1"])
    }

    @Test func ofTheLateOccurrencesOfARepeatOnlyTheNewestIsSent() {
        var stage = Stage(
            "- {id: a, every: 1m, from: 0s, until: 10m, late: send, max_late: 30s, text: x}", at: "345s")
        stage.play(until: "7m")
        // At 5:45 the occurrence of 5:00 is the newest that is late; 5:00 was number 6.
        #expect(
            stage.lines(with: "missed", ">") == [
                "345.000 a#1@1 missed: superseded", "345.000 a#2@1 missed: superseded",
                "345.000 a#3@1 missed: superseded", "345.000 a#4@1 missed: superseded",
                "345.000 a#5@1 missed: superseded", "345.000 > a#6@1", "360.000 > a#7@1", "420.000 > a#8@1",
            ])
    }

    @Test func theNewestLateOccurrenceIsTheNewestWhenItIsSent() {
        // A quota of one call in ten seconds: what was newest when it was queued is not when its turn comes.
        var stage = Stage(
            """
            - {id: first, at: 0s, text: x}
            - {id: a, every: 1s, from: 0s, until: 8s, late: send, max_late: 500ms, text: x}
            """, rate: 0.1)
        stage.play(until: "15s")
        #expect(stage.departures == ["0.000 > first#1@1", "10.295 > a#9@1"])
        #expect(stage.tally[.missed] == 8)
    }

    @Test func aRepeatThatMustNotBeLateMissesWhatIsLate() {
        var stage = Stage("- {id: a, every: 10s, from: 0s, until: 60s, max_late: 15s, text: x}", at: "45s")
        stage.play(until: "2m")
        #expect(stage.departures == ["45.000 > a#4@1", "45.000 > a#5@1", "50.000 > a#6@1", "60.000 > a#7@1"])
        #expect(stage.lines(with: "end of") == ["60.100 end of 7: sent 4, missed 3"])
    }

    @Test func latenessIsMeasuredFromTheDueTimeToTheHandOver() {
        var stage = Stage("- {id: a, at: 0s, text: x}", at: "2s")
        stage.play(until: "3s")
        #expect(stage.results.map(\.late) == ["2s"])
        #expect(stage.results.map(\.took) == ["100ms"])
    }

    @Test func aClockThatIsSetForwardMakesThingsLate() {
        var stage = Stage("- {id: a, at: 1m, text: x}\n- {id: b, at: 2m, text: x}", at: "0s")
        stage.stepClock(by: "110s")
        #expect(stage.lines == ["110.000 a#1@1 missed: late"])
        stage.play(until: "3m")
        #expect(stage.departures == ["120.000 > b#1@1"])
    }

    @Test func aClockThatIsSetBackNeitherRepeatsNorStallsAnything() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, text: x}\n- {id: b, at: 10s, text: x}", rate: 2)
        stage.play(until: "100ms")
        stage.stepClock(by: "-5m")
        stage.play(until: "-290s")
        #expect(stage.departures == ["0.000 > a#1@1", "-299.490 > a#1@2", "-298.975 > a#1@3"])
        stage.play(until: "11s")
        #expect(stage.departures.last == "10.000 > b#1@1")
        #expect(stage.tally[.sent] == 4)
    }
}
