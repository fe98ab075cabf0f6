import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Rehearsing

struct PlanDiffTests {
    private func rows(_ messages: String, name: String = "show", more: String = "", rooms: String = "[a]") throws
        -> [PreviewRow]
    {
        var rows: [PreviewRow] = []
        let script = try timeline(messages, name: name, more: more, rooms: rooms)
        _ = Preview.play([(script, showStart)], rate: nil, roomRate: nil) { row in
            rows.append(row)
            return true
        }
        return rows
    }

    /// `+ m#1@a`, `- m#1@a`, `~ m#1@a time text`, in their order.
    private func words(_ diff: PlanDiff) -> [String] {
        diff.changes.map { change in
            let sign = change.before == nil ? "+" : change.after == nil ? "-" : "~"
            return ([sign, change.row?.delivery ?? ""] + change.fields.map(\.rawValue)).joined(separator: " ")
        }
    }

    @Test func theSameIsNoChange() throws {
        let script = try rows("- {id: a, at: 0, text: t}\n- {at: 1s, text: u}", rooms: "[a, b]")
        let diff = PlanDiff(script, script)
        #expect(diff.changes.isEmpty)
        #expect(diff.same == 4)
    }

    @Test func whatIsAddedRemovedAndChangedIsCounted() throws {
        let diff = PlanDiff(
            try rows("- {id: a, at: 0, text: t}\n- {id: b, at: 1s, text: u}\n- {id: c, at: 2s, text: v}"),
            try rows("- {id: a, at: 0, text: t}\n- {id: d, at: 1s, text: u}\n- {id: c, at: 3s, text: w}"))
        #expect(words(diff) == ["- b#1@a", "+ d#1@a", "~ c#1@a time text"])
        #expect((diff.added, diff.removed, diff.changed, diff.same) == (1, 1, 1, 1))
    }

    @Test(arguments: [
        ("at: 0, text: t", "at: 1s, text: t", "time"), ("at: 0, text: t", "at: 0, text: u", "text"),
        ("at: 0, text: t", "at: 0, text: t, category: chat", "category"),
        ("at: 0, text: t", "at: 0, text: t, sender: {id: x}", "sender"),
        ("at: 0, text: t", "at: 0, text: t, sender: {id: host, name: X}", "sender"),
        ("at: 0, text: t", "at: 0, text: t, late: send", "policy"),
        ("at: 0, text: t", "at: 0, text: t, max_late: 1m", "policy"),
        ("at: 0, text: t", "at: 0, text: t, on_unknown: resend", "policy"),
        ("at: 0, text: t", "at: 0, text: t, overflow: split", "policy"),
        ("at: 0, text: t", "at: 0, text: t, hold: true", "hold"),
        ("at: 0, text: t", "at: 0, text: t, rooms: [b]", "room"),
    ])
    func eachFieldIsSeen(before: String, after: String, field: String) throws {
        let diff = PlanDiff(try rows("- {id: m, \(before)}"), try rows("- {id: m, \(after)}"))
        #expect(diff.changes.count == 1)
        #expect(diff.changes.first?.fields.map(\.rawValue) == [field])
    }

    @Test func anEditedMessageWithoutAnIdIsChangedAndNotAnother() throws {
        let diff = PlanDiff(
            try rows("- {at: 0, text: one}\n- {at: 1s, text: two}\n- {at: 2s, text: three}"),
            try rows("- {at: 0, text: one!}\n- {at: 9s, text: two}\n- {at: 2s, text: three, late: send}"))
        #expect(diff.changes.map { $0.fields } == [[.text], [.policy], [.time]])
        #expect(diff.same == 0)
    }

    @Test func whereItCannotBeToldWhichIsWhichNothingIsGuessed() throws {
        // Two at one time, both edited.
        let diff = PlanDiff(
            try rows("- {at: 0, text: one}\n- {at: 0, text: two}"),
            try rows("- {at: 0, text: three}\n- {at: 0, text: four}"))
        #expect((diff.added, diff.removed, diff.changed) == (2, 2, 0))
        // Of those in a place of their own it can.
        let mixed = PlanDiff(
            try rows("- {at: 0, text: one}\n- {at: 0, text: two}\n- {at: 1s, text: three}"),
            try rows("- {at: 0, text: one}\n- {at: 0, text: four}\n- {at: 1s, text: five}"))
        #expect((mixed.added, mixed.removed, mixed.changed, mixed.same) == (0, 0, 2, 1))
    }

    @Test func aMessageInAnotherRoomIsMovedWhereItIsTheOnlyOne() throws {
        let moved = PlanDiff(
            try rows("- {id: m, at: 0, text: t}", rooms: "[a, b]"),
            try rows("- {id: m, at: 0, text: t}", rooms: "[a, c]"))
        #expect(words(moved) == ["~ m#1@c room"])
        let manyMoved = PlanDiff(
            try rows("- {id: m, at: 0, text: t}", rooms: "[a, b]"),
            try rows("- {id: m, at: 0, text: t}", rooms: "[c, d]"))
        #expect((manyMoved.added, manyMoved.removed, manyMoved.changed) == (2, 2, 0))
    }

    @Test func aRepeatThatGoesOnLongerHasMore() throws {
        let diff = PlanDiff(
            try rows("- {id: r, every: 1s, times: 2, text: t}"), try rows("- {id: r, every: 1s, times: 4, text: t}"))
        #expect(words(diff) == ["+ r#3@a", "+ r#4@a"])
    }

    @Test func aPartIsADelivery() throws {
        let long = String(repeating: "word ", count: 300)
        let diff = PlanDiff(
            try rows("- {id: m, at: 0, overflow: split, text: \"\(long)\"}"),
            try rows("- {id: m, at: 0, overflow: split, text: \"\(long)\(long)\"}"))
        #expect(diff.added == 1)
        #expect(diff.removed == 0)
    }

    @Test func aRenamedScriptIsComparedAndOfManyEachWithItsOwn() throws {
        let one = try rows("- {id: m, at: 0, text: t}", name: "one")
        let two = try rows("- {id: m, at: 0, text: t}", name: "two")
        #expect(PlanDiff(one, two).changes.isEmpty)
        #expect(PlanDiff(one + two, two).removed == 1)
    }

    @Test func nothingHasNoChanges() throws {
        #expect(PlanDiff([], []).changes.isEmpty)
        #expect(PlanDiff([], try rows("- {at: 0, text: t}")).added == 1)
    }
}

struct WordDiffTests {
    /// `[-old-]{+new+}`
    private func marked(_ before: String, _ after: String) -> String {
        WordDiff.pieces(before, after).map { piece in
            switch piece.kind {
            case .same: piece.text
            case .removed: "[-\(piece.text)-]"
            case .added: "{+\(piece.text)+}"
            }
        }.joined()
    }

    @Test(arguments: [
        ("the same", "the same", "the same"), ("", "new", "{+new+}"), ("old", "", "[-old-]"),
        ("a fine day", "a rainy day", "a [-fine-]{+rainy+} day"),
        ("a fine day", "a very fine day", "a {+very +}fine day"),
        ("one two three", "four five three", "[-one two-]{+four five+} three"),
        ("价格 1999 元", "价格 1699 元", "价格 [-1999-]{+1699+} 元"), ("欢迎光临", "欢迎您", "欢迎[-光临-]{+您+}"),
        ("hi 👨‍👩‍👧", "hi 👨‍👩‍👦", "hi [-👨‍👩‍👧-]{+👨‍👩‍👦+}"), ("don't", "do", "[-don't-]{+do+}"),
    ])
    func wordsThatChangeAreMarked(before: String, after: String, expected: String) {
        #expect(marked(before, after) == expected)
    }

    @Test func thePiecesAreBothTexts() {
        let texts = ["", "one two three", "one 2 three, four", "三 two  one", "one\ntwo 👨‍👩‍👧‍👦 three", "two three one"]
        for before in texts {
            for after in texts {
                let pieces = WordDiff.pieces(before, after)
                #expect(pieces.filter { $0.kind != .added }.map(\.text).joined() == before)
                #expect(pieces.filter { $0.kind != .removed }.map(\.text).joined() == after)
            }
        }
    }
}
