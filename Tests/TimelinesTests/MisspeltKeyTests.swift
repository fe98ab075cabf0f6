import MarkedYAML
import Testing
import Timelines

/// A key that is misspelt is one problem, on its line, and not also the absence of what was meant.
@Suite struct MisspeltKeyTests {
    private func lines(_ loaded: LoadedTimeline) -> [String] { loaded.diagnostics.map(\.line) }

    @Test func whatWasMeantIsNotMissing() {
        let loaded = load(
            """
            timelin: x
            sendr: {idd: host}
            room: {a: {di: r1, vasr: {n: 1}}}
            default: {roms: a}
            mesages:
              - {att: 0, tetx: "{{ n }}"}
              - {evry: 1m, untl: 5m, text: x}
            """)
        #expect(loaded.diagnostics.map(\.kind) == Array(repeating: .unknownKey, count: 13))
        #expect(loaded.diagnostics.map(\.position.line) == [1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 6, 7, 7])
        // So that a folder does not take it for a file to be included.
        #expect(loaded.isTimeline)
        #expect(loaded.timeline == nil)
    }

    @Test func whatIsWrongBehindItIsFoundAsWell() {
        let loaded = load(script("  - {at: 0, txt: \"{{ nothing }}\"}"))
        #expect(
            lines(loaded) == [
                #"7:13 error unknown-key a message has no key "txt": did you mean "text"?"#,
                #"7:22 error undefined-variable nothing defines "nothing" (in the room a)"#,
            ])
    }

    @Test func theRightKeyBeatsTheMisspeltOne() {
        let loaded = load(script("  - {txt: [], at: 0, text: x, at_: soon}"))
        #expect(loaded.diagnostics.map(\.kind) == [.unknownKey, .unknownKey])
    }

    /// Where nobody knows what was meant, what is missing is looked for there.
    @Test func whatIsMissingIsLookedForAtAKeyThatMeansNothing() {
        let loaded = load(
            script(
                """
                  - at: 0
                    rooms: a
                    says: x
                  - text: x
                    time: 5m
                """, rooms: "rooms: {a: {number: 5}}"))
        #expect(
            loaded.diagnostics.map { "\($0.position.line) \($0.kind.rawValue)" } == [
                "3 unknown-key", "3 missing-key", "9 unknown-key", "9 missing-key", "11 unknown-key", "11 missing-key",
            ])
    }
}
