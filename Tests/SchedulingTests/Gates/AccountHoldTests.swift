import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct AccountHoldTests {
    @Test func anAccountErrorHoldsEverythingAndBurnsNothing() {
        var show = TestShow(
            "- {id: a, at: 0s, late: send, text: x}\n- {id: b, at: 200ms, late: send, rooms: all, text: x}")
        show.otherwise = .account
        show.play(until: "1s")
        #expect(show.lines == ["0.000 > a#1@1", "0.100 account_hold 100000005", "0.100 a#1@1 held"])
        #expect(show.status.isAccountHeld)
    }

    /// After 1, 2, 5, 10 and then every 30 seconds, each counted from the answer to the probe before.
    @Test func probesEverLessOftenAndBurnsNothing() {
        var show = TestShow("- {id: a, at: 0s, late: send, text: x}\n- {id: b, at: 0s, late: send, text: x}")
        show.otherwise = .account
        show.world.latency = "0"
        show.play(until: "2m")
        #expect(
            show.departures == [
                "0.000 > a#1@1", "0.000 > b#1@1", "1.000 > probe", "3.000 > probe", "8.000 > probe", "18.000 > probe",
                "48.000 > probe", "78.000 > probe", "108.000 > probe",
            ])
        #expect(show.lines(with: "account_hold").count == 1)
        #expect(Set(show.attempts.map(\.number)) == [1])
    }

    @Test func oneProbeIsOnItsWayAtATime() {
        var show = TestShow("- {id: a, at: 0s, late: send, rooms: all, text: x}")
        show.otherwise = .account
        show.probeAnswers = [.account.after("20s")]
        show.play(until: "15s")
        #expect(show.departures.filter { $0.hasSuffix("probe") } == ["1.100 > probe"])
    }

    @Test func theShowGoesOnWhenAProbeGetsThrough() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}\n- {id: b, at: 2s, text: x}", mostInFlight: 1)
        show.answers["a"] = [.account]
        show.probeAnswers = [.account, .accepted]
        show.play(until: "10s")
        #expect(
            show.lines == [
                "0.000 > a#1@1", "0.100 account_hold 100000005", "0.100 a#1@1 held", "1.100 > probe",
                "1.200 probe: account", "3.200 > probe", "3.300 probe: accepted", "3.300 account_ok", "3.300 > a#1@1",
                "3.400 a#1@1 sent", "3.400 > a#1@2", "3.500 a#1@2 sent", "3.500 > a#1@3", "3.600 a#1@3 sent",
                "3.600 > b#1@1", "3.700 b#1@1 sent", "3.700 end of 4: sent 4", "3.700 ended",
            ])
        #expect(!show.status.isAccountHeld)
    }

    /// Any answer of ZEGO's about the room proves that the account is heard.
    @Test(arguments: [Answer.refused, .transient, .throttledApp, .throttledRoom])
    func anyAnswerMendsTheAccount(answer: Answer) {
        var show = TestShow("- {id: a, at: 0s, text: x}", rate: 100, roomRate: 20)
        show.answers["a"] = [.account]
        show.probeAnswers = [answer]
        show.play(until: "20s")
        #expect(show.lines(with: "account_ok") == ["1.200 account_ok"])
        #expect(show.departures == ["0.000 > a#1@1", "1.100 > probe", "1.200 > a#1@1"])
        #expect(show.tally[.sent] == 1)
    }

    @Test(arguments: [Answer.account, .clock, .notSent, .unanswered, .foreign])
    func aProbeThatIsNotHeardKeepsTheHold(answer: Answer) {
        var show = TestShow("- {id: a, at: 0s, late: send, text: x}\n- {id: b, at: 0s, late: send, text: x}")
        show.answers["a"] = [.account]
        show.answers["b"] = [.account]
        show.probeAnswers = [answer]
        show.play(until: "1500ms")
        #expect(show.lines(with: "account_ok") == [])
        #expect(show.status.isAccountHeld)
        show.play(until: "1m")
        #expect(show.tally[.sent] == 2)
    }

    @Test func latenessAppliesWhileTheAccountIsHeld() {
        var show = TestShow(
            "- {id: a, at: 0s, max_late: 5s, text: x}\n- {id: b, every: 1s, from: 1s, until: 20s, max_late: 5s, text: x}"
        )
        show.otherwise = .account
        show.play(until: "2m")
        #expect(show.results(of: "a#1@1").last == "missed: account held")
        #expect(show.tally[.missed] == 21)
        #expect(show.lines(with: "end of") == ["25.000 end of 21: missed 21"])
    }

    @Test func aHeldDeliveryWasNotAttempted() {
        var show = TestShow("- {id: a, at: 0s, max_late: 5s, text: x}")
        show.otherwise = .account
        show.play(until: "1m")
        #expect(show.results(of: "a#1@1").last == "missed: account held")
        #expect(show.results.last?.attempt == 0)
        #expect(show.results.last?.code == 100_000_005)
    }

    @Test func aSecondStaleSignatureInARowHoldsTheAccount() {
        var show = TestShow("- {id: a, at: 0s, text: x}")
        show.answers["a"] = [.clock, .clock]
        show.play(until: "10s")
        #expect(
            show.lines.prefix(7) == [
                "0.000 > a#1@1", "0.100 a#1@1 retrying", "0.100 > a#1@1 (2)", "0.200 account_hold 100000004",
                "0.200 a#1@1 held", "1.200 > probe", "1.300 probe: accepted",
            ])
    }

    @Test func staleSignaturesWithAnAnswerBetweenThemAreNotInARow() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, until: 5s, text: x}")
        for occurrence in 1...6 { show.answers["a#\(occurrence)@1"] = [.clock] }
        show.play(until: "10s")
        #expect(show.lines(with: "account") == [])
        #expect(show.tally[.sent] == 6)
    }

    @Test func staleSignaturesOfManyCallsAtOnceLoseNone() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}")
        show.answers["a"] = [.clock, .clock, .clock]
        show.play(until: "10s")
        #expect(show.lines(with: "account_hold").count == 1)
        #expect(show.tally[.sent] == 3)
    }

    @Test func fiveForeignAnswersInARowHoldTheAccount() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, until: 10s, text: x}")
        for occurrence in 1...5 { show.answers["a#\(occurrence)@1"] = [.foreign] }
        show.play(until: "20s")
        #expect(show.lines(with: "account") == ["4.100 account_hold", "5.200 account_ok"])
        #expect(show.tally[.unknown] == 5)
        #expect(show.tally[.sent] == 6)
    }

    @Test func foreignAnswersWithAnotherBetweenThemAreNotInARow() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, until: 10s, text: x}")
        for occurrence in [1, 2, 3, 4, 6, 7, 8, 9] { show.answers["a#\(occurrence)@1"] = [.foreign] }
        show.play(until: "20s")
        #expect(show.lines(with: "account") == [])
    }

    @Test func noAnswerAtAllIsNeitherZEGOsNorAForeignOne() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, until: 10s, text: x}")
        show.otherwise = .unanswered
        show.play(until: "20s")
        #expect(show.lines(with: "account") == [])
        #expect(show.tally[.unknown] == 5)
    }

    /// An answer to a call that left with the old credentials says nothing about the new ones.
    @Test func anErrorOfACallFromBeforeTheMendingDoesNotHoldAgain() {
        var show = TestShow("- {id: a, at: 0s, late: send, rooms: both, text: x}\n- {id: b, at: 5s, text: x}")
        show.answers["1"] = [.account]
        show.answers["2"] = [.account.after("4s")]
        show.play(until: "6s")
        #expect(show.lines(with: "account") == ["0.100 account_hold 100000005", "1.200 account_ok"])
        #expect(show.lines(with: "@2") == ["0.000 > a#1@2", "4.000 a#1@2 held", "4.000 > a#1@2", "4.100 a#1@2 sent"])
    }

    @Test func everyRunOfTheAccountIsTold() {
        var show = TestShow(at: "-1s")
        show.load(TestTimeline.timeline("- {id: a, at: 0s, text: x}", name: "one"))
        show.load(TestTimeline.timeline("- {id: b, at: 1h, text: x}", name: "two"))
        show.answers["a"] = [.account]
        show.play(until: "5s")
        #expect(
            show.lines(with: "account") == [
                "0.100 one account_hold 100000005", "0.100 two account_hold 100000005", "1.200 one account_ok",
                "1.200 two account_ok",
            ])
    }

    @Test func aProbeIsOfTheAccountAndNotOfARun() {
        var show = TestShow(at: "-1s")
        show.load(TestTimeline.timeline("- {id: a, at: 0s, text: x}", name: "one"))
        show.load(TestTimeline.timeline("- {id: b, at: 0s, late: send, text: x}", name: "two"))
        show.answers["a"] = [.account]
        show.answers["b"] = [.account]
        show.probeAnswers = [.accepted.after("3s")]
        show.play(until: "2s")
        let one = RunID(timeline: "one", start: TestShow.start)
        show.perform(.stop, on: one)
        show.graceIsOver(for: one)
        show.play(until: "10s")
        #expect(show.lines(with: "> b") == ["0.000 two > b#1@1", "4.100 two > b#1@1"])
        #expect(show.lines(with: "two account_ok", "two ended") == ["4.100 two account_ok", "4.200 two ended"])
    }
}
