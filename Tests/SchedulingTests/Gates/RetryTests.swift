import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct RetryTests {
    private let one = "- {id: a, at: 0s, text: x}"

    @Test func aTransientFailureIsTriedAgain() {
        var show = TestShow(one)
        show.answers["a#1@1"] = [.transient]
        show.play(until: "5s")
        #expect(show.results(of: "a#1@1") == ["retrying", "sent"])
        #expect(show.attempts.map(\.number) == [1, 2])
    }

    @Test func whatNeverLeftIsTriedAgain() {
        var show = TestShow(one)
        show.answers["a#1@1"] = [.notSent, .notSent]
        show.play(until: "5s")
        #expect(show.results(of: "a#1@1") == ["held", "held", "sent"])
        #expect(show.attempts.map(\.number) == [1, 1, 1])
    }

    @Test func fiveAttemptsAreTheMost() {
        var show = TestShow(one)
        show.otherwise = .transient
        show.play(until: "1m")
        #expect(show.attempts.map(\.number) == [1, 2, 3, 4, 5])
        #expect(show.results(of: "a#1@1") == ["retrying", "retrying", "retrying", "retrying", "failed"])
        #expect(show.lines.last == show.lines(with: "ended").last)
    }

    /// The pause begins at 250 ms and doubles; up to half of it is added by chance.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func pausesGrowAndDifferByChance(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for (attempts, least) in [(1, 250), (2, 500), (3, 1000), (4, 2000)] {
            let pause = RetryPolicy.pause(afterAttempts: attempts, using: &generator).milliseconds
            #expect((least...least * 3 / 2).contains(Int(pause)), "attempts \(attempts), seed \(seed)")
        }
    }

    @Test func deliveriesThatFailedTogetherDoNotComeBackTogether() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}")
        show.answers["a"] = [.transient, .transient, .transient]
        show.play(until: "5s")
        #expect(Set(show.departures.suffix(3).map { $0.prefix(5) }).count > 1)
    }

    @Test func retriesEndWithTheLatenessBound() {
        var show = TestShow("- {id: a, at: 0s, max_late: 1s, text: x}")
        show.otherwise = .transient
        show.play(until: "1m")
        // The pause that would end after it is shortened: the last try is made while there is time.
        #expect(show.departures.last == "0.950 > a#1@1 (3)")
        #expect(show.results(of: "a#1@1").last == "failed")
        for attempt in show.departures { #expect(attempt < "1.000") }
    }

    @Test func aFailureThatComesTooLateForAnotherTryIsFinal() {
        var show = TestShow("- {id: a, at: 0s, max_late: 5s, text: x}")
        show.answers["a"] = [.transient.after("4960ms")]
        show.play(until: "1m")
        #expect(show.results(of: "a#1@1") == ["failed"])
    }

    @Test func aMessageThatMayBeLateIsTriedBeyondItsBound() {
        var show = TestShow(at: "1h")
        show.otherwise = .transient
        show.load(TestTimeline.timeline("- {id: a, at: 0s, late: send, max_late: 1s, text: x}"))
        show.play(until: "62m")
        #expect(show.attempts.count == 5)
    }

    @Test func aRetryThatThePacerHoldsBackTooLongIsFailed() {
        var show = TestShow(
            """
            - {id: a, at: 0s, max_late: 2s, text: x}
            - {id: b, at: 100ms, late: send, rooms: all, text: x}
            """, rate: 1)
        show.answers["a"] = [.transient]
        show.play(until: "10s")
        // Its turn comes, after what is due earlier has gone: it is the first in the queue.
        #expect(show.departures.first == "0.000 > a#1@1")
        #expect(show.results(of: "a#1@1").count == 2)
        #expect(show.tally.total == 4)
    }

    @Test func aRefusalIsFinal() {
        var show = TestShow("- {id: a, at: 0s, rooms: both, text: x}")
        show.answers["1"] = [.refused]
        show.play(until: "5s")
        #expect(show.results(of: "a#1@1") == ["rejected"])
        #expect(show.results(of: "a#1@2") == ["sent"])
        #expect(show.lines(with: "end of") == ["0.100 end of 2: sent 1, rejected 1"])
    }

    @Test func aRetryWaitsWithoutHoldingUpOthers() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 150ms, text: x}")
        show.answers["a"] = [.transient]
        show.play(until: "5s")
        #expect(show.departures.prefix(2) == ["0.000 > a#1@1", "0.150 > b#1@1"])
    }

    @Test func aStaleSignatureIsSignedAgainAtOnce() {
        var show = TestShow(one)
        show.answers["a"] = [.clock]
        show.play(until: "5s")
        #expect(
            show.lines(with: "a#1@1") == [
                "0.000 > a#1@1", "0.100 a#1@1 retrying", "0.100 > a#1@1 (2)", "0.200 a#1@1 sent",
            ])
    }

    @Test func everyAttemptHasTheSameTextAndDueTime() {
        var show = TestShow(#"- {id: a, at: 0s, text: "{{ due | strftime('%H:%M:%S') }} {{ offset }}"}"#)
        show.answers["a"] = [.transient, .throttledApp]
        show.play(until: "500ms")
        show.perform(.shift("10s"))
        show.play(until: "1m")
        #expect(show.attempts.count == 3)
        #expect(Set(show.attempts.map(\.content)).count == 1)
        #expect(Set(show.attempts.map(\.due)) == [TestShow.start])
    }
}
