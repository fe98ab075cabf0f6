import ShowTime
import Testing

@testable import Scheduling

@Suite struct UnknownTests {
    @Test(arguments: [Answer.unanswered, .foreign])
    func whatMayHaveBeenShownIsNotSentAgain(answer: Answer) {
        var stage = Stage("- {id: a, at: 0s, text: x}")
        stage.otherwise = answer
        stage.play(until: "1m")
        #expect(stage.lines == ["0.000 > a#1@1", "0.100 a#1@1 unknown", "0.100 end of 1: unknown 1", "0.100 ended"])
    }

    @Test(arguments: [Answer.unanswered, .foreign])
    func unlessTheScriptSaysSo(answer: Answer) {
        var stage = Stage("- {id: a, at: 0s, text: x}", defaults: "rooms: r1, on_unknown: resend")
        stage.answers["a"] = [answer, answer]
        stage.play(until: "1m")
        #expect(stage.results(of: "a#1@1") == ["retrying", "retrying", "sent"])
    }

    @Test func resendingEndsAfterFiveAttemptsAsUnknown() {
        var stage = Stage("- {id: a, at: 0s, text: x}", defaults: "rooms: r1, on_unknown: resend")
        stage.otherwise = .unanswered
        stage.play(until: "1m")
        #expect(stage.attempts.count == 5)
        #expect(stage.results(of: "a#1@1").last == "unknown")
    }

    /// "failed" says that nobody saw it: an attempt before may have been shown.
    @Test(arguments: [Answer.transient, .notSent, .throttledRoom])
    func whatMayHaveBeenShownOnceIsUnknownHoweverItEnds(answer: Answer) {
        var stage = Stage(
            "- {id: a, at: 0s, max_late: 5s, text: x}", defaults: "rooms: r1, on_unknown: resend", roomRate: 20)
        stage.otherwise = answer
        stage.answers["a"] = [.unanswered]
        stage.play(until: "1m")
        #expect(stage.attempts.count >= 4)
        #expect(stage.results(of: "a#1@1").last?.hasPrefix("unknown") == true)
    }

    @Test func whatMayHaveBeenShownIsUnknownWhenItsNextTryIsCancelled() {
        var stage = Stage("- {id: a, at: 0s, text: x}", defaults: "rooms: r1, on_unknown: resend")
        stage.answers["a"] = [.unanswered]
        stage.play(until: "150ms")
        stage.perform(.cancel)
        #expect(stage.results(of: "a#1@1") == ["retrying", "unknown: cancel"])
    }

    @Test func aRefusalAfterAnUnansweredAttemptIsNoWordOnTheFirst() {
        var stage = Stage("- {id: a, at: 0s, text: x}", defaults: "rooms: r1, on_unknown: resend")
        stage.otherwise = .refused
        stage.answers["a"] = [.unanswered]
        stage.play(until: "1m")
        #expect(stage.results(of: "a#1@1") == ["retrying", "rejected"])
    }
}
