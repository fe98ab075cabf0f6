import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// Nothing is missed for the claim's sake: what is in time when its turn comes may wait for a healthy disk.
@Suite struct ClaimWaitTests {
    private static let modes: [Durability] = [.power, .strict]

    @Test(arguments: modes)
    func theCueRightAfterAGoIsSent(mode: Durability) {
        var show = TestShow(
            "- {id: a, at: 1s, max_late: 0s, hold: true, text: x}\n- {id: b, at: 1m, text: x}", durability: mode)
        show.play(until: "30s")
        show.perform(.go)
        show.play(until: "31s")
        #expect(show.departures == ["30.020 > a#1@1"])
    }

    @Test(arguments: modes)
    func andWhatAnOperatorHeldBackOrAReloadBrings(mode: Durability) {
        var show = TestShow("- {id: a, at: 1s, max_late: 0s, text: x}\n- {id: b, at: 1m, text: x}", durability: mode)
        show.play(until: "1s")
        show.perform(.shift("-59s"))
        show.play(until: "1s")
        show.reload("- {id: a, at: 1s, text: x}\n- {id: b, at: 1m, text: x}\n- {id: c, at: 62s, max_late: 0s, text: x}")
        show.play(until: "10s")
        #expect(show.results.allSatisfy { $0.outcome == .sent })
        #expect(show.tally[.sent] == 3)
    }

    @Test(arguments: modes)
    func andTheFirstOfAShow(mode: Durability) {
        var show = TestShow("- {id: a, at: 0s, max_late: 0s, text: x}", durability: mode, at: .zero)
        show.play(until: "1s")
        #expect(show.departures == ["0.020 > a#1@1"])
    }

    /// A disk that does not answer is another matter.
    @Test func notForLong() {
        var show = TestShow("- {id: a, at: 1m, max_late: 0s, text: x}", durability: .strict)
        show.stallDisk()
        show.perform(.shift("-61s"))
        show.play(until: "10s")
        #expect(show.departures == [])
        #expect(show.lines.contains("-0.750 a#1@1 missed: late"))
    }

    /// It has no more time than others once it was moved.
    @Test func aHoldGivesItTheTimeThatItHad() {
        var show = TestShow("- {id: a, at: 1m, max_late: 0s, text: x}\n- {id: b, at: 2m, text: x}", durability: .strict)
        show.stallDisk()
        show.perform(.shift("-61s"))
        show.play(until: "-900ms")
        show.perform(.hold)
        show.play(until: "10s")
        show.perform(.go)
        show.play(until: "10s")
        // It was 100 ms late when the show was held, and nothing has made it wait since.
        #expect(show.lines(with: "missed") == ["10.000 a#1@1 missed: late"])
    }
}
