import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Rehearsing

struct PreviewTests {
    private func rows(
        _ timelines: Timeline..., rate: Double? = 100, roomRate: Double? = 20, start: Instant = showStart,
        limit: Int = .max
    ) -> (rows: [PreviewRow], summary: PreviewSummary) {
        var rows: [PreviewRow] = []
        let summary = Preview.play(timelines.map { ($0, start) }, rate: rate, roomRate: roomRate) { row in
            rows.append(row)
            return rows.count < limit
        }
        return (rows, summary)
    }

    @Test func aRowShowsWhereAValueStands() throws {
        let script = try timeline(
            """
            - {id: a, at: 0, text: "{{ host | upper }}!"}
            - {id: b, at: 5s, text: "{{ winner }} has won"}
            - {id: c, at: 6s, hold: true, overflow: split, text: "{{ 'x ' * 500 }}{{ other }}"}
            """,
            more: "inputs: {winner: {max: 20}, host: {max: 11, default: nobody}, other: {max: 100}}")
        let rows = rows(script).rows
        #expect(rows[0].content == "‹host›!" && rows[0].bytes == 12 && rows[0].hold == nil)
        #expect(rows[1].content == "‹winner› has won" && rows[1].bytes == 28)
        #expect(rows[1].hold == PreviewRow.Hold(inputs: ["winner"], needsGo: false))
        #expect(rows[2].hold == PreviewRow.Hold(inputs: ["other"], needsGo: true))
        #expect(rows.count == 4 && rows[3].content == "‹other›" && rows[3].bytes == 100)
    }

    @Test func aRowIsADelivery() throws {
        let script = try timeline(
            "- {id: a, at: -10m, text: \"{{ title }} for {{ room.name }}\", rooms: [stage], category: chat}",
            more: "title: 夜\nrooms: {stage: {id: \"7\"}}", rooms: "[stage]")
        let (rows, summary) = rows(script)
        let row = try #require(rows.first)
        #expect(rows.count == 1)
        #expect(row.delivery == "a#1@7")
        #expect(row.run.description == "show@20261120T120000Z")
        #expect(row.roomID == "7")
        #expect(row.roomName == "stage")
        #expect(row.category == .chat)
        #expect(row.offset == .minutes(-10))
        #expect(row.due == showStart - .minutes(10))
        #expect(row.expected == row.due)
        #expect(row.content == "夜 for stage")
        #expect(row.bytes == "夜 for stage".utf8.count)
        #expect(summary.deliveries == 1)
        #expect(summary.missed == 0)
        #expect(summary.longest == row.bytes)
        #expect(summary.first == row.due)
        #expect(summary.last == row.due)
        #expect(summary.peak?.count == 1)
        #expect(summary.worstLate == .zero)
        #expect(summary.cut == [])
    }

    @Test func comesInTheOrderInWhichItIsSent() throws {
        let script = try timeline(
            """
            - {id: late, at: 2s, text: t}
            - {id: chat, at: 1s, text: t, category: chat}
            - {id: system, at: 1s, text: t}
            - {id: r, every: 1s, from: 0s, times: 3, text: "{{ occurrence }}"}
            """, rooms: "[a, b]")
        let (rows, _) = rows(script)
        #expect(
            rows.map(\.delivery) == [
                "r#1@a", "r#1@b", "system#1@a", "system#1@b", "r#2@a", "r#2@b", "chat#1@a", "chat#1@b", "late#1@a",
                "late#1@b", "r#3@a", "r#3@b",
            ])
        #expect(rows.filter { $0.messageID == "r" }.map(\.content) == ["1", "1", "2", "2", "3", "3"])
    }

    @Test func threeHundredRoomsTakeThreeSecondsUnderAQuotaOfAHundred() throws {
        let rooms = (0..<300).map { "r\($0)" }.joined(separator: ", ")
        let (rows, summary) = rows(try timeline("- {id: a, at: 0, text: t}", rooms: "[\(rooms)]"))
        #expect(rows.count == 300)
        let expected = rows.compactMap(\.expected)
        #expect(expected == expected.sorted())
        #expect(expected.first == showStart)
        // Spacing 1.03 / 100.
        let last = try #require(expected.last) - showStart
        #expect(last > .milliseconds(3070) && last < .milliseconds(3090))
        for (index, instant) in expected.enumerated().dropFirst(100) {
            #expect(instant - expected[index - 100] > .seconds(1))
        }
        #expect(summary.peak?.count == 300)
        #expect(summary.peak?.from == showStart)
        #expect(summary.worstLate == last)
        #expect(summary.worstLateMessage == "a")
    }

    @Test func withoutAQuotaEverythingIsOnTime() throws {
        let rooms = (0..<300).map { "r\($0)" }.joined(separator: ", ")
        let (rows, summary) = rows(
            try timeline("- {id: a, at: 0, text: t}", rooms: "[\(rooms)]"), rate: nil, roomRate: nil)
        #expect(rows.allSatisfy { $0.expected == $0.due })
        #expect(summary.worstLate == .zero)
    }

    @Test func aRoomHasAQuotaOfItsOwn() throws {
        let messages = (0..<40).map { "- {id: m\($0), at: 0, text: t}" }.joined(separator: "\n")
        let (rows, summary) = rows(try timeline(messages), rate: 1000, roomRate: 20)
        #expect(rows.count == 40)
        #expect(summary.worstLate > .milliseconds(1900) && summary.worstLate < .milliseconds(2100))
    }

    @Test func showsWhatTheQuotaNeverLetsGo() throws {
        let messages = (0..<30).map { "- {id: m\($0), at: 0, text: \"t{{ message }}\", max_late: 10s}" }
        let (rows, summary) = rows(try timeline(messages.joined(separator: "\n")), rate: 1, roomRate: nil)
        #expect(rows.count == 30)
        #expect(summary.deliveries == 30)
        let missed = rows.filter { $0.expected == nil }
        #expect(missed.count == summary.missed)
        #expect(missed.count == 20)
        // It is shown with what would have been sent.
        #expect(missed.allSatisfy { $0.content == "t\($0.messageID)" && $0.due == showStart && $0.offset == .zero })
        #expect(summary.peak?.count == 30)
        #expect(summary.worstLate <= .seconds(10))
    }

    @Test func ofALateRepeatTheOldOnesAreSuperseded() throws {
        let (rows, summary) = rows(
            try timeline(
                "- {id: r, every: 1s, from: 0s, times: 30, text: t, late: send, max_late: 1s}", rooms: "[a, b, c, d]"),
            rate: 1, roomRate: nil)
        #expect(rows.count == 120)
        #expect(summary.missed > 60)
        #expect(rows.filter { $0.expected == nil }.count == summary.missed)
    }

    @Test func aRepeatWithoutEndIsCut() throws {
        let (often, summary) = rows(try timeline("- {id: r, every: 1s, from: 0s, text: t}"))
        #expect(often.count == 1000)
        #expect(summary.cut == ["r"])
        let (seldom, _) = rows(try timeline("- {id: r, every: 1h, from: 0s, text: t}"))
        #expect(seldom.count == 24)
        let (once, _) = rows(try timeline("- {id: r, every: 2d, from: 0s, text: t}"))
        #expect(once.count == 1)
    }

    @Test func moreThanOneInputMovesIsNoTrouble() throws {
        let messages = (0..<4200).map { "- {id: m\($0), at: 0, text: t}" }.joined(separator: "\n")
        let (rows, _) = rows(try timeline(messages), rate: nil, roomRate: nil)
        #expect(rows.count == 4200)
    }

    @Test func severalShowsShareTheQuota() throws {
        let messages = (0..<10).map { "- {id: m\($0), at: 0, text: t}" }.joined(separator: "\n")
        let (rows, summary) = rows(
            try timeline(messages, name: "one"), try timeline(messages, name: "two", rooms: "[b]"), rate: 10,
            roomRate: nil)
        #expect(rows.count == 20)
        #expect(Set(rows.map(\.run.timeline)) == ["one", "two"])
        #expect(summary.worstLate > .milliseconds(1900))
    }

    @Test func whoHasEnoughIsNotGivenMore() throws {
        let (rows, _) = rows(try timeline("- {id: r, every: 1s, from: 0s, times: 100, text: t}"), limit: 7)
        #expect(rows.count == 7)
    }

    @Test func nothingHasNothingToSay() {
        let summary = Preview.play([], rate: 100, roomRate: 20) { _ in true }
        #expect(summary.deliveries == 0)
        #expect(summary.peak == nil)
        #expect(summary.first == nil)
    }

    @Test func itIsTheSameEachTime() throws {
        let rooms = (0..<50).map { "r\($0)" }.joined(separator: ", ")
        let script = try timeline("- {id: a, every: 1s, from: 0s, times: 20, text: t}", rooms: "[\(rooms)]")
        let first = rows(script).rows
        let second = rows(script).rows
        #expect(first.map(\.delivery) == second.map(\.delivery))
        #expect(first.map(\.expected) == second.map(\.expected))
    }
}
