import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

@Suite struct ResumeTests {
    private let two = "- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}"

    @Test func whatWasSentIsNotSentAgain() {
        var show = TestShow(two)
        show.play(until: "1s")
        show.crash()
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > a#1@1", "10.000 > b#1@1"])
        #expect(show.lines(with: "end of") == ["10.100 end of 2: sent 2"])
    }

    @Test func anAttemptWithoutAResultIsUnknown() {
        var show = TestShow(two)
        show.play(until: "50ms")
        show.crash()
        #expect(show.lines.last == "1.050 a#1@1 unknown: interrupted before an answer came")
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > a#1@1", "10.000 > b#1@1"])
        #expect(show.lines(with: "end of") == ["10.100 end of 2: sent 1, unknown 1"])
    }

    @Test func anAttemptWithoutAResultIsSentAgainIfTheScriptSaysSo() {
        var show = TestShow(at: "-1s")
        show.load(TestTimeline.timeline(two, defaults: "rooms: r1, on_unknown: resend"))
        show.play(until: "50ms")
        show.crash()
        show.play(until: "5s")
        #expect(
            show.lines.dropFirst() == [
                "0.050 crash", "1.050 a#1@1 retrying: interrupted before an answer came", "1.050 > a#1@1 (2)",
                "1.150 a#1@1 sent",
            ])
    }

    @Test func whatMayHaveBeenShownBeforeACrashIsUnknownWhenItIsTooLate() {
        var show = TestShow(at: "-1s")
        show.load(TestTimeline.timeline(two, defaults: "rooms: r1, on_unknown: resend"))
        show.answers["a"] = [.unanswered, .throttledApp]
        show.play(until: "650ms")
        show.crash(downFor: "1m")
        #expect(show.results(of: "a#1@1") == ["retrying", "throttled", "unknown: late"])
    }

    @Test func interruptedFiveTimesIsEnough() {
        var show = TestShow(at: "-1s")
        show.load(TestTimeline.timeline(two, defaults: "rooms: r1, on_unknown: resend"))
        show.otherwise = .hang
        show.play(until: "10ms")
        for _ in 1...5 {
            show.crash()
            show.play(for: "10ms")
        }
        #expect(show.attempts.map(\.number) == [1, 2, 3, 4, 5])
        #expect(show.results(of: "a#1@1").last == "unknown: interrupted before an answer came")
    }

    @Test func aRetryGoesOnWithItsNumber() {
        var show = TestShow(two)
        show.answers["a"] = [.transient]
        show.play(until: "150ms")
        show.crash()
        show.play(until: "5s")
        #expect(show.departures == ["0.000 > a#1@1", "1.150 > a#1@1 (2)"])
        #expect(show.attempts.map(\.due) == [TestShow.start, TestShow.start])
    }

    @Test func attemptsOfAllProcessesTogetherAreFive() {
        var show = TestShow(two)
        show.otherwise = .transient
        show.play(until: "1s")
        let before = show.attempts.count
        show.crash()
        show.play(until: "8s")
        #expect(before < 5 && show.attempts.count == 5)
        #expect(show.results(of: "a#1@1").last == "failed")
    }

    @Test(arguments: [(Answer.throttledRoom, "throttled"), (.account, "held")])
    func whatWasThrottledOrHeldGoesOnWithItsNumber(answer: Answer, outcome: String) {
        var show = TestShow(two)
        show.world.latency = "10ms"
        show.answers["a"] = [.transient, answer]
        show.play(until: "450ms")
        #expect(show.results(of: "a#1@1") == ["retrying", outcome])
        show.crash()
        #expect(show.departures.last == "1.450 > a#1@1 (2)")
    }

    @Test(arguments: [(Answer.throttledRoom, "throttled"), (.account, "account held")])
    func whatNeverGotThroughAndIsTooLateNowIsMissed(answer: Answer, reason: String) {
        var show = TestShow(two)
        show.answers["a"] = [answer]
        show.play(until: "120ms")
        show.crash(downFor: "1m")
        #expect(show.results(of: "a#1@1").last == "missed: \(reason)")
    }

    @Test func whatFailedBeforeAndIsTooLateNowIsFailed() {
        var show = TestShow(two)
        show.answers["a"] = [.transient]
        show.play(until: "150ms")
        show.crash(downFor: "1m")
        #expect(show.results(of: "a#1@1").last?.hasPrefix("failed") == true)
        #expect(show.lines(with: "end of") == ["60.150 end of 2: failed 1, missed 1"])
    }

    @Test func whatWasNotAttemptedAndIsTooLateNowIsMissed() {
        var show = TestShow(two)
        show.play(until: "5s")
        show.crash(downFor: "1m")
        #expect(show.results(of: "b#1@1") == ["missed: late"])
    }

    @Test func aShiftStaysInForce() {
        var show = TestShow(two)
        show.play(until: "1s")
        show.perform(.shift("20s"))
        show.crash()
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > a#1@1", "30.000 > b#1@1"])
    }

    @Test func aShiftDoesNotMoveWhatWasAttemptedBeforeTheCrash() {
        var show = TestShow(two)
        show.answers["a"] = [.transient]
        show.play(until: "150ms")
        show.perform(.shift("1h"))
        show.crash()
        #expect(show.departures == ["0.000 > a#1@1", "1.150 > a#1@1 (2)"])
        #expect(show.attempts.map(\.due) == [TestShow.start, TestShow.start])
    }

    @Test func aHoldStaysInForceAndTheTimeAwayCounts() {
        var show = TestShow(two)
        show.play(until: "5s")
        show.perform(.hold)
        show.crash(downFor: "10s")
        show.play(until: "1m")
        #expect(show.departures.count == 1)
        show.perform(.go)
        show.play(until: "3m")
        #expect(show.lines(with: "go", "> b") == ["60.000 go 55.000 total 55.000", "65.000 > b#1@1"])
    }

    @Test func queuedDeliveriesOfAHeldShowGoOnAsIfNothingHadBeen() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, max_late: 5s, text: x}", rate: 1)
        show.play(until: "500ms")
        show.perform(.hold)
        show.play(until: "1m")
        show.crash()
        show.perform(.go)
        show.play(until: "2m")
        #expect(show.departures == ["0.000 > a#1@1", "61.000 > a#1@2", "62.025 > a#1@3"])
        #expect(show.attempts.last?.due == TestShow.start + "60.5s")
    }

    @Test func aSkipStaysInForce() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, times: 5, text: x}\n- {id: b, at: 10s, text: x}")
        show.play(until: "1500ms")
        show.perform(.skip(CueSelector("a")))
        show.crash()
        show.play(until: "1m")
        #expect(show.lines(with: "cancelled").count == 4)
        #expect(show.lines(with: "end of") == ["10.100 end of 6: sent 3, cancelled 3"])
    }

    /// The command is in the log, what it brought about is not: the process was killed in between.
    @Test(arguments: ["skip", "cancel"])
    func aCommandThatWasCutShortIsFinished(command: String) {
        let timeline = TestTimeline.timeline(
            "- {id: a, every: 1s, from: 0s, times: 5, rooms: both, text: x}\n- {id: b, every: 1s, text: x}")
        var recovery = RunRecovery(timeline)
        for message in ["a", "b"] {
            recovery.take(.attempt(message))
            recovery.take(.result(message, .retrying, code: 1))
        }
        recovery.take(.control(command == "skip" ? .skip(CueSelector("a")) : .cancel, time: TestShow.start + "1s"))
        recovery.take(.result("a", .cancelled, occurrences: 3...3, room: "2", attempt: 0, reason: command))
        recovery.finish()
        var show = TestShow(at: "1500ms")
        show.load(timeline, recovery: recovery)
        #expect(show.results(of: "a#1@1") == ["cancelled: \(command)"])
        #expect(show.results(of: "a#3@2") == [])
        #expect(show.lines(with: "a#").count == 9)
        if command == "cancel" {
            // What was begun ends, although nothing else of a message without end was planned.
            #expect(show.results(of: "b#1@1") == ["cancelled: cancel"])
            #expect(show.lines(with: "end of") == ["1.500 end of 11: cancelled 11"])
        } else {
            #expect(show.departures.first == "1.500 > b#1@1 (2)")
        }
    }

    @Test func manyOccurrencesThatOneRecordEndedStayEnded() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, times: 5000, text: x}\n- {id: b, at: 10s, text: x}")
        show.play(until: "500ms")
        show.perform(.skip(CueSelector("a")))
        show.crash()
        show.play(until: "1m")
        #expect(
            show.lines(with: "cancelled", "end of") == [
                "0.500 a#2...5000@1 cancelled: skip", "10.100 end of 5001: sent 2, cancelled 4999",
            ])
    }

    @Test func aRunThatHasEndedSaysHow() {
        var show = TestShow(two)
        show.play(until: "1m")
        let recovery = show.logs[TestShow.run]!.recovery(for: TestTimeline.timeline(two))
        #expect(recovery.end?.planned == 2)
        #expect(recovery.end?.tally.isAllSent == true)
        #expect(!recovery.canBePlayed(from: TestShow.start, at: TestShow.start))
    }

    /// The last due time and its lateness bound, shifts counted in.
    @Test func aRunCanBePlayedWhileItsLastMessageCan() {
        let timeline = TestTimeline.timeline(two)
        var recovery = RunRecovery(timeline)
        #expect(recovery.canBePlayed(from: TestShow.start, at: TestShow.start + "40s"))
        #expect(!recovery.canBePlayed(from: TestShow.start, at: TestShow.start + "40001ms"))
        recovery.take(.control(.shift(by: "1m", total: "1m")))
        #expect(recovery.canBePlayed(from: TestShow.start, at: TestShow.start + "100s"))
        #expect(!recovery.canBePlayed(from: TestShow.start, at: TestShow.start + "100001ms"))
        recovery.take(.control(.hold))
        #expect(recovery.canBePlayed(from: TestShow.start, at: TestShow.start + "1000h"))
    }

    @Test func aRunThatIsOverIsClosed() {
        var show = TestShow(
            "- {id: a, at: 0s, rooms: both, text: x}\n- {id: r, every: 1s, from: 5s, times: 3, text: x}")
        show.answers["1"] = [.transient]
        show.play(until: "150ms")
        show.crash(downFor: "1h", isOver: true)
        #expect(show.results(of: "a#1@1") == ["retrying", "failed: ended"])
        #expect(show.results(of: "r#2@1") == ["missed: ended"])
        #expect(show.lines.suffix(2) == ["3600.150 end of 5: sent 1, failed 1, missed 3", "3600.150 ended"])
    }

    @Test func whatTheScriptNoLongerHasEndsInTheBook() {
        var show = TestShow(
            "- {id: a, at: 0s, text: x}\n- {id: b, at: 0s, text: x}\n- {id: c, at: 0s, text: x}\n- {id: d, at: 0s, text: x}"
        )
        show.answers["b"] = [.transient]
        show.answers["c"] = [.hang]
        show.play(until: "150ms")
        show.crash(timeline: TestTimeline.timeline("- {id: d, at: 0s, text: x}\n- {id: e, at: 2s, text: x}"))
        show.play(until: "1m")
        #expect(show.results(of: "a#1@1") == ["sent"])
        #expect(show.results(of: "b#1@1") == ["retrying", "cancelled: reload"])
        #expect(show.results(of: "c#1@1") == ["unknown: interrupted before an answer came"])
        #expect(show.lines(with: "end of") == ["2.100 end of 5: sent 3, cancelled 1, unknown 1"])
    }

    /// Found by night 4262: it was shown and counted as cancelled.
    @Test func whatTheScriptNoLongerHasIsUnknownIfAnAttemptHadNoAnswer() {
        var show = TestShow("- {id: a, at: 0s, text: x}", defaults: "rooms: r1, on_unknown: resend")
        show.answers["a"] = [.unanswered]
        show.play(until: "150ms")
        show.crash(timeline: TestTimeline.timeline("- {id: b, at: 2s, text: x}"))
        #expect(show.results(of: "a#1@1") == ["retrying", "unknown: reload"])
    }

    @Test func aScriptWithFewerOccurrencesThanTheLogKeepsTheBookInOrder() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, times: 5000, text: x}\n- {id: b, at: 10s, text: x}")
        show.play(until: "500ms")
        show.perform(.skip(CueSelector("a")))
        show.crash(
            timeline: TestTimeline.timeline(
                "- {id: a, every: 1s, from: 0s, times: 3000, text: x}\n- {id: b, at: 10s, text: x}")
        )
        show.play(until: "1m")
        #expect(show.lines(with: "end of") == ["10.100 end of 5001: sent 2, cancelled 4999"])
    }

    @Test func aScriptWithMoreOccurrencesPlaysThem() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, times: 3, text: x}\n- {id: b, at: 10s, text: x}")
        show.play(until: "2500ms")
        show.crash(
            timeline: TestTimeline.timeline(
                "- {id: a, every: 1s, from: 0s, times: 5, text: x}\n- {id: b, at: 10s, text: x}"))
        show.play(until: "1m")
        #expect(show.lines(with: "end of") == ["10.100 end of 6: sent 6"])
    }

    @Test func itGoesOnAfterManyCrashes() {
        var show = TestShow("- {id: a, every: 100ms, from: 0s, times: 100, text: x}")
        for _ in 1...20 {
            show.play(for: "450ms")
            show.crash(downFor: "50ms")
        }
        show.play(until: "1m")
        #expect(show.attempts.count == 100)
        #expect(Set(show.attempts.map(\.occurrence)).count == 100)
        #expect(show.tally[.sent] + show.tally[.unknown] == 100)
        #expect(show.lines(with: "end of").count == 1)
    }

    @Test func aStoppedRunGoesOn() {
        var show = TestShow(two)
        show.play(until: "1s")
        show.perform(.stop)
        show.crash()
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > a#1@1", "10.000 > b#1@1"])
    }

    /// An attempt fixes its due time, and it is not lost when the clock is set back below that.
    @Test func aRetryGoesOnThoughTheClockWasSetBack() {
        var show = TestShow(two)
        show.answers["a"] = [.transient]
        show.play(until: "150ms")
        show.crash(downFor: "-1m")
        #expect(show.departures.last == "-59.850 > a#1@1 (2)")
    }
}
