import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// What is brought back is planned as what it is then: conditions, texts in parts, repeats that a reload numbered anew.
@Suite struct BroughtBackCountTests {
    private static let end = "\n- {id: z, at: 10m, text: x}"
    /// One part at the start of a minute, three in the second half of it.
    private static let growing =
        "{{ 'a' * 1000 }}{{ (' ' ~ 'b' * 1000 ~ ' ' ~ 'c' * 1000) if due | strftime('%S') | int >= 30 else '' }}"

    /// Plays to the end, and looks whether what was planned has ended, no more and no less.
    private static func finish(_ show: inout TestShow, _ end: String, sourceLocation: SourceLocation = #_sourceLocation)
    {
        let planned = show.status.runs[0].planned
        show.play(until: "30m")
        #expect(
            show.lines(with: "end of").map { $0.drop { $0 != " " }.dropFirst() } == [end[...]],
            sourceLocation: sourceLocation)
        #expect(planned == show.tally.total, "planned when it was brought back", sourceLocation: sourceLocation)
    }

    @Test(arguments: [false, true])
    func whatSomeWant(isRestarted: Bool) {
        var show = TestShow(
            "- {id: r, every: 10s, from: 0s, times: 10, rooms: both, when: occurrence is even, text: x}" + Self.end)
        #expect(show.status.runs[0].planned == 11)
        show.play(until: "15s")
        show.perform(.skip(CueSelector("r")))
        #expect(show.status.runs[0].planned == 11)
        if isRestarted { show.crash() }
        show.play(until: "35s")
        #expect(show.perform(.unskip(CueSelector("r"))) == nil)
        #expect(show.status.runs[0].planned == 11)
        Self.finish(&show, "end of 11: sent 9, cancelled 2")
    }

    @Test(arguments: [false, true])
    func ofWhatSomeWantOneCue(isRestarted: Bool) {
        var show = TestShow(
            "- {id: r, every: 10s, from: 0s, times: 10, rooms: both, when: \"room.name == 'r1'\", text: x}" + Self.end)
        show.perform(.skip(CueSelector("r", occurrence: 5)))
        #expect(show.lastResult == .done(deliveries: 1))
        if isRestarted { show.crash() }
        #expect(show.perform(.unskip(CueSelector("r", occurrence: 5))) == nil)
        Self.finish(&show, "end of 11: sent 11")
    }

    /// Skipped, moved into another part of its minute, and brought back.
    @Test(arguments: [false, true])
    func aTextThatHasOtherPartsThen(isRestarted: Bool) {
        var show = TestShow("- {id: m, at: 10s, rooms: both, overflow: split, text: \"\(Self.growing)\"}" + Self.end)
        show.perform(.skip(CueSelector("m")))
        #expect(show.tally[.cancelled] == 2)
        show.perform(.shift("25s"))
        if isRestarted { show.crash() }
        #expect(show.perform(.unskip(CueSelector("m"))) == nil)
        show.play(until: "30m")
        #expect(show.lines(with: "end of").allSatisfy { $0.hasSuffix("end of 7: sent 7") })
    }

    @Test(arguments: [false, true])
    func aRepeatThatWasNumberedAnew(isRestarted: Bool) {
        var show = TestShow("- {id: r, every: 10s, from: 0s, times: 6, rooms: both, text: x}" + Self.end)
        show.play(until: "25s")
        let script = "- {id: r, every: 7s, from: 1s, times: 8, rooms: both, text: x}" + Self.end
        show.reload(script)
        let planned = show.status.runs[0].planned
        show.perform(.skip(CueSelector("r")))
        #expect(show.status.runs[0].planned == planned)
        if isRestarted { show.crash() }
        show.play(until: "35s")
        #expect(show.perform(.unskip(CueSelector("r"))) == nil)
        #expect(show.status.runs[0].planned == planned)
        show.play(until: "30m")
        #expect(show.lines(with: "end of").allSatisfy { $0.contains("end of \(planned ?? 0):") })
        #expect(show.lines(with: "end of").count == 1)
    }

    @Test(arguments: [false, true])
    func oneOfThemIsSentOnceMore(isRestarted: Bool) {
        var show = TestShow("- {id: r, every: 10s, from: 0s, times: 6, rooms: both, text: x}" + Self.end)
        show.play(until: "25s")
        show.reload(
            "- {id: r, every: 5s, from: 1s, times: 12, rooms: both, when: occurrence is odd, text: x}" + Self.end)
        let planned = show.status.runs[0].planned
        show.answers["1"] = Array(repeating: .refused, count: 2)
        show.play(until: "50s")
        let refused = show.world.records.compactMap { record -> ResultRecord? in
            guard case .result(let result) = record, result.outcome == .rejected else { return nil }
            return result
        }
        #expect(refused.count == 2)
        if isRestarted { show.crash() }
        for result in refused {
            #expect(show.perform(.again(CueSelector("r", occurrence: result.occurrence), notShown: false)) == nil)
            #expect(show.status.runs[0].planned == planned)
        }
        show.play(until: "30m")
        #expect(show.lines(with: "end of").allSatisfy { $0.contains("end of \(planned ?? 0):") })
        #expect(show.tally[.rejected] == 0)
    }

    /// From its second part on; it has other parts when it is due now.
    @Test(arguments: [false, true], ["5s", "35s"])
    func aTextThatIsSentOnceMore(isRestarted: Bool, at time: String) throws {
        var show = TestShow("- {id: m, at: 30s, overflow: split, text: \"\(Self.growing)\"}" + Self.end)
        show.answers["m#1.2@1"] = [.refused]
        show.answers["m#1.3@1"] = [.refused]
        show.play(until: "31s")
        #expect(show.tally[.rejected] == 2)
        show.play(until: try Interval(offset: time) + "1m")
        if isRestarted { show.crash() }
        #expect(show.perform(.again(CueSelector("m"), notShown: false)) == nil)
        show.play(until: "30m")
        #expect(show.lines(with: "end of").count == 1)
        let end = time == "5s" ? "end of 4: sent 2, cancelled 2" : "end of 4: sent 4"
        #expect(show.lines(with: "end of").allSatisfy { $0.hasSuffix(end) })
    }

    /// All of it, where nothing of it was sent.
    @Test(arguments: [false, true])
    func aTextOfWhichNothingWasSent(isRestarted: Bool) {
        var show = TestShow("- {id: m, at: 30s, overflow: split, text: \"\(Self.growing)\"}" + Self.end)
        show.answers["m#1.1@1"] = [.refused]
        show.play(until: "65s")
        #expect(show.lines(with: "part refused").count == 2)
        if isRestarted { show.crash() }
        #expect(show.perform(.again(CueSelector("m"), notShown: false)) == nil)
        show.play(until: "30m")
        #expect(show.lines(with: "end of").allSatisfy { $0.hasSuffix("end of 2: sent 2") })
    }
}
