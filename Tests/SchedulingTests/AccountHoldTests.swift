import ShowTime
import Testing

@testable import Scheduling

@Suite struct AccountHoldTests {
    @Test func anAccountErrorHoldsEverythingAndBurnsNothing() {
        var stage = Stage(
            "- {id: a, at: 0s, late: send, text: x}\n- {id: b, at: 200ms, late: send, rooms: all, text: x}")
        stage.otherwise = .account
        stage.play(until: "1s")
        #expect(stage.lines == ["0.000 > a#1@1", "0.100 account_hold 100000005", "0.100 a#1@1 held"])
        #expect(stage.scheduler.isAccountHeld)
    }

    /// After 1, 2, 5, 10 and then every 30 seconds, each counted from the answer to the probe before.
    @Test func theHeadOfTheQueueProbesEverLessOften() {
        var stage = Stage("- {id: a, at: 0s, late: send, text: x}\n- {id: b, at: 0s, late: send, text: x}")
        stage.otherwise = .account
        stage.latency = "0"
        stage.play(until: "2m")
        #expect(
            stage.departures == [
                "0.000 > a#1@1", "0.000 > b#1@1", "1.000 > a#1@1 probe", "3.000 > a#1@1 probe",
                "8.000 > a#1@1 probe", "18.000 > a#1@1 probe", "48.000 > a#1@1 probe", "78.000 > a#1@1 probe",
                "108.000 > a#1@1 probe",
            ])
        #expect(stage.lines(with: "account_hold").count == 1)
        #expect(Set(stage.attempts.map(\.number)) == [1])
    }

    @Test func oneProbeIsOnItsWayAtATime() {
        var stage = Stage("- {id: a, at: 0s, late: send, rooms: all, text: x}")
        stage.answers["1"] = [.account, .account.after("20s")]
        stage.answers["2"] = [.account]
        stage.answers["3"] = [.account]
        stage.play(until: "15s")
        #expect(stage.departures.filter { $0.hasSuffix("probe") } == ["1.100 > a#1@1 probe"])
    }

    @Test func theShowGoesOnWhenAProbeGetsThrough() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, text: x}\n- {id: b, at: 2s, text: x}", mostInFlight: 1)
        stage.answers["a"] = [.account, .account]
        stage.play(until: "10s")
        #expect(
            stage.lines == [
                "0.000 > a#1@1", "0.100 account_hold 100000005", "0.100 a#1@1 held", "1.100 > a#1@1 probe",
                "1.200 a#1@1 held", "3.200 > a#1@1 probe", "3.300 account_ok", "3.300 a#1@1 sent", "3.300 > a#1@2",
                "3.400 a#1@2 sent", "3.400 > a#1@3", "3.500 a#1@3 sent", "3.500 > b#1@1", "3.600 b#1@1 sent",
                "3.600 end of 4: sent 4", "3.600 ended",
            ])
        #expect(!stage.scheduler.isAccountHeld)
    }

    /// Any answer of ZEGO's about the message proves that the account is heard.
    @Test(arguments: [Answer.refused, .transient, .throttledApp, .throttledRoom])
    func anyAnswerAboutTheMessageMendsTheAccount(answer: Answer) {
        var stage = Stage("- {id: a, at: 0s, text: x}", rate: 100, roomRate: 20)
        stage.answers["a"] = [.account, answer]
        stage.play(until: "20s")
        #expect(stage.lines(with: "account_ok").count == 1)
        #expect(stage.departures[1] == "1.100 > a#1@1 probe")
        #expect(stage.tally.total == 1)
    }

    @Test(arguments: [Answer.account, .clock, .notSent])
    func aProbeThatIsNotHeardKeepsTheHold(answer: Answer) {
        var stage = Stage("- {id: a, at: 0s, late: send, text: x}\n- {id: b, at: 0s, late: send, text: x}")
        stage.answers["a"] = [.account, answer]
        stage.answers["b"] = [.account]
        stage.play(until: "1500ms")
        #expect(stage.lines(with: "account_ok") == [])
        #expect(stage.scheduler.isAccountHeld)
        stage.play(until: "1m")
        #expect(stage.tally[.sent] == 2)
    }

    @Test func aProbeWithoutAnAnswerIsUnknownAndKeepsTheHold() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 1s, text: x}")
        stage.answers["a"] = [.account, .unanswered]
        stage.play(until: "10s")
        #expect(stage.results(of: "a#1@1") == ["held", "unknown"])
        #expect(stage.lines(with: "> b", "account_ok") == ["3.200 > b#1@1 probe", "3.300 account_ok"])
    }

    @Test func latenessAppliesWhileTheAccountIsHeld() {
        var stage = Stage(
            "- {id: a, at: 0s, max_late: 5s, text: x}\n- {id: b, every: 1s, from: 1s, until: 20s, max_late: 5s, text: x}"
        )
        stage.otherwise = .account
        stage.play(until: "2m")
        #expect(stage.results(of: "a#1@1").last == "missed: account held")
        #expect(stage.tally[.missed] == 21)
        #expect(stage.lines(with: "end of") == ["48.500 end of 21: missed 21"])
    }

    @Test func aHeldDeliveryIsNotAttemptedForTheAccountBook() {
        var stage = Stage("- {id: a, at: 0s, max_late: 5s, text: x}")
        stage.otherwise = .account
        stage.play(until: "1m")
        #expect(stage.results(of: "a#1@1").last == "missed: account held")
        #expect(stage.results.last?.attempt == 0)
        #expect(stage.results.last?.code == 100_000_005)
    }

    @Test func aSecondStaleSignatureInARowHoldsTheAccount() {
        var stage = Stage("- {id: a, at: 0s, text: x}")
        stage.answers["a"] = [.clock, .clock]
        stage.play(until: "10s")
        #expect(
            stage.lines.prefix(7) == [
                "0.000 > a#1@1", "0.100 a#1@1 retrying", "0.100 > a#1@1 (2)", "0.200 account_hold 100000004",
                "0.200 a#1@1 held", "1.200 > a#1@1 (2) probe", "1.300 account_ok",
            ])
    }

    @Test func staleSignaturesWithAnAnswerBetweenThemAreNotInARow() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, until: 5s, text: x}")
        for occurrence in 1...6 { stage.answers["a#\(occurrence)@1"] = [.clock] }
        stage.play(until: "10s")
        #expect(stage.lines(with: "account") == [])
        #expect(stage.tally[.sent] == 6)
    }

    @Test func staleSignaturesOfManyCallsAtOnceLoseNone() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, text: x}")
        stage.answers["a"] = [.clock, .clock, .clock]
        stage.play(until: "10s")
        #expect(stage.lines(with: "account_hold").count == 1)
        #expect(stage.tally[.sent] == 3)
    }

    @Test func fiveForeignAnswersInARowHoldTheAccount() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, until: 10s, text: x}")
        for occurrence in 1...5 { stage.answers["a#\(occurrence)@1"] = [.foreign] }
        stage.play(until: "20s")
        #expect(stage.lines(with: "account") == ["4.100 account_hold", "5.200 account_ok"])
        #expect(stage.tally[.unknown] == 5)
        #expect(stage.tally[.sent] == 6)
    }

    @Test func foreignAnswersWithAnotherBetweenThemAreNotInARow() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, until: 10s, text: x}")
        for occurrence in [1, 2, 3, 4, 6, 7, 8, 9] { stage.answers["a#\(occurrence)@1"] = [.foreign] }
        stage.play(until: "20s")
        #expect(stage.lines(with: "account") == [])
    }

    @Test func noAnswerAtAllIsNeitherZEGOsNorAForeignOne() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, until: 10s, text: x}")
        stage.otherwise = .unanswered
        stage.play(until: "20s")
        #expect(stage.lines(with: "account") == [])
        #expect(stage.tally[.unknown] == 11)
    }

    /// An answer to a call that left with the old credentials says nothing about the new ones.
    @Test func anErrorOfACallFromBeforeTheMendingDoesNotHoldAgain() {
        var stage = Stage("- {id: a, at: 0s, late: send, rooms: both, text: x}\n- {id: b, at: 5s, text: x}")
        stage.answers["1"] = [.account]
        stage.answers["2"] = [.account.after("4s")]
        stage.play(until: "6s")
        #expect(stage.lines(with: "account") == ["0.100 account_hold 100000005", "1.200 account_ok"])
        #expect(stage.lines(with: "@2") == ["0.000 > a#1@2", "4.000 a#1@2 held", "4.000 > a#1@2", "4.100 a#1@2 sent"])
    }

    @Test func everyRunOfTheAccountIsTold() {
        var stage = Stage(at: "-1s")
        stage.load(Script.timeline("- {id: a, at: 0s, text: x}", name: "one"))
        stage.load(Script.timeline("- {id: b, at: 1h, text: x}", name: "two"))
        stage.answers["a"] = [.account]
        stage.play(until: "5s")
        #expect(
            stage.lines(with: "account") == [
                "0.100 one account_hold 100000005", "0.100 two account_hold 100000005", "1.200 one account_ok",
                "1.200 two account_ok",
            ])
    }

    @Test func theProbeIsTheHeadOfTheQueueAtThatTime() {
        var stage = Stage(
            """
            - {id: c, at: 0s, category: chat, text: x}
            - {id: s, at: 500ms, text: x}
            """)
        stage.answers["c"] = [.account]
        stage.play(until: "2s")
        #expect(stage.departures == ["0.000 > c#1@1", "1.100 > s#1@1 probe", "1.200 > c#1@1"])
    }

    @Test func aRunThatIsStoppedTakesItsProbeWithIt() {
        var stage = Stage(at: "-1s")
        stage.load(Script.timeline("- {id: a, at: 0s, text: x}", name: "one"))
        stage.load(Script.timeline("- {id: b, at: 0s, late: send, text: x}", name: "two"))
        stage.answers["a"] = [.account, .hang]
        stage.answers["b"] = [.account]
        stage.play(until: "2s")
        let one = RunID(timeline: "one", start: Stage.start)
        stage.perform(.stop, on: one)
        stage.graceIsOver(for: one)
        stage.play(until: "10s")
        #expect(stage.lines(with: "> b") == ["0.000 two > b#1@1", "4.000 two > b#1@1 probe"])
        #expect(stage.lines(with: "two account_ok", "two ended") == ["4.100 two account_ok", "4.100 two ended"])
    }
}
