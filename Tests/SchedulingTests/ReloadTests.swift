import ShowTime
import Testing

@testable import Scheduling

@Suite struct ReloadTests {
    @Test func nothingThatWasPlayedIsPlayedAgain() {
        var stage = Stage("- {id: a, at: 0s, rooms: both, text: x}\n- {id: r, every: 1s, from: 0s, times: 6, text: x}")
        stage.play(until: "2500ms")
        stage.reload("- {id: r, every: 1s, from: 0s, times: 6, text: y}\n- {id: a, at: 0s, rooms: both, text: y}")
        stage.play(until: "10s")
        #expect(
            stage.departures == [
                "0.000 > a#1@1", "0.000 > a#1@2", "0.000 > r#1@1", "1.000 > r#2@1", "2.000 > r#3@1", "3.000 > r#4@1",
                "4.000 > r#5@1", "5.000 > r#6@1",
            ])
        #expect(stage.attempts.map(\.content) == Array(repeating: "x", count: 5) + Array(repeating: "y", count: 3))
        #expect(stage.lines(with: "reload", "end of") == ["2.500 reload", "5.100 end of 8: sent 8"])
    }

    @Test func aRemovedMessageIsNoLongerPlanned() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}\n- {id: c, at: 20s, text: x}")
        stage.play(until: "1s")
        stage.reload("- {id: a, at: 0s, text: x}\n- {id: c, at: 20s, text: x}")
        stage.play(until: "1m")
        #expect(stage.lines(with: "end of") == ["20.100 end of 2: sent 2"])
    }

    @Test func aMessageThatWasPlayedAndRemovedStaysInTheBook() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}")
        stage.play(until: "1s")
        stage.reload("- {id: b, at: 10s, text: x}")
        stage.play(until: "1m")
        #expect(stage.lines(with: "end of") == ["10.100 end of 2: sent 2"])
    }

    @Test func anAddedMessageIsPlayedOrJudgedForLateness() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: z, at: 10m, text: x}")
        stage.play(until: "1m")
        stage.reload(
            """
            - {id: a, at: 0s, text: x}
            - {id: old, at: 10s, text: x}
            - {id: justNow, at: 50s, text: x}
            - {id: new, at: 70s, text: x}
            - {id: z, at: 10m, text: x}
            """)
        stage.play(until: "20m")
        #expect(stage.results(of: "old#1@1") == ["missed: late"])
        #expect(stage.departures.dropFirst() == ["60.000 > justNow#1@1", "70.000 > new#1@1", "600.000 > z#1@1"])
        #expect(stage.lines(with: "end of") == ["600.100 end of 5: sent 4, missed 1"])
    }

    @Test func aMovedMessageIsPlayedAtItsNewTime() {
        var stage = Stage("- {id: a, at: 10s, text: x}\n- {id: b, at: 20s, text: x}")
        stage.play(until: "1s")
        stage.reload("- {id: a, at: 30s, text: x}\n- {id: b, at: 5s, text: x}")
        stage.play(until: "1m")
        #expect(stage.departures == ["5.000 > b#1@1", "30.000 > a#1@1"])
    }

    @Test func aMessageThatWasPlayedIsNotPlayedAgainWhenItIsMoved() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 20s, text: x}")
        stage.play(until: "1s")
        stage.reload("- {id: a, at: 30s, text: x}\n- {id: b, at: 20s, text: x}")
        stage.play(until: "1m")
        #expect(stage.departures == ["0.000 > a#1@1", "20.000 > b#1@1"])
        #expect(stage.lines(with: "end of") == ["30.000 end of 2: sent 2"])
    }

    @Test func aMessageIsPlayedInTheRoomsThatAreNewToIt() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: z, at: 1m, text: x}")
        stage.play(until: "5s")
        stage.reload("- {id: a, at: 0s, rooms: [r3, r1], text: x}\n- {id: z, at: 1m, text: x}")
        stage.play(until: "2m")
        #expect(stage.departures == ["0.000 > a#1@1", "5.000 > a#1@3", "60.000 > z#1@1"])
    }

    @Test func whatIsOnItsWayIsNotBegunASecondTime() {
        var stage = Stage("- {id: a, at: 0s, rooms: both, text: x}")
        stage.play(until: "50ms")
        stage.reload("- {id: new, at: 0s, text: y}\n- {id: a, at: 0s, rooms: all, text: y}")
        stage.play(until: "5s")
        #expect(stage.attempts.map(\.delivery) == ["a#1@1", "a#1@2", "new#1@1", "a#1@3"])
        #expect(stage.lines(with: "end of") == ["0.150 end of 4: sent 4"])
    }

    @Test func whatIsOnItsWayAndFailsIsTriedAgainOnce() {
        var stage = Stage("- {id: a, at: 0s, text: x}")
        stage.answers["a"] = [.transient]
        stage.play(until: "50ms")
        stage.reload("- {id: b, at: 1m, text: x}\n- {id: a, at: 2s, text: y}")
        stage.play(until: "2m")
        #expect(stage.results(of: "a#1@1") == ["retrying", "sent"])
        #expect(stage.attempts.map(\.number) == [1, 2, 1])
        #expect(stage.lines(with: "end of") == ["60.100 end of 2: sent 2"])
    }

    @Test func whatIsOnItsWayDuringAHoldIsTriedAgainOnce() {
        var stage = Stage("- {id: a, at: 0s, text: x}")
        stage.answers["a"] = [.transient]
        stage.play(until: "50ms")
        stage.perform(.hold)
        stage.reload("- {id: b, at: 10s, text: x}\n- {id: a, at: 0s, text: y}")
        stage.play(until: "1s")
        stage.perform(.go)
        stage.play(until: "1m")
        #expect(stage.attempts.map(\.delivery) == ["a#1@1", "a#1@1", "b#1@1"])
        #expect(stage.lines(with: "end of").map { $0.split(separator: " ", maxSplits: 1)[1] } == ["end of 2: sent 2"])
    }

    @Test func whatWaitsForItsNextTryGoesOnAtOnceWithItsAttempts() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 1h, text: x}")
        stage.answers["a"] = [.transient]
        stage.play(until: "150ms")
        // It was attempted: that the script has it later now does not move it.
        stage.reload("- {id: a, at: 30m, text: x}\n- {id: b, at: 1h, text: x}")
        stage.play(until: "1s")
        #expect(stage.departures == ["0.000 > a#1@1", "0.150 > a#1@1 (2)"])
        stage.play(until: "2h")
        #expect(stage.lines(with: "end of") == ["3600.100 end of 2: sent 2"])
    }

    @Test func whatWaitsForItsNextTryAndIsRemovedIsCancelled() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}")
        stage.answers["a"] = [.transient]
        stage.play(until: "150ms")
        stage.reload("- {id: b, at: 10s, text: x}")
        #expect(stage.results(of: "a#1@1") == ["retrying", "cancelled: reload"])
        stage.play(until: "1m")
        #expect(stage.lines(with: "end of") == ["10.100 end of 2: sent 1, cancelled 1"])
    }

    @Test func whatIsOnItsWayAndRemovedEndsAsItEnds() {
        var stage = Stage("- {id: a, at: 0s, rooms: both, text: x}\n- {id: b, at: 10s, text: x}")
        stage.answers["2"] = [.transient]
        stage.play(until: "50ms")
        stage.reload("- {id: b, at: 10s, text: x}")
        stage.play(until: "1m")
        #expect(stage.results(of: "a#1@1") == ["sent"])
        #expect(stage.results(of: "a#1@2") == ["retrying", "cancelled: reload"])
        #expect(stage.lines(with: "end of") == ["10.100 end of 3: sent 2, cancelled 1"])
    }

    @Test func removedAndBroughtBackWhileOnItsWayItIsStillTheSame() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 10s, text: x}")
        stage.answers["a"] = [.accepted.after("5s")]
        stage.play(until: "50ms")
        stage.reload("- {id: b, at: 10s, text: x}")
        stage.play(until: "1s")
        stage.reload("- {id: b, at: 10s, text: x}\n- {id: a, at: 0s, text: x}")
        stage.play(until: "1m")
        #expect(stage.departures == ["0.000 > a#1@1", "10.000 > b#1@1"])
        #expect(stage.lines(with: "end of") == ["10.100 end of 2: sent 2"])
    }

    /// Found by night 244: what was played was played again when it came back into the script.
    @Test func removedAndBroughtBackWhenItHasEndedItIsNotPlayedAgain() {
        var stage = Stage(
            """
            - {id: a, at: 0s, rooms: both, text: x}
            - {id: r, every: 1s, from: 0s, times: 5, text: x}
            - {id: z, at: 10s, text: x}
            """)
        stage.play(until: "4500ms")
        stage.reload(
            """
            - {id: a, at: 0s, rooms: r2, text: x}
            - {id: r, every: 1s, from: 0s, times: 2, text: x}
            - {id: z, at: 10s, text: x}
            """)
        stage.reload("- {id: z, at: 10s, text: x}")
        stage.play(until: "4600ms")
        let script = """
            - {id: a, at: 0s, rooms: both, text: x}
            - {id: r, every: 1s, from: 0s, times: 7, text: x}
            - {id: z, at: 10s, text: x}
            """
        stage.reload(script)
        stage.play(until: "1m")
        #expect(stage.departures.suffix(3) == ["5.000 > r#6@1", "6.000 > r#7@1", "10.000 > z#1@1"])
        #expect(stage.attempts.count == 10)
        #expect(stage.lines(with: "end of") == ["10.100 end of 10: sent 10"])
    }

    @Test func removedAndBroughtBackAroundACrashItIsNotPlayedAgain() {
        let script = "- {id: a, at: 0s, rooms: both, text: x}\n- {id: z, at: 10s, text: x}"
        var stage = Stage(script)
        stage.answers["2"] = [.hang]
        stage.play(until: "1s")
        stage.crash(script: Script.timeline("- {id: z, at: 10s, text: x}"))
        stage.reload(script)
        stage.play(until: "1m")
        #expect(stage.departures == ["0.000 > a#1@1", "0.000 > a#1@2", "10.000 > z#1@1"])
        #expect(stage.lines(with: "end of") == ["10.100 end of 3: sent 2, unknown 1"])
    }

    @Test func whatEndsWhileTheScriptDoesNotHaveItIsNotPlayedAgain() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: z, at: 10s, text: x}")
        stage.play(until: "50ms")
        stage.reload("- {id: z, at: 10s, text: x}")
        stage.play(until: "1s")
        stage.reload("- {id: a, at: 0s, text: x}\n- {id: z, at: 10s, text: x}")
        stage.play(until: "1m")
        #expect(stage.departures == ["0.000 > a#1@1", "10.000 > z#1@1"])
    }

    @Test func queuedDeliveriesFollowTheNewScript() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, text: old}", rate: 1)
        stage.play(until: "500ms")
        stage.reload("- {id: a, at: 0s, rooms: [r1, r3], text: new}")
        stage.play(until: "10s")
        #expect(stage.attempts.map(\.delivery) == ["a#1@1", "a#1@3"])
        #expect(stage.attempts.map(\.content) == ["old", "new"])
        #expect(stage.lines(with: "end of") == ["1.125 end of 2: sent 2"])
    }

    @Test func shiftsAndHoldsStayInForce() {
        var stage = Stage("- {id: a, at: 10s, text: x}")
        stage.perform(.shift("5s"))
        stage.perform(.hold)
        stage.reload("- {id: a, at: 10s, text: x}\n- {id: b, at: 20s, text: x}")
        stage.play(until: "29s")
        stage.perform(.go)
        stage.play(until: "2m")
        #expect(stage.departures == ["45.000 > a#1@1", "55.000 > b#1@1"])
    }

    @Test func whatWasSkippedStaysSkipped() {
        var stage = Stage("- {id: a, at: 10s, text: x}\n- {id: b, at: 20s, text: x}")
        stage.perform(.skip(message: "a"))
        stage.reload("- {id: a, at: 10s, rooms: both, text: y}\n- {id: b, at: 20s, text: x}")
        stage.play(until: "1m")
        #expect(stage.departures == ["20.000 > b#1@1"])
        #expect(stage.lines(with: "end of") == ["20.100 end of 3: sent 1, cancelled 2"])
    }

    @Test func whatIsOnItsWayIsNotCancelledAmongAThousandOthers() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, times: 5000, text: x}")
        stage.latency = "1s"
        stage.play(until: "3500ms")
        stage.reload("- {id: a, every: 1s, from: 0s, times: 6000, text: x}")
        stage.perform(.skip(message: "a"))
        stage.play(until: "10s")
        #expect(stage.tally[.sent] == 4)
        #expect(stage.lines(with: "end of") == ["4.000 end of 6000: sent 4, cancelled 5996"])
    }

    @Test func aSkippedMessageOnItsWayIsNotCancelledByAReload() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, times: 5000, text: x}\n- {id: b, at: 1s, text: x}")
        stage.answers["a"] = [.accepted.after("5s")]
        stage.play(until: "500ms")
        stage.perform(.skip(message: "a"))
        stage.reload("- {id: a, every: 1s, from: 0s, times: 6000, text: x}\n- {id: b, at: 1s, text: x}")
        stage.play(until: "10s")
        #expect(stage.results(of: "a#1@1") == ["sent"])
        #expect(stage.lines(with: "end of") == ["5.000 end of 6001: sent 2, cancelled 5999"])
    }

    @Test func whatWasCancelledIsNotBroughtBackByAReload() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, every: 1m, from: 1m, text: x}")
        stage.play(until: "50ms")
        stage.perform(.cancel)
        stage.reload("- {id: a, at: 0s, text: x}\n- {id: b, every: 1m, from: 1m, text: x}\n- {id: c, at: 1m, text: x}")
        stage.play(until: "5m")
        #expect(stage.departures == ["0.000 > a#1@1"])
        #expect(stage.lines.last == "0.100 ended")
    }

    @Test func fewerOccurrencesThanWerePlayedAreCountedAsPlayed() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, times: 10, text: x}")
        stage.play(until: "5500ms")
        stage.reload("- {id: a, every: 1s, from: 0s, times: 3, text: x}")
        stage.play(until: "1m")
        #expect(stage.lines(with: "end of") == ["5.500 end of 6: sent 6"])
    }

    @Test func aScriptThatGetsAnEndHasOne() {
        var stage = Stage("- {id: a, every: 1s, text: x}")
        stage.play(until: "2500ms")
        stage.reload("- {id: a, every: 1s, times: 5, text: x}")
        stage.play(until: "1m")
        #expect(stage.lines(with: "end of") == ["4.100 end of 5: sent 5"])
    }

    @Test func aRunThatHasEndedIsNotReloaded() {
        var stage = Stage("- {id: a, at: 0s, text: x}")
        stage.play(until: "1s")
        stage.reload("- {id: a, at: 0s, text: x}\n- {id: b, at: 5s, text: x}")
        stage.play(until: "1m")
        #expect(stage.lines.last == "0.100 ended")
    }

    @Test func reloadingOneRunLeavesTheOthersAlone() {
        var stage = Stage("- {id: a, at: 0s, rooms: both, text: x}", rate: 1)
        stage.load(Script.timeline("- {id: o, at: 0s, rooms: [r3, r4], text: x}", name: "other"))
        stage.play(until: "500ms")
        stage.reload("- {id: a, at: 0s, rooms: both, text: y}")
        stage.play(until: "10s")
        #expect(stage.attempts.map(\.delivery) == ["a#1@1", "a#1@2", "o#1@3", "o#1@4"])
    }
}
