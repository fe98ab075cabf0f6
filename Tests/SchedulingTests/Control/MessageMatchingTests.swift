import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

/// Which message of a timeline is which of its next version.
@Suite struct MessageMatchingTests {
    /// The message before of each message, by its place; `-` where it is new.
    private func match(_ before: String, _ after: String) -> String {
        let old = TestTimeline.timeline(before)
        let matching = MessageMatching(
            TestTimeline.timeline(after), after: old, indexedBy: TimelineIndex(old))
        return matching.oldMessages.map { $0.map(String.init) ?? "-" }.joined(separator: " ")
    }

    @Test(arguments: [
        // By id, whatever else has changed.
        (
            "- {id: a, at: 0s, text: x}\n- {id: b, at: 1s, text: y}",
            "- {id: b, at: 9s, text: z}\n- {id: a, at: 5s, text: w}", "1 0"
        ),
        // An edited text; a moved time; other rooms.
        ("- {at: 0s, text: x}\n- {at: 1s, text: y}", "- {at: 0s, text: x!}\n- {at: 1s, text: y}", "0 1"),
        ("- {at: 0s, text: x}\n- {at: 1s, text: y}", "- {at: 1s, text: y}\n- {at: 7s, text: x}", "1 0"),
        (
            "- {at: 0s, rooms: r1, text: x}\n- {at: 0s, rooms: r2, text: y}",
            "- {at: 0s, rooms: r2, text: z}\n- {at: 0s, rooms: r1, text: w}", "1 0"
        ),
        // Another id, or none any more.
        ("- {id: a, at: 0s, text: x}", "- {id: b, at: 0s, text: x}", "0"),
        ("- {id: a, at: 0s, text: x}", "- {at: 0s, text: y}", "0"),
        // Another id and another text are another message, though it comes at the same time.
        ("- {id: a, at: 0s, text: x}", "- {id: b, at: 0s, text: y}", "-"),
        // Where it could be several, it is none of them.
        ("- {at: 0s, text: x}\n- {at: 1s, text: x}", "- {at: 8s, text: x}\n- {at: 9s, text: x}", "- -"),
    ]) func findsMessagesAgain(before: String, after: String, expected: String) {
        #expect(match(before, after) == expected)
    }

    @Test func theIndexFindsRoomsInListsOfAnyOrder() {
        let timeline = TestTimeline.timeline(
            "- {id: a, at: 0s, rooms: [r4, r1, r5], text: x}\n- {id: b, at: 0s, rooms: [r1, r2, r3, r5], text: x}")
        let index = TimelineIndex(timeline)
        for (number, message) in timeline.messages.enumerated() {
            let ids = timeline.rooms(of: message).map { timeline.rooms[$0].id }
            for room in ["1", "2", "3", "4", "5", "6"] {
                #expect(index.position(of: room, in: number) == ids.firstIndex(of: room))
            }
        }
    }
}
