import ShowTime
import Testing

@testable import Scheduling

@Suite struct SkipTests {
    @Test func aSkippedMessageIsCancelledInAllItsRooms() {
        var stage = Stage("- {id: a, at: 10s, rooms: both, text: x}\n- {id: b, at: 20s, text: x}")
        stage.perform(.skip(message: "a"))
        #expect(stage.lines == ["-1.000 skip a", "-1.000 a#1@1 cancelled: skip", "-1.000 a#1@2 cancelled: skip"])
        stage.play(until: "1m")
        #expect(stage.departures == ["20.000 > b#1@1"])
        #expect(stage.lines(with: "end of") == ["20.100 end of 3: sent 1, cancelled 2"])
    }

    @Test func ofARepeatWhatIsLeftIsSkipped() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, times: 4, text: x}\n- {id: b, at: 10s, text: x}")
        stage.play(until: "1500ms")
        stage.perform(.skip(message: "a"))
        #expect(stage.lines(with: "cancelled") == ["1.500 a#3@1 cancelled: skip", "1.500 a#4@1 cancelled: skip"])
    }

    @Test func queuedDeliveriesAreSkippedToo() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, text: x}\n- {id: b, at: 0s, text: x}", rate: 1)
        stage.play(until: "500ms")
        stage.perform(.skip(message: "a"))
        stage.play(until: "10s")
        #expect(stage.departures == ["0.000 > a#1@1", "1.025 > b#1@1"])
        #expect(stage.tally[.cancelled] == 2)
    }

    @Test func whatIsOnItsWayEndsAsItEndsButIsNotTriedAgain() {
        var stage = Stage("- {id: a, at: 0s, rooms: both, text: x}\n- {id: b, at: 10s, text: x}")
        stage.answers["1"] = [.transient]
        stage.play(until: "50ms")
        stage.perform(.skip(message: "a"))
        stage.play(until: "5s")
        #expect(stage.results(of: "a#1@1") == ["retrying", "cancelled: skip"])
        #expect(stage.results(of: "a#1@2") == ["sent"])
        #expect(stage.departures.count == 2)
    }

    @Test func aMessageThatIsNotThereIsSuggested() {
        var stage = Stage("- {id: welcome, at: 10s, text: x}")
        #expect(stage.perform(.skip(message: "welcom")) == .noSuchMessage("welcom", suggestion: "welcome"))
        #expect(stage.lines == [])
    }

    @Test func ofWhatHasEndedNothingIsLeftToSkip() {
        var stage = Stage("- {id: a, at: 0s, rooms: both, text: x}\n- {id: b, at: 10s, text: x}")
        stage.play(until: "50ms")
        #expect(stage.perform(.skip(message: "a")) == nil)
        #expect(stage.perform(.skip(message: "a")) == .nothingLeft("a"))
        stage.play(until: "20s")
        var other = Stage("- {id: a, at: 0s, rooms: both, text: x}\n- {id: b, at: 10s, text: x}")
        other.play(until: "5s")
        #expect(other.perform(.skip(message: "a")) == .nothingLeft("a"))
        #expect(other.lines(with: "skip") == [])
    }

    @Test func aMessageWithoutEndIsOverWhenItIsSkipped() {
        var stage = Stage("- {id: a, every: 1s, text: x}\n- {id: b, at: 10s, text: x}")
        stage.play(until: "2500ms")
        stage.perform(.skip(message: "a"))
        stage.play(until: "20s")
        #expect(stage.lines(with: "end of") == ["10.100 end of 4: sent 4"])
    }

    @Test func aSkipWhileTheShowIsHeldCancelsWhatWasTakenBack() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, text: x}", rate: 1)
        stage.play(until: "500ms")
        stage.perform(.hold)
        stage.perform(.skip(message: "a"))
        #expect(stage.lines(with: "cancelled:").count == 2)
        #expect(stage.lines.last == "0.500 ended")
    }

    @Test func tenThousandOccurrencesAreOneRecordForEachRoom() {
        var stage = Stage(
            "- {id: a, every: 1s, from: 0s, times: 10000, rooms: both, text: x}\n- {id: b, at: 0s, text: x}")
        stage.play(until: "1500ms")
        stage.perform(.skip(message: "a"))
        #expect(
            stage.lines(with: "cancelled:") == [
                "1.500 a#3...10000@1 cancelled: skip", "1.500 a#3...10000@2 cancelled: skip",
            ])
        #expect(stage.lines(with: "end of") == ["1.500 end of 20001: sent 5, cancelled 19996"])
    }

    @Test(arguments: [(1000, 1000), (1001, 1)])
    func aThousandOccurrencesAreStillRecordedEach(times: Int, records: Int) {
        var stage = Stage("- {id: a, every: 1s, from: 0s, times: \(times), text: x}")
        stage.perform(.skip(message: "a"))
        #expect(stage.results.count == records)
        #expect(stage.tally[.cancelled] == times)
    }
}

@Suite struct CancelTests {
    @Test func everythingThatIsLeftIsCancelledAndTheRunEnds() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, every: 1s, from: 5s, times: 2, text: x}")
        stage.play(until: "1s")
        stage.perform(.cancel)
        #expect(
            stage.lines.suffix(5) == [
                "1.000 cancel", "1.000 b#1@1 cancelled: cancel", "1.000 b#2@1 cancelled: cancel",
                "1.000 end of 3: sent 1, cancelled 2", "1.000 ended",
            ])
    }

    @Test func whatIsOnItsWayMayStillEnd() {
        var stage = Stage("- {id: a, at: 0s, rooms: both, text: x}\n- {id: b, at: 5s, text: x}")
        stage.answers["2"] = [.throttledApp]
        stage.play(until: "50ms")
        stage.perform(.cancel)
        #expect(stage.lines(with: "end of") == [])
        stage.play(until: "1s")
        #expect(stage.results(of: "a#1@2") == ["throttled", "cancelled: cancel"])
        #expect(stage.lines(with: "end of") == ["0.100 end of 3: sent 1, cancelled 2"])
    }

    @Test func aRunWithoutEndCanBeCancelled() {
        var stage = Stage("- {id: a, every: 1s, text: x}")
        stage.play(until: "4500ms")
        stage.perform(.cancel)
        #expect(stage.lines.suffix(3) == ["4.500 cancel", "4.500 end of 5: sent 5", "4.500 ended"])
    }

    @Test func aHeldRunCanBeCancelled() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, text: x}", rate: 1)
        stage.play(until: "500ms")
        stage.perform(.hold)
        stage.perform(.cancel)
        #expect(stage.lines.suffix(2) == ["0.500 end of 3: sent 1, cancelled 2", "0.500 ended"])
    }

    @Test func cancellingOneRunLeavesTheOthersAlone() {
        var stage = Stage(rate: 10, at: "-1s")
        stage.load(Script.timeline("- {id: a, at: 0s, rooms: all, text: x}", name: "one"))
        stage.load(Script.timeline("- {id: b, at: 0s, rooms: [r4, r5], text: x}", name: "two"))
        stage.play(until: "50ms")
        stage.perform(.cancel, on: RunID(timeline: "one", start: Stage.start))
        stage.play(until: "5s")
        #expect(
            stage.lines(with: "end of") == [
                "0.100 one end of 3: sent 1, cancelled 2", "0.301 two end of 2: sent 2",
            ])
    }

    @Test func aRunThatHasEndedTakesNoCommands() {
        var stage = Stage("- {id: a, at: 0s, text: x}")
        stage.play(until: "1s")
        for command: Command in [.hold, .go, .shift("1s"), .skip(message: "a"), .cancel, .stop] {
            #expect(stage.perform(command) == .hasEnded(Stage.show))
        }
        let other = RunID(timeline: "other", start: Stage.start)
        #expect(stage.perform(.hold, on: other) == .noSuchRun(other.description))
    }

    @Test func aRunThatWasCancelledTakesNoCommandsWhileItsLastCallsEnd() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 1m, text: x}")
        stage.play(until: "50ms")
        stage.perform(.cancel)
        for command: Command in [.hold, .go, .shift("1s"), .skip(message: "b"), .cancel] {
            #expect(stage.perform(command) == .hasEnded(Stage.show))
        }
        stage.play(until: "1s")
        #expect(stage.lines.last == "0.100 ended")
    }

    @Test func aYearOfSecondsIsCancelledInOneRecord() {
        var stage = Stage("- {id: a, every: 1s, from: 0s, until: 8760h, text: x}")
        stage.perform(.cancel)
        #expect(
            stage.lines == [
                "-1.000 cancel", "-1.000 a#1...31536001@1 cancelled: cancel",
                "-1.000 end of 31536001: cancelled 31536001", "-1.000 ended",
            ])
    }
}
