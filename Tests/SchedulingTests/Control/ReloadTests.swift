import Rehearsing
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

@Suite struct ReloadTests {
    @Test func nothingThatWasPlayedIsPlayedAgain() {
        var show = TestShow(
            "- {id: a, at: 0s, rooms: both, text: x}\n- {id: r, every: 1s, from: 0s, times: 6, text: x}")
        show.play(until: "2500ms")
        show.reload("- {id: r, every: 1s, from: 0s, times: 6, text: y}\n- {id: a, at: 0s, rooms: both, text: y}")
        show.play(until: "10s")
        #expect(
            show.departures == [
                "0.000 > a#1@1", "0.000 > a#1@2", "0.000 > r#1@1", "1.000 > r#2@1", "2.000 > r#3@1", "3.000 > r#4@1",
                "4.000 > r#5@1", "5.000 > r#6@1",
            ])
        #expect(show.attempts.map(\.content) == Array(repeating: "x", count: 5) + Array(repeating: "y", count: 3))
        #expect(show.lines(with: "reload", "end of") == ["2.500 reload", "5.100 end of 8: sent 8"])
    }

    @Test func aRemovedMessageIsNoLongerPlanned() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}\n- {id: c, at: 20s, text: x}")
        show.play(until: "1s")
        show.reload("- {id: a, at: 0s, text: x}\n- {id: c, at: 20s, text: x}")
        show.play(until: "1m")
        #expect(show.lines(with: "end of") == ["20.100 end of 2: sent 2"])
    }

    @Test func aMessageThatWasPlayedAndRemovedStaysInTheBook() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}")
        show.play(until: "1s")
        show.reload("- {id: b, at: 10s, text: x}")
        show.play(until: "1m")
        #expect(show.lines(with: "end of") == ["10.100 end of 2: sent 2"])
    }

    @Test func anAddedMessageIsPlayedUnlessItLiesBehind() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: z, at: 10m, text: x}")
        show.play(until: "1m")
        show.reload(
            """
            - {id: a, at: 0s, text: x}
            - {id: old, at: 10s, text: x}
            - {id: justNow, at: 50s, text: x}
            - {id: new, at: 70s, text: x}
            - {id: z, at: 10m, text: x}
            """)
        show.play(until: "20m")
        #expect(show.results(of: "old#1@1") == ["missed: reload"])
        #expect(show.results(of: "justNow#1@1") == ["missed: reload"])
        #expect(show.departures.dropFirst() == ["70.000 > new#1@1", "600.000 > z#1@1"])
        #expect(show.lines(with: "reload").last == "60.000 reload")
        #expect(show.lines(with: "end of") == ["600.100 end of 5: sent 3, missed 2"])
    }

    @Test func aMovedMessageIsPlayedAtItsNewTime() {
        var show = TestShow("- {id: a, at: 10s, text: x}\n- {id: b, at: 20s, text: x}")
        show.play(until: "1s")
        show.reload("- {id: a, at: 30s, text: x}\n- {id: b, at: 5s, text: x}")
        show.play(until: "1m")
        #expect(show.departures == ["5.000 > b#1@1", "30.000 > a#1@1"])
    }

    @Test func aMessageThatWasPlayedIsNotPlayedAgainWhenItIsMoved() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 20s, text: x}")
        show.play(until: "1s")
        show.reload("- {id: a, at: 30s, text: x}\n- {id: b, at: 20s, text: x}")
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > a#1@1", "20.000 > b#1@1"])
        #expect(show.lines(with: "end of") == ["30.000 end of 2: sent 2"])
    }

    @Test func aMessageIsPlayedInTheRoomsThatAreNewToItUnlessItLiesBehind() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: z, at: 1m, text: x}")
        show.play(until: "5s")
        show.reload("- {id: a, at: 0s, rooms: [r3, r1], text: x}\n- {id: z, at: 1m, rooms: [r2, r1], text: x}")
        show.play(until: "2m")
        #expect(show.departures == ["0.000 > a#1@1", "60.000 > z#1@2", "60.000 > z#1@1"])
        #expect(show.results(of: "a#1@3") == ["missed: reload"])
        #expect(show.lines(with: "end of") == ["60.100 end of 4: sent 3, missed 1"])
    }

    @Test func whatIsOnItsWayIsNotBegunASecondTime() {
        var show = TestShow("- {id: a, at: 0s, rooms: both, text: x}")
        show.play(until: "50ms")
        show.reload("- {id: new, at: 0s, text: y}\n- {id: a, at: 0s, rooms: all, text: y}")
        show.play(until: "5s")
        #expect(show.attempts.map(\.delivery) == ["a#1@1", "a#1@2"])
        #expect(show.lines(with: "end of") == ["0.100 end of 4: sent 2, missed 2"])
    }

    @Test func whatIsOnItsWayAndFailsIsTriedAgainOnce() {
        var show = TestShow("- {id: a, at: 0s, text: x}")
        show.answers["a"] = [.transient]
        show.play(until: "50ms")
        show.reload("- {id: b, at: 1m, text: x}\n- {id: a, at: 2s, text: y}")
        show.play(until: "2m")
        #expect(show.results(of: "a#1@1") == ["retrying", "sent"])
        #expect(show.attempts.map(\.number) == [1, 2, 1])
        #expect(show.lines(with: "end of") == ["60.100 end of 2: sent 2"])
    }

    @Test func whatIsOnItsWayDuringAHoldIsTriedAgainOnce() {
        var show = TestShow("- {id: a, at: 0s, text: x}")
        show.answers["a"] = [.transient]
        show.play(until: "50ms")
        show.perform(.hold)
        show.reload("- {id: b, at: 10s, text: x}\n- {id: a, at: 0s, text: y}")
        show.play(until: "1s")
        show.perform(.go)
        show.play(until: "1m")
        #expect(show.attempts.map(\.delivery) == ["a#1@1", "a#1@1", "b#1@1"])
        #expect(show.lines(with: "end of").map { $0.split(separator: " ", maxSplits: 1)[1] } == ["end of 2: sent 2"])
    }

    @Test func whatWaitsForItsNextTryGoesOnAtOnceWithItsAttempts() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 1h, text: x}")
        show.answers["a"] = [.transient]
        show.play(until: "150ms")
        // It was attempted: that the script has it later now does not move it.
        show.reload("- {id: a, at: 30m, text: x}\n- {id: b, at: 1h, text: x}")
        show.play(until: "1s")
        #expect(show.departures == ["0.000 > a#1@1", "0.150 > a#1@1 (2)"])
        show.play(until: "2h")
        #expect(show.lines(with: "end of") == ["3600.100 end of 2: sent 2"])
    }

    @Test func whatWaitsForItsNextTryAndIsRemovedIsCancelled() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}")
        show.answers["a"] = [.transient]
        show.play(until: "150ms")
        show.reload("- {id: b, at: 10s, text: x}")
        #expect(show.results(of: "a#1@1") == ["retrying", "cancelled: reload"])
        show.play(until: "1m")
        #expect(show.lines(with: "end of") == ["10.100 end of 2: sent 1, cancelled 1"])
    }

    @Test func whatIsOnItsWayAndRemovedEndsAsItEnds() {
        var show = TestShow("- {id: a, at: 0s, rooms: both, text: x}\n- {id: b, at: 10s, text: x}")
        show.answers["2"] = [.transient]
        show.play(until: "50ms")
        show.reload("- {id: b, at: 10s, text: x}")
        show.play(until: "1m")
        #expect(show.results(of: "a#1@1") == ["sent"])
        #expect(show.results(of: "a#1@2") == ["retrying", "cancelled: reload"])
        #expect(show.lines(with: "end of") == ["10.100 end of 3: sent 2, cancelled 1"])
    }

    @Test func removedAndBroughtBackWhileOnItsWayItIsStillTheSame() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}")
        show.answers["a"] = [.accepted.after("5s")]
        show.play(until: "50ms")
        show.reload("- {id: b, at: 10s, text: x}")
        show.play(until: "1s")
        show.reload("- {id: b, at: 10s, text: x}\n- {id: a, at: 0s, text: x}")
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > a#1@1", "10.000 > b#1@1"])
        #expect(show.lines(with: "end of") == ["10.100 end of 2: sent 2"])
    }

    /// Found by night 244: what was played was played again when it came back into the script.
    @Test func removedAndBroughtBackWhenItHasEndedItIsNotPlayedAgain() {
        var show = TestShow(
            """
            - {id: a, at: 0s, rooms: both, text: x}
            - {id: r, every: 1s, from: 0s, times: 5, text: x}
            - {id: z, at: 10s, text: x}
            """)
        show.play(until: "4500ms")
        show.reload(
            """
            - {id: a, at: 0s, rooms: r2, text: x}
            - {id: r, every: 1s, from: 0s, times: 2, text: x}
            - {id: z, at: 10s, text: x}
            """)
        show.reload("- {id: z, at: 10s, text: x}")
        show.play(until: "4600ms")
        let script = """
            - {id: a, at: 0s, rooms: both, text: x}
            - {id: r, every: 1s, from: 0s, times: 7, text: x}
            - {id: z, at: 10s, text: x}
            """
        show.reload(script)
        show.play(until: "1m")
        #expect(show.departures.suffix(3) == ["5.000 > r#6@1", "6.000 > r#7@1", "10.000 > z#1@1"])
        #expect(show.attempts.count == 10)
        #expect(show.lines(with: "end of") == ["10.100 end of 10: sent 10"])
    }

    @Test func removedAndBroughtBackAroundACrashItIsNotPlayedAgain() {
        let script = "- {id: a, at: 0s, rooms: both, text: x}\n- {id: z, at: 10s, text: x}"
        var show = TestShow(script)
        show.answers["2"] = [.hang]
        show.play(until: "1s")
        show.crash(timeline: TestTimeline.timeline("- {id: z, at: 10s, text: x}"))
        show.reload(script)
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > a#1@1", "0.000 > a#1@2", "10.000 > z#1@1"])
        #expect(show.lines(with: "end of") == ["10.100 end of 3: sent 2, unknown 1"])
    }

    @Test func whatEndsWhileTheScriptDoesNotHaveItIsNotPlayedAgain() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: z, at: 10s, text: x}")
        show.play(until: "50ms")
        show.reload("- {id: z, at: 10s, text: x}")
        show.play(until: "1s")
        show.reload("- {id: a, at: 0s, text: x}\n- {id: z, at: 10s, text: x}")
        show.play(until: "1m")
        #expect(show.departures == ["0.000 > a#1@1", "10.000 > z#1@1"])
    }

    @Test func queuedDeliveriesFollowTheNewScript() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: old}", rate: 1)
        show.play(until: "500ms")
        show.reload("- {id: a, at: 0s, rooms: [r1, r3], text: new}")
        show.play(until: "10s")
        #expect(show.attempts.map(\.delivery) == ["a#1@1", "a#1@3"])
        #expect(show.attempts.map(\.content) == ["old", "new"])
        #expect(show.lines(with: "end of") == ["1.125 end of 2: sent 2"])
    }

    @Test func shiftsAndHoldsStayInForce() {
        var show = TestShow("- {id: a, at: 10s, text: x}")
        show.perform(.shift("5s"))
        show.perform(.hold)
        show.reload("- {id: a, at: 10s, text: x}\n- {id: b, at: 20s, text: x}")
        show.play(until: "29s")
        show.perform(.go)
        show.play(until: "2m")
        #expect(show.departures == ["45.000 > a#1@1", "55.000 > b#1@1"])
    }

    @Test func whatWasSkippedStaysSkipped() {
        var show = TestShow("- {id: a, at: 10s, text: x}\n- {id: b, at: 20s, text: x}")
        show.perform(.skip(CueSelector("a")))
        show.reload("- {id: a, at: 10s, rooms: both, text: y}\n- {id: b, at: 20s, text: x}")
        show.play(until: "1m")
        #expect(show.departures == ["20.000 > b#1@1"])
        #expect(show.lines(with: "end of") == ["20.100 end of 3: sent 1, cancelled 2"])
    }

    @Test func whatIsOnItsWayIsNotCancelledAmongAThousandOthers() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, times: 5000, text: x}")
        show.world.latency = "1s"
        show.play(until: "3500ms")
        show.reload("- {id: a, every: 1s, from: 0s, times: 6000, text: x}")
        show.perform(.skip(CueSelector("a")))
        show.play(until: "10s")
        #expect(show.tally[.sent] == 4)
        #expect(show.lines(with: "end of") == ["4.000 end of 6000: sent 4, cancelled 5996"])
    }

    @Test func aSkippedMessageOnItsWayIsNotCancelledByAReload() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, times: 5000, text: x}\n- {id: b, at: 1s, text: x}")
        show.answers["a"] = [.accepted.after("5s")]
        show.play(until: "500ms")
        show.perform(.skip(CueSelector("a")))
        show.reload("- {id: a, every: 1s, from: 0s, times: 6000, text: x}\n- {id: b, at: 1s, text: x}")
        show.play(until: "10s")
        #expect(show.results(of: "a#1@1") == ["sent"])
        #expect(show.lines(with: "end of") == ["5.000 end of 6001: sent 2, cancelled 5999"])
    }

    @Test func whatWasCancelledIsNotBroughtBackByAReload() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, every: 1m, from: 1m, text: x}")
        show.play(until: "50ms")
        show.perform(.cancel)
        show.reload("- {id: a, at: 0s, text: x}\n- {id: b, every: 1m, from: 1m, text: x}\n- {id: c, at: 1m, text: x}")
        show.play(until: "5m")
        #expect(show.departures == ["0.000 > a#1@1"])
        #expect(show.lines.last == "0.100 ended")
    }

    @Test func fewerOccurrencesThanWerePlayedAreCountedAsPlayed() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, times: 10, text: x}")
        show.play(until: "5500ms")
        show.reload("- {id: a, every: 1s, from: 0s, times: 3, text: x}")
        show.play(until: "1m")
        #expect(show.lines(with: "end of") == ["5.500 end of 6: sent 6"])
    }

    @Test func aScriptThatGetsAnEndHasOne() {
        var show = TestShow("- {id: a, every: 1s, text: x}")
        show.play(until: "2500ms")
        show.reload("- {id: a, every: 1s, times: 5, text: x}")
        show.play(until: "1m")
        #expect(show.lines(with: "end of") == ["4.100 end of 5: sent 5"])
    }

    @Test func aRunThatHasEndedIsNotReloaded() {
        var show = TestShow("- {id: a, at: 0s, text: x}")
        show.play(until: "1s")
        show.reload("- {id: a, at: 0s, text: x}\n- {id: b, at: 5s, text: x}")
        show.play(until: "1m")
        #expect(show.lines.last == "0.100 ended")
    }

    @Test func reloadingOneRunLeavesTheOthersAlone() {
        var show = TestShow("- {id: a, at: 0s, rooms: both, text: x}", rate: 1)
        show.load(TestTimeline.timeline("- {id: o, at: 0s, rooms: [r3, r4], text: x}", name: "other"))
        show.play(until: "500ms")
        show.reload("- {id: a, at: 0s, rooms: both, text: y}")
        show.play(until: "10s")
        #expect(show.attempts.map(\.delivery) == ["a#1@1", "o#1@3", "a#1@2", "o#1@4"])
    }

    // MARK: Nothing that lies behind goes out

    @Test func aTypoMendedInAMessageWithoutAnIDDoesNotAirItAgain() {
        var show = TestShow("- {at: 0s, late: send, text: Welcom}\n- {id: z, at: 1m, text: x}")
        show.play(until: "5s")
        show.reload("- {at: 0s, late: send, text: Welcome}\n- {id: z, at: 1m, text: x}")
        show.play(until: "2m")
        #expect(show.attempts.map(\.content) == ["Welcom", "x"])
        #expect(show.lines(with: "end of") == ["60.100 end of 2: sent 2"])
    }

    @Test func aRenamedMessageIsNotAiredAgain() {
        var show = TestShow("- {id: offer, at: 0s, late: send, text: Half price}\n- {id: z, at: 1m, text: x}")
        show.play(until: "5s")
        show.reload("- {id: sale, at: 0s, late: send, text: Half price}\n- {id: z, at: 1m, text: x}")
        show.play(until: "2m")
        #expect(show.departures == ["0.000 > offer#1@1", "60.000 > z#1@1"])
        #expect(show.lines(with: "reload", "end of") == ["5.000 reload offer is sale", "60.100 end of 2: sent 2"])
    }

    @Test func aRenamedMessageThatWaitsForItsNextTryGoesOn() {
        var show = TestShow("- {id: offer, at: 0s, text: Half price}\n- {id: z, at: 1m, text: x}")
        show.answers["offer"] = [.transient]
        show.play(until: "150ms")
        show.reload("- {id: sale, at: 0s, text: Half price}\n- {id: z, at: 1m, text: x}")
        show.play(until: "2m")
        #expect(show.departures == ["0.000 > offer#1@1", "0.150 > sale#1@1 (2)", "60.000 > z#1@1"])
        #expect(show.lines(with: "end of") == ["60.100 end of 2: sent 2"])
    }

    /// Its result has the id of the time, and a start that reads the log knows both.
    @Test func aMessageThatIsRenamedOnItsWayEndsOnce() {
        let renamed = "- {id: sale, at: 0s, late: send, text: Half price}\n- {id: z, at: 1m, text: x}"
        var show = TestShow("- {id: offer, at: 0s, late: send, text: Half price}\n- {id: z, at: 1m, text: x}")
        show.play(until: "50ms")
        show.reload(renamed)
        show.play(until: "5s")
        #expect(show.lines(with: "sent") == ["0.100 sale#1@1 sent"])
        show.crash()
        show.play(until: "2m")
        #expect(show.departures == ["0.000 > offer#1@1", "60.000 > z#1@1"])
        #expect(show.lines(with: "end of") == ["60.100 end of 2: sent 2"])
        #expect(show.logs[TestShow.run]!.recovery(for: TestTimeline.timeline(renamed)).book.contradictions.isEmpty)
    }

    /// It was on its way when it got another id: whoever has the id later is not taken for something new.
    @Test(arguments: [false, true])
    func anIDUnderWhichSomethingLeftIsNotGivenAgain(isKilled: Bool) {
        let offer = "- {id: offer, at: 10s, text: Half price}\n- {id: z, at: 1m, text: x}"
        var show = TestShow(offer)
        show.play(until: "1s")
        show.perform(.fire(CueSelector("offer")))
        show.play(until: "1050ms")
        show.reload("- {id: sale, at: 10s, text: Half price}\n- {id: z, at: 1m, text: x}")
        show.play(until: "2s")
        #expect(show.lines(with: "sent") == ["1.100 sale#1@1 sent"])
        show.reload("- {id: z, at: 1m, text: x}")
        if isKilled { show.crash() }
        show.reload(offer)
        show.play(until: "2m")
        #expect(show.departures == ["1.000 > offer#1@1", "60.000 > z#1@1"])
    }

    @Test func aRenamedMessageIsNotAiredAgainByARestart() {
        var show = TestShow("- {id: offer, at: 0s, late: send, text: Half price}\n- {id: z, at: 1m, text: x}")
        show.play(until: "5s")
        show.reload("- {id: sale, at: 0s, late: send, text: Half price}\n- {id: z, at: 1m, text: x}")
        show.crash()
        show.play(until: "2m")
        #expect(show.departures == ["0.000 > offer#1@1", "60.000 > z#1@1"])
        #expect(show.lines(with: "end of") == ["60.100 end of 2: sent 2"])
    }

    @Test func anotherCategoryDoesNotAirItAgain() {
        var show = TestShow(
            "- {at: 0s, late: send, category: chat, text: x}\n- {id: z, at: 1m, text: z}")
        show.play(until: "5s")
        show.reload("- {at: 0s, late: send, category: system, text: x}\n- {id: z, at: 1m, text: z}")
        show.play(until: "2m")
        #expect(show.attempts.map(\.content) == ["x", "z"])
    }

    /// What lies behind is never sent, `late: send` or not.
    @Test func aNewMessageThatIsSentLateLiesBehindTheReload() {
        var show = TestShow("- {id: z, at: 1m, text: x}")
        show.play(until: "5s")
        show.reload("- {id: new, at: 1s, late: send, text: x}\n- {id: z, at: 1m, text: x}")
        show.play(until: "2m")
        #expect(show.departures == ["60.000 > z#1@1"])
        #expect(show.lines(with: "reload") == ["5.000 new#1@1 missed: reload", "5.000 reload"])
    }

    @Test func aMessageThatWaitedGoesOnAsTheNewScriptHasIt() {
        var show = TestShow(
            "- {id: a, at: 0s, rooms: all, late: send, text: old}\n- {id: z, at: 1m, text: x}", rate: 1)
        show.play(until: "500ms")
        show.reload("- {at: 0s, rooms: all, late: send, category: chat, text: old}\n- {id: z, at: 1m, text: x}")
        show.play(until: "10s")
        #expect(show.attempts.map(\.roomID) == ["1", "2", "3"])
        #expect(show.attempts.map(\.category) == [.system, .chat, .chat])
    }

    @Test func whatWaitedAndHasAConditionNowIsJudgedByIt() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}\n- {id: z, at: 1m, text: x}", rate: 1)
        show.play(until: "500ms")
        show.reload("- {id: a, at: 0s, rooms: all, when: room.id == '3', text: x}\n- {id: z, at: 1m, text: x}")
        show.play(until: "2m")
        #expect(show.attempts.map(\.roomID) == ["1", "3", "1"])
        #expect(show.lines(with: "end of") == ["60.100 end of 3: sent 3"])
    }

    /// An edit moves a message back to before now and lets the show hold before it: what waited of it waits on, no more.
    @Test func ofARepeatThatIsHeldInThePastOnlyWhatWaitedGoesOut() {
        var show = TestShow("- {id: r, every: 1s, from: 0s, times: 3, rooms: all, text: x}", rate: 1)
        show.play(until: "1500ms")
        show.reload("- {id: r, every: 1s, from: -10s, times: 3, rooms: all, hold: true, text: x}")
        show.play(until: "3s")
        #expect(show.departures == ["0.000 > r#1@1", "1.025 > r#1@2"])
        show.perform(.go)
        show.play(until: "1m")
        #expect(show.results(of: "r#3@1") == ["missed: reload"])
        #expect(show.lines(with: "end of").last?.hasSuffix("end of 9: sent 6, missed 3") == true)
    }

    /// What waits behind the point at which the new version holds the show waits for its go.
    @Test func nothingLeavesBehindAHoldThatAReloadBrings() {
        let messages = "- {id: r, every: 1s, from: 0s, times: 4, rooms: all, late: send"
        var show = TestShow("\(messages), text: x}\n- {id: z, at: 1m, text: x}", rate: 1)
        show.play(until: "1500ms")
        let before = show.departures.count
        show.reload("\(messages), hold: true, text: x}\n- {id: z, at: 1m, text: x}")
        show.play(until: "10s")
        #expect(show.departures.count == before)
        show.perform(.go)
        show.play(until: "20s")
        #expect(show.departures.count > before)
    }

    // MARK: Changed repeats

    @Test func aSlowerRepeatGoesOnWhenItIsDue() {
        var show = TestShow("- {id: r, every: 500ms, from: 0s, times: 9, text: '{{ occurrence }}'}")
        show.play(until: "2200ms")
        show.reload("- {id: r, every: 1s, from: 0s, times: 6, text: '{{ occurrence }} of {{ offset }}'}")
        show.play(until: "1m")
        #expect(
            show.departures.dropFirst(5) == ["3.000 > r#6@1", "4.000 > r#7@1", "5.000 > r#8@1"])
        #expect(show.attempts.dropFirst(5).map(\.content) == ["4 of 3", "5 of 4", "6 of 5"])
        #expect(show.lines(with: "reload", "end of") == ["2.200 reload r+2", "5.100 end of 8: sent 8"])
    }

    @Test func aFasterRepeatSendsNothingThatLiesBehind() {
        var show = TestShow("- {id: r, every: 1s, from: 0s, times: 4, text: x}")
        show.play(until: "2200ms")
        show.reload("- {id: r, every: 500ms, from: 0s, times: 7, text: x}")
        show.play(until: "1m")
        #expect(show.departures.dropFirst(3) == ["2.500 > r#6@1", "3.000 > r#7@1"])
        #expect(show.results(of: "r#4@1") == ["missed: reload"])
        #expect(show.results(of: "r#5@1") == ["missed: reload"])
        #expect(show.lines(with: "end of") == ["3.100 end of 7: sent 5, missed 2"])
    }

    @Test func aRepeatKeepsItsNumbersOverARestart() {
        var show = TestShow("- {id: r, every: 500ms, from: 0s, times: 9, text: '{{ occurrence }}'}")
        show.play(until: "2200ms")
        show.reload("- {id: r, every: 1s, from: 0s, times: 6, text: '{{ occurrence }}'}")
        show.play(until: "3500ms")
        show.crash()
        show.play(until: "1m")
        #expect(show.departures.dropFirst(5) == ["3.000 > r#6@1", "4.500 > r#7@1", "5.000 > r#8@1"])
        #expect(show.attempts.dropFirst(5).map(\.content) == ["4", "5", "6"])
        #expect(show.lines(with: "end of") == ["5.100 end of 8: sent 8"])
    }

    @Test func aRepeatThatIsChangedTwiceNeverUsesANumberTwice() {
        var show = TestShow("- {id: r, every: 500ms, from: 0s, text: x}")
        show.play(until: "2200ms")
        show.reload("- {id: r, every: 1s, from: 0s, text: x}")
        show.play(until: "4200ms")
        show.reload("- {id: r, every: 2s, from: 0s, times: 5, text: x}")
        show.play(until: "1m")
        #expect(show.departures.suffix(2) == ["6.000 > r#8@1", "8.000 > r#9@1"])
        #expect(Set(show.attempts.map(\.delivery)).count == show.attempts.count)
        #expect(show.lines(with: "end of") == ["8.100 end of 9: sent 9"])
    }

    @Test func aRepeatThatBecomesOneMessageIsStillToCome() {
        var show = TestShow("- {id: r, every: 1s, from: 0s, text: x}")
        show.play(until: "2200ms")
        show.reload("- {id: r, at: 10s, text: '{{ occurrence }}'}")
        show.play(until: "1m")
        #expect(show.departures.last == "10.000 > r#4@1")
        #expect(show.attempts.last?.content == "1")
        #expect(show.lines(with: "end of") == ["10.100 end of 4: sent 4"])
    }

    @Test func manyOccurrencesThatLieBehindAreOneRecord() {
        var show = TestShow("- {id: z, at: 5h, text: x}")
        show.play(until: "1h")
        show.reload("- {id: r, every: 1s, from: 0s, times: 3700, text: x}\n- {id: z, at: 2h, text: x}")
        #expect(show.results(of: "r#1...3601@1") == ["missed: reload"])
        show.play(until: "3h")
        #expect(show.lines(with: "end of") == ["7200.100 end of 3701: sent 100, missed 3601"])
    }

    // MARK: Restarts with another script

    @Test func aScriptThatWasChangedBetweenTwoProcessesIsReloaded() {
        var show = TestShow("- {id: a, at: 0s, late: send, text: x}\n- {id: b, at: 10s, text: x}")
        show.play(until: "5s")
        show.crash(
            timeline: TestTimeline.timeline(
                """
                - {id: sale, at: 0s, late: send, text: x}
                - {id: now, at: 5s, text: x}
                - {id: b, at: 10s, text: x}
                """))
        show.play(until: "1m")
        // The last record is of 0.1: what was due since is judged by its lateness.
        #expect(show.departures == ["0.000 > a#1@1", "6.000 > now#1@1", "10.000 > b#1@1"])
        #expect(show.results(of: "sale#1@1") == ["missed: reload"])
    }

    @Test func aRepeatThatWasChangedBetweenTwoProcessesGoesOn() {
        var show = TestShow("- {id: r, every: 500ms, from: 0s, times: 9, text: x}")
        show.play(until: "2200ms")
        show.crash(
            downFor: "100ms", timeline: TestTimeline.timeline("- {id: r, every: 1s, from: 0s, times: 6, text: x}"))
        show.play(until: "1m")
        #expect(show.departures.dropFirst(5) == ["3.000 > r#6@1", "4.000 > r#7@1", "5.000 > r#8@1"])
        #expect(show.lines(with: "end of") == ["5.100 end of 8: sent 8"])
    }

    @Test func whatWaitedAtAReloadStillWaitsAfterARestart() {
        var show = TestShow(
            "- {id: a, at: 0s, rooms: all, late: send, text: x}\n- {id: z, at: 1m, text: x}", rate: 1)
        show.play(until: "500ms")
        show.reload("- {id: a, at: 0s, rooms: all, late: send, text: y}\n- {id: z, at: 1m, text: x}")
        show.crash(downFor: "100ms")
        show.play(until: "2m")
        #expect(show.attempts.map(\.roomID) == ["1", "2", "3", "1"])
        #expect(show.lines(with: "end of").count == 1)
    }

    // MARK: Growth

    /// The work of a reload in the show is that of what has changed: its length is not looked at there.
    @Test(arguments: [10, 1000]) func aReloadLooksAtWhatHasChangedAlone(count: Int) throws {
        func script(_ text: String) -> String {
            (0..<count).map { "- {id: m\($0), at: \($0)m, rooms: all, text: x}\n" }.joined()
                + "- {id: last, at: \(text), text: y}"
        }
        var show = TestShow(script("1000h"))
        show.play(until: "90s")
        let basis = try #require(show.scheduler.reloadBasis(of: TestShow.run))
        let same = PreparedReload(basis, TestTimeline.timeline(script("1000h")), sha256: "")
        #expect(same.changes.isEmpty)
        let moved = PreparedReload(basis, TestTimeline.timeline(script("2000h")), sha256: "")
        #expect(moved.changes.map(\.message) == [count])
        // What has ended stays where it is.
        #expect(moved.layout.bits == basis.layout.bits)
        #expect(moved.changes[0].oldPositions == nil)
    }

    @Test func versionsThatNothingRefersToAreDropped() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: z, at: 1m, text: x}")
        show.answers["a"] = [.accepted.after("10s")]
        show.play(until: "1s")
        for text in ["1", "2", "3"] { show.reload("- {id: a, at: 0s, text: \(text)}\n- {id: z, at: 1m, text: x}") }
        // Only the one that the attempt on its way is of.
        #expect(show.scheduler.runs[0].earlier.keys.sorted() == [0])
        show.play(until: "11s")
        #expect(show.scheduler.runs[0].earlier.isEmpty)
    }

    @Test func aReloadThatWasPreparedFromAnEarlierVersionIsPreparedAgain() throws {
        var show = TestShow("- {id: a, at: 10s, text: x}")
        let basis = try #require(show.scheduler.reloadBasis(of: TestShow.run))
        let prepared = PreparedReload(basis, TestTimeline.timeline("- {id: b, at: 10s, text: x}"), sha256: "")
        show.reload("- {id: c, at: 10s, text: x}")
        let isTaken = show.driver.scheduler.reload(TestShow.run, prepared, at: show.now)
        #expect(!isTaken)
        show.play(until: "1m")
        #expect(show.departures == ["10.000 > c#1@1"])
    }

    @Test func aRefusedReloadIsInTheLog() {
        var show = TestShow("- {id: a, at: 10s, text: x}")
        show.driver.scheduler.refuseReload(of: TestShow.run, because: "show.yaml:1:1: no", at: show.now)
        show.play(until: "1m")
        #expect(show.lines(with: "reload") == ["-1.000 reload refused: show.yaml:1:1: no"])
        #expect(show.departures == ["10.000 > a#1@1"])
    }
}
