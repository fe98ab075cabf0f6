import MarkedYAML
import ShowTime
import Testing
import Timelines

@Suite struct WarningTests {
    private func warnings(_ text: String, files: [String: String] = [:]) -> [String] {
        let loaded = load(text, files: files, isStrict: true)
        #expect(loaded.diagnostics.allSatisfy { $0.severity == .warning }, "\(loaded.diagnostics.map(\.line))")
        return loaded.diagnostics.map(\.line)
    }

    /// The messages begin on line 7.
    private func show(_ messages: String, vars: String = "", rooms: String = "rooms: {a: {id: r1}}") -> String {
        """
        timeline: test
        sender: {id: host}
        \(rooms)
        defaults: {rooms: a}
        \(vars)
        messages:
        \(messages)
        """
    }

    // MARK: Names that nobody uses

    @Test func ofVariablesThatNoTextUses() {
        #expect(
            warnings(
                show(
                    """
                    - {at: 1s, text: "{{ used }}"}
                    - {at: 2s, when: asked > 0, text: "{% for x in items %}{{ x }}{% endfor %}."}
                    """, vars: "vars: {used: 1, unused: 2, asked: 3, items: [1], x: 4}")) == [
                    #"5:17 warning unused-variable no text uses the variable "unused""#,
                    #"5:50 warning unused-variable no text uses the variable "x""#,
                ])
    }

    @Test func ofVariablesOfARoomThatNoTextUses() {
        #expect(
            warnings(
                show(
                    #"- {at: 1s, text: "{{ room.lang }} {{ room['tone'] }} {{ city }}"}"#,
                    rooms: "rooms: {a: {id: r1, vars: {lang: en, tone: warm, city: Rome, nobody: 1}}}")) == [
                    #"3:62 warning unused-variable no text uses the variable "nobody""#
                ])
    }

    @Test func ofVariablesOfAMessageThatItsTextDoesNotUse() {
        #expect(
            warnings(
                show(
                    """
                    - {at: 1s, vars: {code: 1, other: 2}, text: "{{ code }}"}
                    - {at: 2s, vars: {other: 2}, text: "{{ other }}"}
                    """)) == [
                    #"7:28 warning unused-variable the message's text does not use the variable "other""#
                ])
    }

    @Test func ofRoomsThatNoMessageGoesTo() {
        #expect(
            warnings(
                show(
                    "- {at: 1s, text: x}\n- {at: 2s, rooms: all, text: y}",
                    rooms: "rooms: {a: {id: r1}, b: {id: r2}, c: {id: r3}, all: [a, b], none: [a]}")) == [
                    #"3:35 warning unused-room no message goes to "c""#,
                    #"3:61 warning unused-room no message goes to "none""#,
                ])
    }

    /// Others may use what is shared.
    @Test func notOfWhatAnIncludedFileHas() {
        let files = ["shared.yaml": "vars: {x: 1}\nrooms: {a: {id: r1, vars: {y: 1}}, b: {id: r2}}"]
        #expect(warnings(show("- {at: 1s, text: x}", vars: "include: shared.yaml", rooms: ""), files: files).isEmpty)
    }

    // MARK: Variables that no delivery came to

    @Test func ofVariablesThatNothingDefines() {
        #expect(
            warnings(
                show(
                    """
                    - {at: 1s, text: "{{ 'x' if title else nope }}"}
                    - {at: 2s, text: "{% if false %}{{ other }}{% endif %}."}
                    - {at: 3s, text: "{{ maybe | default('x') }}{{ maybe if false else '' }}"}
                    - {at: 4s, text: "{% if perhaps is defined %}{{ perhaps }}{% endif %}."}
                    - {at: 5s, text: "{% for x in [1] %}{{ x }}{% endfor %}{% set y = 2 %}{{ y if true else y }}"}
                    """)) == [
                    """
                    7:40 warning undefined-variable nothing defines "nope": no delivery comes to it now, and one that did \
                    would not be sent
                    """,
                    """
                    8:36 warning undefined-variable nothing defines "other": no delivery comes to it now, and one that did \
                    would not be sent
                    """,
                ])
    }

    // MARK: What happens at one instant

    @Test func ofOneTextTwiceAtOneInstant() {
        #expect(
            warnings(
                show(
                    """
                    - {id: one, at: 10s, text: "Hello {{ title }}"}
                    - {id: two, at: 10s, text: Hello test}
                    - {id: three, at: 10s, category: chat, text: Hello others}
                    - {id: four, every: 5s, times: 4, text: "{{ 'Hello test' if occurrence == 3 else occurrence }}"}
                    - {id: five, at: 11s, text: Hello test}
                    - {id: six, at: 11s, skip: true, text: Hello test}
                    """)) == [
                    #"8:28 warning repeated-text the room "a" gets this text at 00:00:10 from the message on line 7 as well"#,
                    #"10:41 warning repeated-text the room "a" gets this text at 00:00:10 from the message on line 7 as well"#,
                ])
    }

    @Test func notOfOneTextInTwoRooms() {
        #expect(
            warnings(
                show(
                    """
                    - {at: 10s, rooms: a, text: x}
                    - {at: 10s, rooms: b, text: x}
                    - {at: 20s, rooms: [a, b], when: room.name == "a", text: x}
                    - {at: 20s, rooms: [a, b], when: room.name == "b", text: x}
                    """, rooms: "rooms: {a: {id: r1}, b: {id: r2}}")
            ).isEmpty)
    }

    @Test func ofMoreThanTheQuotaCarriesInTime() {
        let rooms =
            "rooms: {" + (1...400).map { "r\($0): {id: i\($0)}" }.joined(separator: ", ")
            + ", a: [" + (1...400).map { "r\($0)" }.joined(separator: ", ") + "]}"
        #expect(
            warnings(show("- {at: 10m, text: x}\n- {at: 10m2s, rooms: r1, text: y}", rooms: rooms)) == [
                """
                7:3 warning quota at 100 calls a second, the 400 deliveries due at 00:10:00 keep the quota busy until \
                00:10:04.120: what is due at 00:10:02 waits
                """
            ])
        // With room behind it, nobody waits.
        #expect(warnings(show("- {at: 10m, text: x}\n- {at: 10m4s, rooms: r1, text: y}", rooms: rooms)).isEmpty)
    }

    @Test func notOfWhatDoesNotEvenLoad() {
        let loaded = load(show("- {at: 10s, text: x}\n- {at: 10s, text: x}\n- {at: 5, text: x}"))
        #expect(loaded.diagnostics.map(\.kind) == [.badTime])
    }
}
