import ShowTime
import TestSupport
import Testing

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

    @Test func anAddedMessageIsPlayedOrJudgedForLateness() {
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
        #expect(show.results(of: "old#1@1") == ["missed: late"])
        #expect(show.departures.dropFirst() == ["60.000 > justNow#1@1", "70.000 > new#1@1", "600.000 > z#1@1"])
        #expect(show.lines(with: "end of") == ["600.100 end of 5: sent 4, missed 1"])
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

    @Test func aMessageIsPlayedInTheRoomsThatAreNewToIt() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: z, at: 1m, text: x}")
        show.play(until: "5s")
        show.reload("- {id: a, at: 0s, rooms: [r3, r1], text: x}\n- {id: z, at: 1m, text: x}")
        show.play(until: "2m")
        #expect(show.departures == ["0.000 > a#1@1", "5.000 > a#1@3", "60.000 > z#1@1"])
    }

    @Test func whatIsOnItsWayIsNotBegunASecondTime() {
        var show = TestShow("- {id: a, at: 0s, rooms: both, text: x}")
        show.play(until: "50ms")
        show.reload("- {id: new, at: 0s, text: y}\n- {id: a, at: 0s, rooms: all, text: y}")
        show.play(until: "5s")
        #expect(show.attempts.map(\.delivery) == ["a#1@1", "a#1@2", "new#1@1", "a#1@3"])
        #expect(show.lines(with: "end of") == ["0.150 end of 4: sent 4"])
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
        show.perform(.skip(message: "a"))
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
        show.perform(.skip(message: "a"))
        show.play(until: "10s")
        #expect(show.tally[.sent] == 4)
        #expect(show.lines(with: "end of") == ["4.000 end of 6000: sent 4, cancelled 5996"])
    }

    @Test func aSkippedMessageOnItsWayIsNotCancelledByAReload() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, times: 5000, text: x}\n- {id: b, at: 1s, text: x}")
        show.answers["a"] = [.accepted.after("5s")]
        show.play(until: "500ms")
        show.perform(.skip(message: "a"))
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
}
