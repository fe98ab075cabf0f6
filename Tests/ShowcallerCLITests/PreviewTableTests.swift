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
        _ messages: String, rooms: [String] = ["a"], width: Int?, colour: Bool = false
    ) throws -> [String] {
        let text = """
            timeline: show
            start: 2026-11-20T23:59:58Z
            sender: {id: host}
            rooms: {\(rooms.enumerated().map { "\"\($1)\": {id: r\($0)}" }.joined(separator: ", "))}
            defaults: {rooms: [\(rooms.map { "\"\($0)\"" }.joined(separator: ", "))]}
            messages:
            \(messages)
            """
        let start = Instant.seconds(1_795_219_198)
        let loaded = TimelineLoader.load(
            SourceText(name: "show.yaml", bytes: Array(text.utf8)), options: LoadingOptions(assumedStart: start))
        let timeline = try #require(loaded.timeline, "\(loaded.diagnostics.map(\.message).joined())")
        let shows = [(timeline: timeline, start: start)]
        var table = PreviewTable(shows, style: Style(hasColour: colour), width: width)
        var lines = [table.header]
        _ = Preview.play(shows, rate: 100, roomRate: 20) { row in
            lines += table.lines(row)
            return true
        }
        return lines
    }

    @Test func wideCharactersTakeTheirColumns() throws {
        let rooms = ["舞台", "👨‍👩‍👧", "🇨🇳", "é", "room", "한국", "हिन्दी"]
        let rows = try lines("- {id: m, at: 0, text: t}", rooms: rooms, width: nil).filter { $0.hasSuffix("  t") }
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
        for (row, name) in zip(rows.dropFirst(6), ["c 1/2", "c 2/2", "d cut", "e#1", "e#2"]) {
            #expect(row.contains("  \(name) "), "\(row)")
        }
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
