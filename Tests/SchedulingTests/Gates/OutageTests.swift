import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// Nothing reaches ZEGO for a while.
@Suite struct OutageTests {
    /// What must be shown, one message each second, and what grows too late.
    private static let script =
        (0...700).map { "- {id: must-\($0), at: \($0)s, late: send, text: must}" }.joined(separator: "\n")
        + "\n- {id: soon, every: 3s, from: 0s, until: 700s, max_late: 30s, rooms: r2, text: soon}"

    private func show() -> TestShow { TestShow(Self.script, rate: 100, roomRate: 20) }

    enum Outage: String, CaseIterable, CustomTestStringConvertible {
        case refused, reset, blackhole
        var testDescription: String { rawValue }

        /// What happens to a call, and after what time.
        var answer: Answer {
            switch self {
            case .refused: .notSent.after("1ms")
            case .reset: .unanswered.after("2ms")
            case .blackhole: .unanswered.after("10s")
            }
        }
        /// How many calls are lost at most before the network is held: they may have been shown.
        var mostLost: Int {
            switch self {
            case .refused: 0
            case .reset: 5
            case .blackhole: 12
            }
        }
    }

    @Test(arguments: Outage.allCases, [8, 60, 600])
    func anOutageHoldsTheShow(outage: Outage, seconds: Int) {
        var show = show()
        show.world.latency = "50ms"
        show.play(until: "20500ms")
        show.otherwise = outage.answer
        show.play(until: .milliseconds(Int64(20_500 + 1000 * seconds)))
        // Silence is not told from slowness before five seconds of it; that late, an outage of eight is nearly over.
        #expect(show.status.isNetworkHeld || outage == .blackhole && seconds < 10)
        show.otherwise = .accepted
        show.play(until: "20m")

        #expect(show.lines(with: "network_hold").count == 1)
        #expect(show.lines(with: "network_ok").count == 1)
        #expect(show.lines(with: "ended").count == 1)
        let tally = show.tally
        #expect(tally[.failed] == 0)
        #expect(tally[.unknown] <= outage.mostLost)
        let musts = show.results.filter { $0.messageID.hasPrefix("must") }
        #expect(musts.filter { $0.outcome == .sent }.count >= 701 - outage.mostLost)
        #expect(musts.allSatisfy { $0.outcome != .missed })
        if seconds < 25 { #expect(tally[.missed] == 0) }
        // In the script's order, each once.
        let shown = musts.filter { $0.outcome == .sent }.map(\.due)
        #expect(shown == shown.sorted() && Set(shown).count == shown.count)
    }

    /// What went back is sent in its order as soon as a probe is answered, as fast as the quota lets it.
    @Test func theQueueGoesOnAtOnce() throws {
        var show = TestShow("- {id: a, every: 100ms, from: 0s, until: 30s, late: send, text: x}", rate: 100)
        show.play(until: "1050ms")
        show.otherwise = .notSent
        show.play(until: "20s")
        show.otherwise = .accepted
        show.play(until: "40s")
        let opened = Double(try #require(show.lines(with: "network_ok").first).prefix { $0 != " " })!
        #expect(opened < 25.1)
        let behind = show.results.filter {
            $0.outcome == .sent && $0.due < TestShow.start + Interval.milliseconds(Int64(opened * 1000))
        }
        #expect(Double((behind.last!.time - TestShow.start).inSeconds)! < opened + 0.11 + Double(behind.count) / 90)
    }

    @Test func everythingThatGrowsTooLateIsRecordedWhenItDoes() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, until: 9s, max_late: 5s, text: x}")
        show.otherwise = .notSent
        show.play(until: "1m")
        #expect(show.tally[.missed] == 10)
        for (number, result) in show.results.filter({ $0.outcome == .missed }).enumerated() {
            #expect(result.reason == "network")
            #expect(result.time - TestShow.start < .seconds(Int64(number + 5)) + "1ms")
        }
    }

    /// One bad room is nobody else's business, and its own deliveries end by lateness alone.
    @Test func oneBadRoom() {
        var show = TestShow(
            """
            - {id: bad, at: 0s, rooms: r1, max_late: 20s, text: x}
            - {id: must, at: 0s, rooms: r1, late: send, text: x}
            - {id: good, every: 500ms, from: 0s, until: 60s, rooms: r2, text: x}
            """)
        show.answers["1"] = Array(repeating: .notSent, count: 100)
        show.play(until: "10m")
        #expect(show.lines(with: "network_hold") == [])
        #expect(show.results(of: "bad#1@1").last == "missed: network")
        #expect(show.tally[.sent] == 122)
    }

    /// A shutdown during an outage leaves what waits to the start that goes on.
    @Test func aRestartDuringAnOutageLosesNothing() {
        var show = TestShow("- {id: a, every: 1s, from: 0s, until: 20s, late: send, text: x}")
        show.play(until: "3500ms")
        show.otherwise = .notSent
        show.play(until: "8s")
        show.crash()
        show.play(until: "12s")
        show.otherwise = .accepted
        show.play(until: "1m")
        #expect(show.tally[.sent] == 21)
    }
}
