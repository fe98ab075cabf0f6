import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

/// A notice every half second beside four thousand rooms that are written to at once.
@Suite struct NeighbourTests {
    private static let count = 4000
    private static let loud = "{id: loud, at: 1s, max_late: 10m, rooms: everyone, text: x}"
    private static let notice = "{id: notice, every: 500ms, from: 0s, times: 80, rooms: stage, text: x}"

    private static func timeline(_ name: String, _ messages: String...) -> Timeline {
        let numbers = 1...count
        var rooms = "rooms:\n  stage: {id: stage}\n"
        for number in numbers { rooms += "  r\(number): {id: \"\(number)\"}\n" }
        rooms += "  everyone: [\(numbers.map { "r\($0)" }.joined(separator: ", "))]\n"
        return TestTimeline.timeline(
            messages.map { "- \($0)" }.joined(separator: "\n"), name: name, defaults: "rooms: stage", rooms: rooms)
    }

    private static func check(_ timelines: [Timeline]) {
        var show = TestShow(rate: 100, roomRate: 20, at: "-1s")
        for timeline in timelines { show.load(timeline) }
        show.play(until: "2m")
        #expect(show.lines(with: "missed") == [])
        let late = show.results.filter { $0.messageID == "notice" }.map(\.late).sorted()
        #expect(late.count == 80)
        #expect(late[79 * 99 / 100] < "300ms")
        #expect(late[79] < "300ms")
        // The neighbour has all that the notices leave: 4,080 calls at 97 % of a hundred a second.
        let loud = show.results.filter { $0.messageID == "loud" && $0.outcome == .sent }
        #expect(loud.count == count)
        #expect(loud.map(\.late).max()! < "42s")
    }

    @Test func inAnotherRun() {
        Self.check([Self.timeline("loud", Self.loud), Self.timeline("notice", Self.notice)])
    }

    @Test func inTheSameRun() { Self.check([Self.timeline("both", Self.loud, Self.notice)]) }

    /// However many of them there are, each notice has its turn.
    @Test func besideFiveOthers() {
        var timelines = (1...5).map { Self.timeline("loud-\($0)", Self.loud) }
        timelines.append(Self.timeline("notice", Self.notice))
        var show = TestShow(rate: 100, roomRate: 20, at: "-1s")
        for timeline in timelines { show.load(timeline) }
        show.play(until: "50s")
        let late = show.results.filter { $0.messageID == "notice" }.map(\.late)
        #expect(late.count == 80 && late.allSatisfy { $0 < "100ms" })
    }
}
