import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// Who gave a command, and how often it is carried out.
@Suite struct CommandOriginTests {
    private let anna = CommandOrigin(id: "c1", by: "anna")

    @Test func theSameIDActsOnce() {
        var show = TestShow("- {id: a, at: 10s, text: x}")
        #expect(show.perform(.shift("5s"), from: anna) == nil)
        #expect(show.lastResult == .done())
        #expect(show.perform(.shift("5s"), from: anna) == nil)
        #expect(show.lastResult == .hadBeenDone(by: "anna", at: TestShow.start - .seconds(1)))
        show.crash()
        // Another process knows it from the log.
        show.perform(.shift("5s"), from: anna)
        show.play(until: "1m")
        #expect(show.departures == ["15.000 > a#1@1"])
    }

    @Test func whatWasRefusedMayBeTriedAgain() {
        var show = TestShow("- {id: a, at: 10s, text: x}")
        #expect(show.perform(.go, from: anna) == .notHeld(TestShow.run))
        show.perform(.hold)
        #expect(show.perform(.go, from: anna) == nil)
        #expect(show.lastResult == .done())
    }

    @Test func theLogSaysWhoDidIt() throws {
        var show = TestShow("- {id: a, at: 10s, text: x}")
        show.perform(.hold, from: anna)
        let records = show.world.logs[TestShow.run]!.records
        let origins = records.compactMap { if case .control(let control) = $0 { control.origin } else { nil } }
        #expect(origins == [anna])
    }

    @Test func aSecondPressForTheSameHoldChangesNothing() {
        var show = TestShow(
            "- {id: a, at: 0s, text: x}\n- {id: w, at: 10s, hold: true, text: x}\n- {id: b, at: 20s, hold: true, text: x}"
        )
        show.play(until: "12s")
        #expect(show.perform(.goFrom(hold: "w"), from: anna) == nil)
        show.play(until: "12500ms")
        #expect(show.perform(.goFrom(hold: "w"), from: CommandOrigin(id: "c2", by: "ben")) == nil)
        #expect(show.lastResult == .hadBeenDone(by: "anna", at: TestShow.start + .seconds(12)))
        show.play(until: "30s")
        // It does not end the next hold either.
        #expect(show.perform(.goFrom(hold: "w"), from: CommandOrigin(by: "ben")) == nil)
        #expect(show.perform(.goFrom(hold: "x")) == .anotherHold(TestShow.run, stands: "b"))
        show.perform(.goFrom(hold: "b"))
        show.play(until: "1m")
        #expect(show.departures.count == 3)
    }

    @Test func panicHoldsEveryRun() {
        var show = TestShow("- {id: a, at: 10s, text: x}")
        show.load(TestTimeline.timeline("- {id: b, at: 10s, text: x}", name: "other"))
        show.perform(.hold)
        #expect(show.panic().map(\.timeline) == ["other"])
        show.play(until: "1m")
        #expect(show.departures == [])
    }
}
