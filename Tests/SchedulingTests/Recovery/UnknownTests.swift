import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct UnknownTests {
    @Test(arguments: [Answer.unanswered, .foreign])
    func whatMayHaveBeenShownIsNotSentAgain(answer: Answer) {
        var show = TestShow("- {id: a, at: 0s, text: x}")
        show.otherwise = answer
        show.play(until: "1m")
        #expect(show.lines == ["0.000 > a#1@1", "0.100 a#1@1 unknown", "0.100 end of 1: unknown 1", "0.100 ended"])
    }

    @Test(arguments: [Answer.unanswered, .foreign])
    func unlessTheScriptSaysSo(answer: Answer) {
        var show = TestShow("- {id: a, at: 0s, text: x}", defaults: "rooms: r1, on_unknown: resend")
        show.answers["a"] = [answer, answer]
        show.play(until: "1m")
        #expect(show.results(of: "a#1@1") == ["retrying", "retrying", "sent"])
    }

    @Test func resendingEndsAfterFiveAttemptsAsUnknown() {
        var show = TestShow("- {id: a, at: 0s, text: x}", defaults: "rooms: r1, on_unknown: resend")
        show.otherwise = .unanswered
        show.play(until: "1m")
        #expect(show.attempts.count == 5)
        #expect(show.results(of: "a#1@1").last == "unknown")
    }

    /// "failed" says that nobody saw it: an attempt before may have been shown.
    @Test(arguments: [Answer.transient, .notSent, .throttledRoom])
    func whatMayHaveBeenShownOnceIsUnknownHoweverItEnds(answer: Answer) {
        var show = TestShow(
            "- {id: a, at: 0s, max_late: 5s, text: x}", defaults: "rooms: r1, on_unknown: resend", roomRate: 20)
        show.otherwise = answer
        show.answers["a"] = [.unanswered]
        show.play(until: "1m")
        #expect(show.attempts.count >= 4)
        #expect(show.results(of: "a#1@1").last?.hasPrefix("unknown") == true)
    }

    /// What was held for the network in its next try never left then, and says nothing of the try before.
    @Test func aLogThatIsWrittenAgainKeepsTheDoubt() {
        let message = "- {id: a, at: 0s, max_late: 5s, text: x}"
        let defaults = "rooms: r1, on_unknown: resend"
        let script = TestTimeline.timeline(message, defaults: defaults)
        var show = TestShow(message, defaults: defaults, roomRate: 20)
        show.otherwise = .notSent
        show.answers["a"] = [.unanswered]
        show.play(until: "4s")
        #expect(show.results(of: "a#1@1").last?.hasPrefix("held") == true)
        show.writeLogAgain(of: script)
        show.crash(timeline: script)
        show.play(until: "1m")
        #expect(show.results(of: "a#1@1").last?.hasPrefix("unknown") == true)
    }

    @Test func whatMayHaveBeenShownIsUnknownWhenItsNextTryIsCancelled() {
        var show = TestShow("- {id: a, at: 0s, text: x}", defaults: "rooms: r1, on_unknown: resend")
        show.answers["a"] = [.unanswered]
        show.play(until: "150ms")
        show.perform(.cancel)
        #expect(show.results(of: "a#1@1") == ["retrying", "unknown: cancel"])
    }

    @Test func aRefusalAfterAnUnansweredAttemptIsNoWordOnTheFirst() {
        var show = TestShow("- {id: a, at: 0s, text: x}", defaults: "rooms: r1, on_unknown: resend")
        show.otherwise = .refused
        show.answers["a"] = [.unanswered]
        show.play(until: "1m")
        #expect(show.results(of: "a#1@1") == ["retrying", "rejected"])
    }

    /// It may have been shown once, and now it must not be shown twice.
    @Test func whatMayHaveBeenShownIsLeftWhereTheScriptSaysSoSince() {
        let script = "- {id: a, at: 0s, text: x}"
        var killed = TestShow(script, defaults: "rooms: r1, on_unknown: resend")
        killed.answers["a"] = [.unanswered]
        killed.play(until: "150ms")
        #expect(killed.lines.last == "0.100 a#1@1 retrying")
        killed.crash(timeline: TestTimeline.timeline(script, defaults: "rooms: r1, on_unknown: leave"))
        killed.play(until: "1m")
        #expect(killed.departures.count == 1)
        #expect(killed.lines(with: "a#1@1 unknown").count == 1)
    }

    /// The timeline's hold lets a text go on that has begun; the operator's hold that comes in its place does not.
    @Test func aTextDoesNotGoOnWhenTheHoldBecomesAnOperators() {
        let text = "- {id: a, at: 0s, overflow: split, text: \"{{ 'word ' * 210 }}\"}\n"
        var show = TestShow(text + "- {id: b, at: 50ms, hold: true, text: x}")
        show.play(until: "60ms")
        #expect(show.lines.last == "0.050 hold before b at 0.050")
        show.crash(timeline: TestTimeline.timeline(text + "- {id: b, at: 50ms, text: x}"))
        show.play(until: "10s")
        #expect(show.departures.count == 1)
        show.perform(.go)
        show.play(until: "1m")
        #expect(show.departures.count == 3)
    }

    @Test(arguments: ["50ms", "150ms"] as [Interval], ["text: x", "text: y", "max_late: 20s, text: x"])
    func whatIsOnItsWayIsLeftWhereAnEditSaysSo(edited: Interval, edit: String) {
        let now = "- {id: a, at: 0s, \(edit)}"
        let script = "- {id: a, at: 0s, text: x}"
        var show = TestShow(script, defaults: "rooms: r1, on_unknown: resend")
        show.answers["a"] = [.unanswered]
        show.play(until: edited)
        show.reload(now, defaults: "rooms: r1, on_unknown: leave")
        show.play(until: "1m")
        #expect(show.departures.count == 1)
        #expect(show.lines(with: "a#1@1 unknown").count == 1)
        #expect(show.lines(with: "end of").last?.hasSuffix("end of 1: unknown 1") == true)
    }

    @Test(arguments: ["at: -1s, text: x", "at: 0s, text: xy"]) func whatIsLeftUnderAnotherIDEndsOnce(edit: String) {
        let last = "- {id: z, at: 1m, text: z}"
        var show = TestShow("- {at: 0s, text: x}\n\(last)", defaults: "rooms: r1, on_unknown: resend")
        show.otherwise = .unanswered
        show.play(until: "150ms")
        show.otherwise = .accepted
        show.reload("- {\(edit)}\n\(last)", defaults: "rooms: r1, on_unknown: leave")
        show.play(until: "2m")
        #expect(show.lines(with: "end of").last?.hasSuffix("end of 2: sent 1, unknown 1") == true)
    }
}
