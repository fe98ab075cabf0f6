import MarkedYAML
import Testing
import Timelines

/// `skip`, `hold` and `when`.
@Suite struct SelectionTests {
    @Test func whatIsSkippedIsCheckedAndLeftOut() throws {
        let timeline = try timeline(
            script(
                """
                - {id: a, at: 1s, skip: true, text: x}
                - {id: b, at: 2s, skip: false, text: y}
                """))
        #expect(timeline.deliveries == ["b#1@r1 y"])
        #expect(timeline.plannedDeliveries == 1)
        let loaded = load(script("- {at: 1s, skip: true, text: \"{{ nope }}\"}"))
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"7:34 error undefined-variable nothing defines "nope" (in the room a)"#
            ])
    }

    @Test func flagsAreTrueOrFalse() {
        let loaded = load(
            script(
                """
                - {at: 1s, skip: yes, text: x}
                - {at: 2s, hold: True, text: x}
                - {at: 3s, hold: [true], text: x}
                - {at: 4s, skip: 1, text: x}
                - {at: 5s, skip: , text: x}
                """))
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"7:18 error bad-value "skip" is true or false, not "yes": did you mean "true"?"#,
                #"8:18 error bad-value "hold" is true or false, not "True": did you mean "true"?"#,
                #"9:18 error wrong-type "hold" takes a text, not a list or a mapping"#,
                #"10:18 error bad-value "skip" is true or false, not "1""#,
                #"11:18 error wrong-type "skip" has no value"#,
            ])
    }

    @Test func holdIsKept() throws {
        let timeline = try timeline(script("- {at: 1s, text: x}\n- {at: 2s, hold: true, text: x}"))
        #expect(timeline.messages.map(\.holds) == [false, true])
    }

    private static let rooms = "rooms: {a: {id: r1, vars: {lang: en}}, b: {id: r2, vars: {lang: zh}}, all: [a, b]}"

    @Test func roomsThatDoNotWantAMessageAreLeftOutAtOnce() throws {
        let timeline = try timeline(
            script(
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
            script(
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
            script(
                """
                - {id: a, rooms: all, at: 1s, when: lang == "en", text: "{{ {'en': 'x'}[lang] }}"}
                - {id: b, every: 1s, times: 3, when: occurrence > 1, text: "{{ 6 // (occurrence - 1) }}"}
                """.replacing("{{ {'en': 'x'}[lang] }}", with: "{{ 'x' if lang == 'en' else 1 // 0 }}"),
                rooms: Self.rooms))
        #expect(timeline.deliveries == ["a#1@r1 x", "b#2@r1 6", "b#3@r1 3"])
    }

    @Test func saysWhatIsWrongWithACondition() {
        let loaded = load(
            script(
                """
                - {at: 1s, when: lang ==, text: x}
                - {at: 2s, when: nope > 1, text: x}
                - {at: 3s, when: "{{ true }}", text: x}
                - {at: 4s, when: {a: b}, text: x}
                - {every: 5s, times: 3, when: 1 // (occurrence - 2), text: x}
                - {at: 6s, when: offset | nope, text: x}
                """))
        #expect(
            loaded.diagnostics.map { "\($0.position.line):\($0.position.column) \($0.kind.rawValue)" } == [
                "7:25 template-syntax", "8:18 undefined-variable", "9:18 template-syntax", "10:18 wrong-type",
                "11:31 expression", "12:27 unknown-filter",
            ])
    }
}
