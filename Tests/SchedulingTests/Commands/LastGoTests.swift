import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// A second `go` for the same hold changes nothing and says so, also after a restart.
@Suite struct LastGoTests {
    private static let two =
        "- {id: a, at: 0s, text: x}\n- {id: z, at: 1m, hold: true, text: x}\n- {id: zz, at: 10m, text: x}"

    @Test func aRestartKnowsWhoEndedAnOperatorsHold() throws {
        var show = TestShow(Self.two)
        show.play(until: "5s")
        show.perform(.hold)
        let name = try #require(show.status.runs[0].holdName)
        show.play(until: "6s")
        show.perform(.goFrom(hold: name), from: CommandOrigin(id: "1", by: "Ann"))
        let time = show.now.wall
        show.crash()
        #expect(show.perform(.goFrom(hold: name)) == nil)
        #expect(show.lastResult == .hadBeenDone(by: "Ann", at: time))
    }

    @Test func andOneOfTheTimeline() {
        var show = TestShow(Self.two)
        show.play(until: "65s")
        show.perform(.goFrom(hold: "z"), from: CommandOrigin(id: "1", by: "Bob"))
        let time = show.now.wall
        show.reboot()
        show.perform(.hold)
        #expect(show.perform(.goFrom(hold: "z")) == nil)
        #expect(show.lastResult == .hadBeenDone(by: "Bob", at: time))
    }
}
