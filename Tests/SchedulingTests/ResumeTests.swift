import ShowTime
import Testing
import Timelines

@testable import Scheduling

@Suite struct ResumeTests {
    private let two = "- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}"

    @Test func whatWasSentIsNotSentAgain() {
        var stage = Stage(two)
        stage.play(until: "1s")
        stage.crash()
        stage.play(until: "1m")
        #expect(stage.departures == ["0.000 > a#1@1", "10.000 > b#1@1"])
        #expect(stage.lines(with: "end of") == ["10.100 end of 2: sent 2"])
    }

    @Test func anAttemptWithoutAResultIsUnknown() {
        var stage = Stage(two)
        stage.play(until: "50ms")
        stage.crash()
        #expect(stage.lines.last == "1.050 a#1@1 unknown: interrupted before an answer came")
        stage.play(until: "1m")
        #expect(stage.departures == ["0.000 > a#1@1", "10.000 > b#1@1"])
        #expect(stage.lines(with: "end of") == ["10.100 end of 2: sent 1, unknown 1"])
    }

    @Test func anAttemptWithoutAResultIsSentAgainIfTheScriptSaysSo() {
        var stage = Stage(at: "-1s")
        stage.load(Script.timeline(two, defaults: "rooms: r1, on_unknown: resend"))
        stage.play(until: "50ms")
        stage.crash()
        stage.play(until: "5s")
        #expect(
            stage.lines.dropFirst() == [
                "0.050 crash", "1.050 a#1@1 retrying: interrupted before an answer came", "1.050 > a#1@1 (2)",
                "1.150 a#1@1 sent",
            ])
    }

    @Test func whatMayHaveBeenShownBeforeACrashIsUnknownWhenItIsTooLate() {
        var stage = Stage(at: "-1s")
        stage.load(Script.timeline(two, defaults: "rooms: r1, on_unknown: resend"))
        stage.answers["a"] = [.unanswered, .throttledApp]
        stage.play(until: "650ms")
        stage.crash(downFor: "1m")
        #expect(stage.results(of: "a#1@1") == ["retrying", "throttled", "unknown: late"])
    }

    @Test func interruptedFiveTimesIsEnough() {
        var stage = Stage(at: "-1s")
        stage.load(Script.timeline(two, defaults: "rooms: r1, on_unknown: resend"))
        stage.otherwise = .hang
        stage.play(until: "10ms")
        for _ in 1...5 {
            stage.crash()
            stage.play(for: "10ms")
        }
        #expect(stage.attempts.map(\.number) == [1, 2, 3, 4, 5])
        #expect(stage.results(of: "a#1@1").last == "unknown: interrupted before an answer came")
    }

    @Test func aRetryGoesOnWithItsNumber() {
        var stage = Stage(two)
        stage.answers["a"] = [.transient]
        stage.play(until: "150ms")
        stage.crash()
        stage.play(until: "5s")
        #expect(stage.departures == ["0.000 > a#1@1", "1.150 > a#1@1 (2)"])
        #expect(stage.attempts.map(\.due) == [Stage.start, Stage.start])
    }

    @Test func attemptsOfAllProcessesTogetherAreFive() {
        var stage = Stage(two)
        stage.otherwise = .transient
        stage.play(until: "1s")
        let before = stage.attempts.count
        stage.crash()
        stage.play(until: "8s")
        #expect(before < 5 && stage.attempts.count == 5)
        #expect(stage.results(of: "a#1@1").last == "failed")
    }

    @Test(arguments: [(Answer.throttledRoom, "throttled"), (.account, "held")])
    func whatWasThrottledOrHeldGoesOnWithItsNumber(answer: Answer, outcome: String) {
        var stage = Stage(two)
        stage.latency = "10ms"
        stage.answers["a"] = [.transient, answer]
        stage.play(until: "450ms")
        #expect(stage.results(of: "a#1@1") == ["retrying", outcome])
        stage.crash()
        #expect(stage.departures.last == "1.450 > a#1@1 (2)")
    }

    @Test(arguments: [(Answer.throttledRoom, "throttled"), (.account, "account held")])
    func whatNeverGotThroughAndIsTooLateNowIsMissed(answer: Answer, reason: String) {
        var stage = Stage(two)
        stage.answers["a"] = [answer]
        stage.play(until: "120ms")
        stage.crash(downFor: "1m")
        #expect(stage.results(of: "a#1@1").last == "missed: \(reason)")
    }

    @Test func whatFailedBeforeAndIsTooLateNowIsFailed() {
        var stage = Stage(two)
        stage.answers["a"] = [.transient]
        stage.play(until: "150ms")
        stage.crash(downFor: "1m")
        #expect(stage.results(of: "a#1@1").last?.hasPrefix("failed") == true)
        #expect(stage.lines(with: "end of") == ["60.150 end of 2: failed 1, missed 1"])
    }

    @Test func whatWasNotAttemptedAndIsTooLateNowIsMissed() {
        var stage = Stage(two)
        stage.play(until: "5s")
        stage.crash(downFor: "1m")
        #expect(stage.results(of: "b#1@1") == ["missed: late"])
    }

    @Test func aShiftStaysInForce() {
        var stage = Stage(two)
        stage.play(until: "1s")
        stage.perform(.shift("20s"))
        stage.crash()
        stage.play(until: "1m")
        #expect(stage.departures == ["0.000 > a#1@1", "30.000 > b#1@1"])
    }

    @Test func aShiftDoesNotMoveWhatWasAttemptedBeforeTheCrash() {
        var stage = Stage(two)
        stage.answers["a"] = [.transient]
        stage.play(until: "150ms")
        stage.perform(.shift("1h"))
        stage.crash()
        #expect(stage.departures == ["0.000 > a#1@1", "1.150 > a#1@1 (2)"])
        #expect(stage.attempts.map(\.due) == [Stage.start, Stage.start])
    }

    @Test func aHoldStaysInForceAndTheTimeAwayCounts() {
        var stage = Stage(two)
        stage.play(until: "5s")
        stage.perform(.hold)
        stage.crash(downFor: "10s")
        stage.play(until: "1m")
        #expect(stage.departures.count == 1)
        stage.perform(.go)
        stage.play(until: "3m")
        #expect(stage.lines(with: "go", "> b") == ["60.000 go 55.000 total 55.000", "65.000 > b#1@1"])
    }

    @Test func queuedDeliveriesOfAHeldShowGoOnAsIfNothingHadBeen() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, max_late: 5s, text: x}", rate: 1)
        stage.play(until: "500ms")
        stage.perform(.hold)
        stage.play(until: "1m")
        stage.crash()
        stage.perform(.go)
        stage.play(until: "2m")
        #expect(stage.departures == ["0.000 > a#1@1", "61.000 > a#1@2", "62.025 > a#1@3"])
        #expect(stage.attempts.last?.due == Stage.start + "60.5s")
    }

    @Test func aSkipStaysInForce() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, times: 5, text: x}\n- {id: b, at: 10s, text: x}")
        stage.play(until: "1500ms")
        stage.perform(.skip(message: "a"))
        stage.crash()
        stage.play(until: "1m")
        #expect(stage.lines(with: "cancelled").count == 4)
        #expect(stage.lines(with: "end of") == ["10.100 end of 6: sent 3, cancelled 3"])
    }

    /// The command is in the log, what it brought about is not: the process was killed in between.
    @Test(arguments: ["skip", "cancel"])
    func aCommandThatWasCutShortIsFinished(command: String) {
        let script = Script.timeline(
            "- {id: a, every: 1s, from: 0s, times: 5, rooms: both, text: x}\n- {id: b, every: 1s, text: x}")
        var recovery = RunRecovery(script)
        recovery.takeAttempt(
            messageID: "a", occurrence: 1, roomID: "1", category: .system, due: Stage.start, number: 1)
        recovery.takeAttempt(
            messageID: "b", occurrence: 1, roomID: "1", category: .system, due: Stage.start, number: 1)
        for message in ["a", "b"] {
            recovery.takeResult(
                messageID: message, occurrences: 1...1, roomID: "1", time: Stage.start, due: Stage.start, attempt: 1,
                outcome: .retrying,
                code: 1, reason: nil)
        }
        recovery.takeControl(command == "skip" ? .skip(message: "a") : .cancel, time: Stage.start + "1s")
        recovery.takeResult(
            messageID: "a", occurrences: 3...3, roomID: "2", time: Stage.start, due: Stage.start, attempt: 0,
            outcome: .cancelled,
            code: nil, reason: command)
        recovery.finish()
        var stage = Stage(at: "1500ms")
        stage.load(script, recovery: recovery)
        #expect(stage.results(of: "a#1@1") == ["cancelled: \(command)"])
        #expect(stage.results(of: "a#3@2") == [])
        #expect(stage.lines(with: "a#").count == 9)
        if command == "cancel" {
            // What was begun ends, although nothing else of a message without end was planned.
            #expect(stage.results(of: "b#1@1") == ["cancelled: cancel"])
            #expect(stage.lines(with: "end of") == ["1.500 end of 11: cancelled 11"])
        } else {
            #expect(stage.departures.first == "1.500 > b#1@1 (2)")
        }
    }

    @Test func manyOccurrencesThatOneRecordEndedStayEnded() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, times: 5000, text: x}\n- {id: b, at: 10s, text: x}")
        stage.play(until: "500ms")
        stage.perform(.skip(message: "a"))
        stage.crash()
        stage.play(until: "1m")
        #expect(
            stage.lines(with: "cancelled", "end of") == [
                "0.500 a#2...5000@1 cancelled: skip", "10.100 end of 5001: sent 2, cancelled 4999",
            ])
    }

    @Test func aRunThatHasEndedSaysHow() {
        var stage = Stage(two)
        stage.play(until: "1m")
        let recovery = stage.logs[Stage.show]!.recovery(for: Script.timeline(two))
        #expect(recovery.end?.planned == 2)
        #expect(recovery.end?.tally.isAllSent == true)
        #expect(!recovery.canBePlayed(from: Stage.start, at: Stage.start))
    }

    /// The last due time and its lateness bound, shifts counted in.
    @Test func aRunCanBePlayedWhileItsLastMessageCan() {
        let script = Script.timeline(two)
        var recovery = RunRecovery(script)
        #expect(recovery.canBePlayed(from: Stage.start, at: Stage.start + "40s"))
        #expect(!recovery.canBePlayed(from: Stage.start, at: Stage.start + "40001ms"))
        recovery.takeControl(.shift(by: "1m", total: "1m"), time: Stage.start)
        #expect(recovery.canBePlayed(from: Stage.start, at: Stage.start + "100s"))
        #expect(!recovery.canBePlayed(from: Stage.start, at: Stage.start + "100001ms"))
        recovery.takeControl(.hold, time: Stage.start)
        #expect(recovery.canBePlayed(from: Stage.start, at: Stage.start + "1000h"))
    }

    @Test func aRunThatIsOverIsClosed() {
        var stage = Stage("- {id: a, at: 0s, rooms: both, text: x}\n- {id: r, every: 1s, from: 5s, times: 3, text: x}")
        stage.answers["1"] = [.transient]
        stage.play(until: "150ms")
        stage.crash(downFor: "1h", isOver: true)
        #expect(stage.results(of: "a#1@1") == ["retrying", "failed: ended"])
        #expect(stage.results(of: "r#2@1") == ["missed: ended"])
        #expect(stage.lines.suffix(2) == ["3600.150 end of 5: sent 1, failed 1, missed 3", "3600.150 ended"])
    }

    @Test func whatTheScriptNoLongerHasEndsInTheBook() {
        var stage = Stage(
            "- {id: a, at: 0s, text: x}\n- {id: b, at: 0s, text: x}\n- {id: c, at: 0s, text: x}\n- {id: d, at: 0s, text: x}"
        )
        stage.answers["b"] = [.transient]
        stage.answers["c"] = [.hang]
        stage.play(until: "150ms")
        stage.crash(script: Script.timeline("- {id: d, at: 0s, text: x}\n- {id: e, at: 2s, text: x}"))
        stage.play(until: "1m")
        #expect(stage.results(of: "a#1@1") == ["sent"])
        #expect(stage.results(of: "b#1@1") == ["retrying", "cancelled: reload"])
        #expect(stage.results(of: "c#1@1") == ["unknown: interrupted before an answer came"])
        #expect(stage.lines(with: "end of") == ["2.100 end of 5: sent 3, cancelled 1, unknown 1"])
    }

    /// Found by night 4262: it was shown and counted as cancelled.
    @Test func whatTheScriptNoLongerHasIsUnknownIfAnAttemptHadNoAnswer() {
        var stage = Stage("- {id: a, at: 0s, text: x}", defaults: "rooms: r1, on_unknown: resend")
        stage.answers["a"] = [.unanswered]
        stage.play(until: "150ms")
        stage.crash(script: Script.timeline("- {id: b, at: 2s, text: x}"))
        #expect(stage.results(of: "a#1@1") == ["retrying", "unknown: reload"])
    }

    @Test func aScriptWithFewerOccurrencesThanTheLogKeepsTheBookInOrder() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, times: 5000, text: x}\n- {id: b, at: 10s, text: x}")
        stage.play(until: "500ms")
        stage.perform(.skip(message: "a"))
        stage.crash(
            script: Script.timeline("- {id: a, every: 1s, from: 0s, times: 3000, text: x}\n- {id: b, at: 10s, text: x}")
        )
        stage.play(until: "1m")
        #expect(stage.lines(with: "end of") == ["10.100 end of 5001: sent 2, cancelled 4999"])
    }

    @Test func aScriptWithMoreOccurrencesPlaysThem() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, times: 3, text: x}\n- {id: b, at: 10s, text: x}")
        stage.play(until: "2500ms")
        stage.crash(
            script: Script.timeline("- {id: a, every: 1s, from: 0s, times: 5, text: x}\n- {id: b, at: 10s, text: x}"))
        stage.play(until: "1m")
        #expect(stage.lines(with: "end of") == ["10.100 end of 6: sent 6"])
    }

    @Test func itGoesOnAfterManyCrashes() {
        var stage = Stage("- {id: a, every: 100ms, from: 0s, times: 100, text: x}")
        for _ in 1...20 {
            stage.play(for: "450ms")
            stage.crash(downFor: "50ms")
        }
        stage.play(until: "1m")
        #expect(stage.attempts.count == 100)
        #expect(Set(stage.attempts.map(\.occurrence)).count == 100)
        #expect(stage.tally[.sent] + stage.tally[.unknown] == 100)
        #expect(stage.lines(with: "end of").count == 1)
    }

    @Test func aStoppedRunGoesOn() {
        var stage = Stage(two)
        stage.play(until: "1s")
        stage.perform(.stop)
        stage.crash()
        stage.play(until: "1m")
        #expect(stage.departures == ["0.000 > a#1@1", "10.000 > b#1@1"])
    }

    /// An attempt fixes its due time, and it is not lost when the clock is set back below that.
    @Test func aRetryGoesOnThoughTheClockWasSetBack() {
        var stage = Stage(two)
        stage.answers["a"] = [.transient]
        stage.play(until: "150ms")
        stage.crash(downFor: "-1m")
        #expect(stage.departures.last == "-59.850 > a#1@1 (2)")
    }
}
