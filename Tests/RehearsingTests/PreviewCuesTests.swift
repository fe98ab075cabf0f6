import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Rehearsing

/// Deliveries gathered into what people decide about.
struct PreviewCuesTests {
    private func cues(_ messages: String, more: String = "", rooms: String, rate: Double? = 100) throws -> [PreviewCue]
    {
        var gathering = PreviewCues()
        var cues: [PreviewCue] = []
        _ = Preview.play([(try timeline(messages, more: more, rooms: rooms), showStart)], rate: rate, roomRate: 20) {
            row in
            gathering.add(row) { cues.append($0) }
            return true
        }
        gathering.finish { cues.append($0) }
        return cues
    }

    private func summary(_ cues: [PreviewCue]) -> [String] {
        cues.map { "\($0.first.cue) \($0.rooms.map(\.name).joined(separator: ","))" }
    }

    @Test func oneTextIsOneCueAndEachOtherTextItsOwn() throws {
        let cues = try cues(
            """
            - {id: hi, at: 0, text: Hello}
            - {id: lang, at: 5s, text: "{{ word }}"}
            - {id: tick, every: 1s, from: 10s, times: 2, text: tick}
            """,
            more:
                "rooms: {a: {id: \"1\", vars: {word: yes}}, b: {id: \"2\", vars: {word: 是}}, c: {id: \"3\", vars: {word: yes}}}",
            rooms: "[a, b, c]")
        #expect(summary(cues) == ["hi a,b,c", "lang a,c", "lang b", "tick#1 a,b,c", "tick#2 a,b,c"])
        #expect(cues[1].rooms.map(\.id) == ["1", "3"])
    }

    @Test func cuesOfOneMomentAreNotMixed() throws {
        let rooms = (0..<150).map { "r\($0)" }.joined(separator: ", ")
        let cues = try cues(
            "- {id: a, at: 0, text: one}\n- {id: b, at: 0, text: two, category: chat}\n- {id: c, at: 1s, text: three}",
            rooms: "[\(rooms)]")
        // In the order in which they begin to leave: chat has its twentieth of the slots meanwhile.
        #expect(cues.map(\.first.cue) == ["a", "b", "c"])
        #expect(cues.map(\.rooms.count) == [150, 150, 150])
        // The last room is what a forecast is of.
        let latest = try #require(cues[0].latest.late)
        #expect(latest > .seconds(1))
        #expect(cues[0].first.late == .zero)
    }

    @Test func whatNeverGoesOutStandsApart() throws {
        let rooms = (0..<30).map { "r\($0)" }.joined(separator: ", ")
        let cues = try cues("- {id: a, at: 0, text: one, max_late: 1s}", rooms: "[\(rooms)]", rate: 10)
        #expect(cues.count == 2)
        #expect(cues.map { $0.latest.expected == nil } == [false, true])
        #expect(cues.map(\.rooms.count).reduce(0, +) == 30)
    }

    @Test func roomsThatWaitForMinutesAreACueOfTheirOwn() throws {
        let row = try #require(try cues("- {id: a, at: 0, text: one}", rooms: "[r]").first?.first)
        var gathering = PreviewCues()
        var cues: [PreviewCue] = []
        for late in [0, 1, 3, 300, 301] as [Int64] {
            var row = row
            row.expected = row.due + .seconds(late)
            gathering.add(row) { cues.append($0) }
        }
        #expect(cues.map(\.rooms.count) == [3])
        gathering.finish { cues.append($0) }
        #expect(cues.map(\.rooms.count) == [3, 2])
    }

    @Test func aLongNightIsNotKept() throws {
        var gathering = PreviewCues()
        var taken = 0
        let row = try #require(try cues("- {id: a, at: 0, text: one}", rooms: "[r]").first?.first)
        for number in 0..<10_000 {
            var row = row
            row.occurrence = number + 1
            row.due = showStart + .milliseconds(Int64(number) * 100)
            row.expected = row.due
            gathering.add(row) { _ in taken += 1 }
        }
        #expect(taken > 9970)
        gathering.finish { _ in taken += 1 }
        #expect(taken == 10_000)
    }
}
