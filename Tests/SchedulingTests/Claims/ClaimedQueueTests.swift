import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

/// Claims beside what else decides when something leaves: the runs' own times, their turns, a log that cannot be written. The
/// disk takes 20 ms with each claim.
@Suite struct ClaimedQueueTests {
    /// A run looks two seconds ahead by its own time, whatever the wall clock has been set to.
    @Test(arguments: ["5m", "-5m", "1900ms"] as [Interval], [Durability.power, .strict])
    func whatIsToComeGoesByTheRunsOwnTime(step: Interval, mode: Durability) {
        let script = "- {id: a, at: 0, text: x}\n- {id: b, at: 30s, text: x}\n- {id: c, at: 31s, text: x}"
        var show = TestShow(script, durability: mode)
        show.play(until: "10s")
        let before = show.claims.count
        show.stepClock(by: step)
        show.play(for: "30s")
        #expect(show.claims[before...].first == ["b#1@1"])
        #expect(show.results.map(\.late) == [.zero, .zero, .zero])
    }

    /// Of several runs with more than the quota lets go, each is claimed in its turns.
    @Test(arguments: [Durability.power, .strict])
    func claimsChangeNobodysTurn(mode: Durability) {
        #expect(Self.crowd(mode).departures == Self.crowd(.process).departures)
    }

    private static func crowd(_ mode: Durability) -> TestShow {
        let rooms = (1...60).map { "r\($0): {id: \"\($0)\"}" }.joined(separator: "\n  ")
        let all = "[\((1...60).map { "r\($0)" }.joined(separator: ", "))]"
        var show = TestShow(rate: 20, roomRate: 5, durability: mode, at: "-5s")
        for name in ["show", "other"] {
            let text = """
                - {id: loud, at: 0, rooms: \(all), max_late: 10m, text: x}
                - {id: talk, at: 1s, rooms: \(all), max_late: 10m, category: chat, text: x}
                - {id: keep, at: 2s, rooms: \(all), late: send, text: x}
                """
            show.load(TestTimeline.timeline(text, name: name, rooms: "rooms:\n  \(rooms)\n"))
        }
        show.load(TestTimeline.timeline("- {id: n, every: 500ms, from: 0, times: 60, text: x}", name: "notice"))
        show.play(until: "1m")
        return show
    }

    /// What waits behind a log that cannot be written is no fault of the disk's claims.
    @Test(arguments: [Durability.power, .strict])
    func aFullDiskIsNotTakenForOneThatDoesNotAnswer(mode: Durability) throws {
        var show = TestShow("- {id: a, every: 500ms, from: 0, until: 30s, max_late: 1s, text: x}", durability: mode)
        show.play(until: "10100ms")
        show.stallDisk()
        show.play(until: "10400ms")
        show.breakLog()
        show.play(until: "11s")
        show.claimFailed(try #require(show.world.takeWaitingClaims().first))
        show.play(until: "20s")
        show.mendDisk()
        show.mendLog()
        show.play(until: "40s")
        #expect(show.lines(with: "claims") == [])
        #expect(show.results.last?.outcome == .sent)
    }
}
