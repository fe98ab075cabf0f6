import MarkedYAML
import Rehearsing
import ShowRuntime
import ShowTime
import Testing
import Timelines

@testable import ShowcallerCLI

/// The table as it is on terminals, which the tests of the whole tool do not have.
struct PreviewTableTests {
    /// - Parameter rooms: their names.
    private func lines(
        _ messages: String, rooms: [String] = ["a"], groups: String = "", width: Int?, colour: Bool = false,
        each: Bool = false
    ) throws -> [String] {
        let text = """
            timeline: show
            start: 2026-11-20T23:59:58Z
            sender: {id: host}
            rooms: {\(rooms.enumerated().map { "\"\($1)\": {id: r\($0)}" }.joined(separator: ", "))\(groups)}
            defaults: {rooms: [\(rooms.map { "\"\($0)\"" }.joined(separator: ", "))]}
            messages:
            \(messages)
            """
        let start = Instant.seconds(1_795_219_198)
        let loaded = TimelineLoader.load(
            SourceText(name: "show.yaml", bytes: Array(text.utf8)), options: LoadingOptions(assumedStart: start))
        let timeline = try #require(loaded.timeline, "\(loaded.diagnostics.map(\.message).joined())")
        let shows = [(timeline: timeline, start: start)]
        var gathering = PreviewCues()
        var cues: [PreviewCue] = []
        _ = Preview.play(shows, rate: 100, roomRate: 20) { row in
            if each { cues.append(PreviewCue(row)) } else { gathering.add(row) { cues.append($0) } }
            return true
        }
        gathering.finish { cues.append($0) }
        var table = CueTable(shows, measuring: cues, style: Style(hasColour: colour), width: width)
        return [table.header] + cues.flatMap { table.lines($0) }
    }

    @Test func wideCharactersTakeTheirColumns() throws {
        let rooms = ["舞台", "👨‍👩‍👧", "🇨🇳", "é", "room", "한국", "हिन्दी"]
        let rows = try lines("- {id: m, at: 0, text: t}", rooms: rooms, width: nil, each: true).filter {
            $0.hasSuffix("  t")
        }
        #expect(rows.count == 7)
        #expect(Set(rows.map { $0.displayWidth }).count == 1)
        #expect("👨‍👩‍👧‍👦🇨🇳1️⃣欢e\u{301}".displayWidth == 9)
    }

    @Test func inAPipeADeliveryIsALineHoweverLong() throws {
        let rows = try lines(
            "- {id: m, at: 0, text: \"one\\ntwo \(String(repeating: "long ", count: 100))\"}", width: nil)
        #expect(rows.count == 3)
        #expect(rows[2].contains("one⏎two long long"))
    }

    @Test(arguments: [40, 60, 90, 120, 200])
    func onATerminalNothingIsWiderAndNothingIsLost(width: Int) throws {
        let text = "欢迎 👨‍👩‍👧‍👦👨‍👩‍👧‍👦 to the " + String(repeating: "无", count: 60) + String(repeating: "x", count: 130) + " end"
        let rows = try lines("- {id: m, at: 0, text: \"\(text)\"}", width: width)
        let table = rows.dropFirst(2)
        let shown = table.map { $0.trimmingSpaces }.joined().filter { $0 != " " }
        #expect(shown.hasSuffix(text.filter { $0 != " " }))
        // The columns themselves have the width that they have.
        #expect(table.dropFirst().allSatisfy { $0.trimmingSpaces.displayWidth <= width })
    }

    @Test func aDayAHoldAndPartsAreSeen() throws {
        let long = String(repeating: "word ", count: 300)
        let rows = try lines(
            """
            - {id: a, at: 0, text: before}
            - {id: b, at: 3s, hold: true, text: behind}
            - {id: c, at: 5s, overflow: split, text: "\(long)"}
            - {id: d, at: 6s, overflow: truncate, text: "\(long)"}
            - {id: e, every: 1s, from: 7s, times: 2, text: e}
            """, width: nil)
        #expect(rows[1] == "── Friday 2026-11-20 (UTC) ──")
        #expect(rows[3] == "── Saturday 2026-11-21 (UTC) ──")
        #expect(rows[4] == "── holds here until `tell go`; times are as if that came at once ──")
        #expect(rows[5].hasSuffix("behind"))
        for (row, name) in zip(rows.dropFirst(6), ["c#1.1", "c#1.2", "d", "e#1", "e#2"]) {
            #expect(row.contains("  \(name) "), "\(row)")
        }
    }

    @Test func whatOneTextReachesIsOneRow() throws {
        let messages = """
            - {id: hi, at: 0, text: Hello}
            - {id: who, at: 1s, text: "{{ room.name }}"}
            - {id: beat, every: 1s, from: 2s, times: 2, rooms: [c, a], text: beat}
            """
        let rows = try lines(messages, rooms: ["a", "b", "c"], width: nil)
        #expect(rows.filter { $0.hasSuffix("  Hello") }.map { $0.contains("  a, b, c  ") } == [true])
        for room in ["a", "b", "c"] {
            #expect(rows.contains { $0.hasSuffix("  \(room)") && $0.contains("  \(room)  ") })
        }
        #expect(rows.filter { $0.hasSuffix("  beat") && $0.contains("  c, a ") }.count == 2)
        #expect(rows.count == 1 + 2 + 1 + 3 + 2)
        #expect(try lines(messages, rooms: ["a", "b", "c"], width: nil, each: true).count == 1 + 2 + 3 + 3 + 4)
    }

    @Test func manyRoomsAreAGroupOrCounted() throws {
        let rooms = (1...400).map { "room-\($0)" }
        let message = "- {id: hi, at: 0, text: Hello}"
        let counted = try lines(message, rooms: rooms, width: nil)
        #expect(counted.count == 3)
        #expect(counted[2].contains("  +4.1 s    system  room-1, room-2 +398  hi "), "\(counted[2])")
        let group = try lines(message, rooms: rooms, groups: ", all: [\(rooms.joined(separator: ", "))]", width: nil)
        #expect(group[2].contains("  all (400)  hi "), "\(group[2])")
    }

    @Test func aLongTextIsBelowItsColumns() throws {
        let long = String(repeating: "twenty letters, well ", count: 20)
        let rows = try lines("- {id: a, at: 0, text: \"\(long)\"}\n- {id: b, at: 1s, text: short}", width: 120)
        #expect(rows[2].hasSuffix("  a          419"))
        #expect(rows[3].hasPrefix("    twenty letters"))
        #expect(rows[7].hasSuffix("  short"))
        #expect(rows.count == 8)
    }

    @Test func ninetyMinutesInTwoLanguagesAreTwoScreens() throws {
        let path = "\(Tool.schedules)/bilingual-launch.yaml"
        let loaded = TimelineFiles.load([path], options: LoadingOptions(assumedStart: .seconds(0)))
        let timeline = try #require(loaded.timelines.first)
        let shows = [(timeline: timeline, start: try #require(timeline.start))]
        var gathering = PreviewCues()
        var cues: [PreviewCue] = []
        _ = Preview.play(shows, rate: 100, roomRate: 20) { row in
            gathering.add(row) { cues.append($0) }
            return true
        }
        gathering.finish { cues.append($0) }
        var table = CueTable(shows, measuring: cues, style: .plain, width: 120)
        let lines = table.titles(shows) + [table.header] + cues.flatMap { table.lines($0) }
        #expect(lines.count <= 2 * 48)
        #expect(lines.allSatisfy { $0.trimmingSpaces.displayWidth <= 120 })
        #expect(cues.reduce(0) { $0 + $1.rooms.count } == 194)
    }

    @Test func whatIsNearTheLimitIsYellow() throws {
        let near = String(repeating: "x", count: 922)
        let rows = try lines(
            "- {id: a, at: 0, text: \(near)}\n- {id: b, at: 1s, text: \(near.dropLast())}", width: nil, colour: true)
        #expect(rows.contains { $0.contains("\u{1B}[33m  922\u{1B}[0m") })
        #expect(rows.contains { $0.contains("   921  ") })
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
