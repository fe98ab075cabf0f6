import ShowTime
import Testing

@testable import Scheduling

@Suite struct RetryTests {
    private let one = "- {id: a, at: 0s, text: x}"

    @Test func aTransientFailureIsTriedAgain() {
        var stage = Stage(one)
        stage.answers["a#1@1"] = [.transient]
        stage.play(until: "5s")
        #expect(stage.results(of: "a#1@1") == ["retrying", "sent"])
        #expect(stage.attempts.map(\.number) == [1, 2])
    }

    @Test func whatNeverLeftIsTriedAgain() {
        var stage = Stage(one)
        stage.answers["a#1@1"] = [.notSent, .notSent]
        stage.play(until: "5s")
        #expect(stage.results(of: "a#1@1") == ["retrying", "retrying", "sent"])
    }

    @Test(arguments: [Answer.transient, .notSent])
    func fiveAttemptsAreTheMost(answer: Answer) {
        var stage = Stage(one)
        stage.otherwise = answer
        stage.play(until: "1m")
        #expect(stage.attempts.map(\.number) == [1, 2, 3, 4, 5])
        #expect(stage.results(of: "a#1@1") == ["retrying", "retrying", "retrying", "retrying", "failed"])
        #expect(stage.lines.last == stage.lines(with: "ended").last)
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
        var stage = Stage("- {id: a, at: 0s, rooms: all, text: x}")
        stage.answers["a"] = [.transient, .transient, .transient]
        stage.play(until: "5s")
        #expect(Set(stage.departures.suffix(3).map { $0.prefix(5) }).count > 1)
    }

    @Test func retriesEndWithTheLatenessBound() {
        var stage = Stage("- {id: a, at: 0s, max_late: 1s, text: x}")
        stage.otherwise = .transient
        stage.play(until: "1m")
        // After the second attempt the next would be more than a second late.
        #expect(stage.attempts.count == 2 || stage.attempts.count == 3)
        #expect(stage.results(of: "a#1@1").last == "failed")
        for attempt in stage.departures { #expect(attempt < "1.000") }
    }

    @Test func aFailureThatComesTooLateForAnotherTryIsFinal() {
        var stage = Stage("- {id: a, at: 0s, max_late: 5s, text: x}")
        stage.answers["a"] = [.transient.after("4900ms")]
        stage.play(until: "1m")
        #expect(stage.results(of: "a#1@1") == ["failed"])
    }

    @Test func aMessageThatMayBeLateIsTriedBeyondItsBound() {
        var stage = Stage(at: "1h")
        stage.otherwise = .transient
        stage.load(Script.timeline("- {id: a, at: 0s, late: send, max_late: 1s, text: x}"))
        stage.play(until: "62m")
        #expect(stage.attempts.count == 5)
    }

    @Test func aRetryThatThePacerHoldsBackTooLongIsFailed() {
        var stage = Stage(
            """
            - {id: a, at: 0s, max_late: 2s, text: x}
            - {id: b, at: 100ms, late: send, rooms: all, text: x}
            """, rate: 1)
        stage.answers["a"] = [.transient]
        stage.play(until: "10s")
        // Its turn comes, after what is due earlier has gone: it is the first in the queue.
        #expect(stage.departures.first == "0.000 > a#1@1")
        #expect(stage.results(of: "a#1@1").count == 2)
        #expect(stage.tally.total == 4)
    }

    @Test func aRefusalIsFinal() {
        var stage = Stage("- {id: a, at: 0s, rooms: both, text: x}")
        stage.answers["1"] = [.refused]
        stage.play(until: "5s")
        #expect(stage.results(of: "a#1@1") == ["rejected"])
        #expect(stage.results(of: "a#1@2") == ["sent"])
        #expect(stage.lines(with: "end of") == ["0.100 end of 2: sent 1, rejected 1"])
    }

    @Test func aRetryWaitsWithoutHoldingUpOthers() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 150ms, text: x}")
        stage.answers["a"] = [.transient]
        stage.play(until: "5s")
        #expect(stage.departures.prefix(2) == ["0.000 > a#1@1", "0.150 > b#1@1"])
    }

    @Test func aStaleSignatureIsSignedAgainAtOnce() {
        var stage = Stage(one)
        stage.answers["a"] = [.clock]
        stage.play(until: "5s")
        #expect(
            stage.lines(with: "a#1@1") == [
                "0.000 > a#1@1", "0.100 a#1@1 retrying", "0.100 > a#1@1 (2)", "0.200 a#1@1 sent",
            ])
    }

    @Test func everyAttemptHasTheSameTextAndDueTime() {
        var stage = Stage(#"- {id: a, at: 0s, text: "{{ due | strftime('%H:%M:%S') }} {{ offset }}"}"#)
        stage.answers["a"] = [.transient, .throttledApp]
        stage.play(until: "500ms")
        stage.perform(.shift("10s"))
        stage.play(until: "1m")
        #expect(stage.attempts.count == 3)
        #expect(Set(stage.attempts.map(\.content)).count == 1)
        #expect(Set(stage.attempts.map(\.due)) == [Stage.start])
    }
}
