import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct SkipTests {
    @Test func aSkippedMessageIsCancelledInAllItsRooms() {
        var show = TestShow("- {id: a, at: 10s, rooms: both, text: x}\n- {id: b, at: 20s, text: x}")
        show.perform(.skip(CueSelector("a")))
        #expect(show.lines == ["-1.000 skip a", "-1.000 a#1@1 cancelled: skip", "-1.000 a#1@2 cancelled: skip"])
        show.play(until: "1m")
        #expect(show.departures == ["20.000 > b#1@1"])
        #expect(show.lines(with: "end of") == ["20.100 end of 3: sent 1, cancelled 2"])
    }

    @Test func ofARepeatWhatIsLeftIsSkipped() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, times: 4, text: x}\n- {id: b, at: 10s, text: x}")
        show.play(until: "1500ms")
        show.perform(.skip(CueSelector("a")))
        #expect(show.lines(with: "cancelled") == ["1.500 a#3@1 cancelled: skip", "1.500 a#4@1 cancelled: skip"])
    }

    @Test func queuedDeliveriesAreSkippedToo() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}\n- {id: b, at: 0s, text: x}", rate: 1)
        show.play(until: "500ms")
        show.perform(.skip(CueSelector("a")))
        show.play(until: "10s")
        #expect(show.departures == ["0.000 > a#1@1", "1.025 > b#1@1"])
        #expect(show.tally[.cancelled] == 2)
    }

    @Test func whatIsOnItsWayEndsAsItEndsButIsNotTriedAgain() {
        var show = TestShow("- {id: a, at: 0s, rooms: both, text: x}\n- {id: b, at: 10s, text: x}")
        show.answers["1"] = [.transient]
        show.play(until: "50ms")
        show.perform(.skip(CueSelector("a")))
        show.play(until: "5s")
        #expect(show.results(of: "a#1@1") == ["retrying", "cancelled: skip"])
        #expect(show.results(of: "a#1@2") == ["sent"])
        #expect(show.departures.count == 2)
    }

    @Test func aMessageThatIsNotThereIsSuggested() {
        var show = TestShow("- {id: welcome, at: 10s, text: x}")
        #expect(show.perform(.skip(CueSelector("welcom"))) == .noSuchMessage("welcom", suggestion: "welcome"))
        #expect(show.lines == [])
    }

    @Test func ofWhatHasEndedNothingIsLeftToSkip() {
        var show = TestShow("- {id: a, at: 0s, rooms: both, text: x}\n- {id: b, at: 10s, text: x}")
        show.play(until: "50ms")
        #expect(show.perform(.skip(CueSelector("a"))) == nil)
        #expect(show.perform(.skip(CueSelector("a"))) == .nothingLeft("a"))
        show.play(until: "20s")
        var other = TestShow("- {id: a, at: 0s, rooms: both, text: x}\n- {id: b, at: 10s, text: x}")
        other.play(until: "5s")
        #expect(other.perform(.skip(CueSelector("a"))) == .nothingLeft("a"))
        #expect(other.lines(with: "skip") == [])
    }

    @Test func aMessageWithoutEndIsOverWhenItIsSkipped() {
        var show = TestShow("- {id: a, every: 1s, text: x}\n- {id: b, at: 10s, text: x}")
        show.play(until: "2500ms")
        show.perform(.skip(CueSelector("a")))
        show.play(until: "20s")
        #expect(show.lines(with: "end of") == ["10.100 end of 4: sent 4"])
    }

    @Test func aSkipWhileTheShowIsHeldCancelsWhatWasTakenBack() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}", rate: 1)
        show.play(until: "500ms")
        show.perform(.hold)
        show.perform(.skip(CueSelector("a")))
        #expect(show.lines(with: "cancelled:").count == 2)
        #expect(show.lines.last == "0.500 ended")
    }

    @Test func tenThousandOccurrencesAreOneRecordForEachRoom() {
        var show = TestShow(
            "- {id: a, every: 1s, from: 0s, times: 10000, rooms: both, text: x}\n- {id: b, at: 0s, text: x}")
        show.play(until: "1500ms")
        show.perform(.skip(CueSelector("a")))
        #expect(
            show.lines(with: "cancelled:") == [
                "1.500 a#3...10000@1 cancelled: skip", "1.500 a#3...10000@2 cancelled: skip",
            ])
        #expect(show.lines(with: "end of") == ["1.500 end of 20001: sent 5, cancelled 19996"])
    }

    @Test(arguments: [(1000, 1000), (1001, 1)])
    func aThousandOccurrencesAreStillRecordedEach(times: Int, records: Int) {
        var show = TestShow("- {id: a, every: 1s, from: 0s, times: \(times), text: x}")
        show.perform(.skip(CueSelector("a")))
        #expect(show.results.count == records)
        #expect(show.tally[.cancelled] == times)
    }
}

@Suite struct CancelTests {
    @Test func everythingThatIsLeftIsCancelledAndTheRunEnds() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, every: 1s, from: 5s, times: 2, text: x}")
        show.play(until: "1s")
        show.perform(.cancel)
        #expect(
            show.lines.suffix(5) == [
                "1.000 cancel", "1.000 b#1@1 cancelled: cancel", "1.000 b#2@1 cancelled: cancel",
                "1.000 end of 3: sent 1, cancelled 2", "1.000 ended",
            ])
    }

    @Test func whatIsOnItsWayMayStillEnd() {
        var show = TestShow("- {id: a, at: 0s, rooms: both, text: x}\n- {id: b, at: 5s, text: x}")
        show.answers["2"] = [.throttledApp]
        show.play(until: "50ms")
        show.perform(.cancel)
        #expect(show.lines(with: "end of") == [])
        show.play(until: "1s")
        #expect(show.results(of: "a#1@2") == ["throttled", "cancelled: cancel"])
        #expect(show.lines(with: "end of") == ["0.100 end of 3: sent 1, cancelled 2"])
    }

    @Test func aRunWithoutEndCanBeCancelled() {
        var show = TestShow("- {id: a, every: 1s, text: x}")
        show.play(until: "4500ms")
        show.perform(.cancel)
        #expect(show.lines.suffix(3) == ["4.500 cancel", "4.500 end of 5: sent 5", "4.500 ended"])
    }

    @Test func aHeldRunCanBeCancelled() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}", rate: 1)
        show.play(until: "500ms")
        show.perform(.hold)
        show.perform(.cancel)
        #expect(show.lines.suffix(2) == ["0.500 end of 3: sent 1, cancelled 2", "0.500 ended"])
    }

    @Test func cancellingOneRunLeavesTheOthersAlone() {
        var show = TestShow(rate: 10, at: "-1s")
        show.load(TestTimeline.timeline("- {id: a, at: 0s, rooms: all, text: x}", name: "one"))
        show.load(TestTimeline.timeline("- {id: b, at: 0s, rooms: [r4, r5], text: x}", name: "two"))
        show.play(until: "50ms")
        show.perform(.cancel, on: RunID(timeline: "one", start: TestShow.start))
        show.play(until: "5s")
        #expect(
            show.lines(with: "end of") == [
                "0.100 one end of 3: sent 1, cancelled 2", "0.301 two end of 2: sent 2",
            ])
    }

    @Test func aRunThatHasEndedTakesNoCommands() {
        var show = TestShow("- {id: a, at: 0s, text: x}")
        show.play(until: "1s")
        for command: Command in [.hold, .go, .shift("1s"), .skip(CueSelector("a")), .cancel, .stop] {
            #expect(show.perform(command) == .hasEnded(TestShow.run))
        }
        let other = RunID(timeline: "other", start: TestShow.start)
        #expect(show.perform(.hold, on: other) == .noSuchRun(other.description))
    }

    @Test func aRunThatWasCancelledTakesNoCommandsWhileItsLastCallsEnd() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 1m, text: x}")
        show.play(until: "50ms")
        show.perform(.cancel)
        for command: Command in [.hold, .go, .shift("1s"), .skip(CueSelector("b")), .cancel] {
            #expect(show.perform(command) == .hasEnded(TestShow.run))
        }
        show.play(until: "1s")
        #expect(show.lines.last == "0.100 ended")
    }

    @Test func aYearOfSecondsIsCancelledInOneRecord() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, until: 8760h, text: x}")
        show.perform(.cancel)
        #expect(
            show.lines == [
                "-1.000 cancel", "-1.000 a#1...31536001@1 cancelled: cancel",
                "-1.000 end of 31536001: cancelled 31536001", "-1.000 ended",
            ])
    }
}
