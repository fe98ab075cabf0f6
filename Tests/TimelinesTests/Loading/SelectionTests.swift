import MarkedYAML
import Testing
import Timelines

/// `skip`, `hold` and `when`.
@Suite struct SelectionTests {
    @Test func whatIsSkippedIsCheckedAndLeftOut() throws {
        let timeline = try timeline(
            yaml(
                """
                - {id: a, at: 1s, skip: true, text: x}
                - {id: b, at: 2s, skip: false, text: y}
                """))
        #expect(timeline.deliveries == ["b#1@r1 y"])
        #expect(timeline.plannedDeliveries == 1)
    }

    @Test func holdIsKept() throws {
        let timeline = try timeline(yaml("- {at: 1s, text: x}\n- {at: 2s, hold: true, text: x}"))
        #expect(timeline.messages.map(\.holds) == [false, true])
    }

    private static let rooms = "rooms: {a: {id: r1, vars: {lang: en}}, b: {id: r2, vars: {lang: zh}}, all: [a, b]}"

    @Test func roomsThatDoNotWantAMessageAreLeftOutAtOnce() throws {
        let timeline = try timeline(
            yaml(
                """
                - {id: a, rooms: all, at: 1s, when: lang == "zh", text: 你好}
                - {id: b, rooms: all, at: 2s, when: "true", text: x}
                - {id: c, rooms: all, at: 3s, when: lang == "fr", text: x}
                - {id: d, rooms: all, at: 4s, when: 'lang in ["en", "zh"]', text: x}
                """, rooms: Self.rooms))
        #expect(timeline.deliveries == ["a#1@r2 你好", "b#1@r1 x", "b#1@r2 x", "d#1@r1 x", "d#1@r2 x"])
        #expect(timeline.leftOut == [LeftOut(id: "c", reason: .unwanted)])
        #expect(timeline.messages.map(\.isPlain) == [true, true, true])
        #expect(timeline.plannedDeliveries == 5)
    }

    @Test func whatHangsOnTheTimeIsAskedEachTime() throws {
        let timeline = try timeline(
            yaml(
                """
                - {id: a, every: 1m, times: 4, when: occurrence is even, text: "{{ occurrence }}"}
                - {id: b, at: 1s, when: due | strftime("%H") == "12", text: noon}
                - {id: c, at: 2s, when: start | strftime("%A") == "Monday", text: x}
                """))
        #expect(timeline.deliveries == ["a#2@r1 2", "a#4@r1 4", "b#1@r1 noon"])
        #expect(timeline.plannedDeliveries == 3)
        #expect(timeline.messages.map(\.isPlain) == [false, false, false])
    }

    /// A text is checked where somebody wants it.
    @Test func whatNobodyWantsNeedNotBeRight() throws {
        let timeline = try timeline(
            yaml(
                """
                - {id: a, rooms: all, at: 1s, when: lang == "en", text: "{{ {'en': 'x'}[lang] }}"}
                - {id: b, every: 1s, times: 3, when: occurrence > 1, text: "{{ 6 // (occurrence - 1) }}"}
                """.replacing("{{ {'en': 'x'}[lang] }}", with: "{{ 'x' if lang == 'en' else 1 // 0 }}"),
                rooms: Self.rooms))
        #expect(timeline.deliveries == ["a#1@r1 x", "b#2@r1 6", "b#3@r1 3"])
    }
}
