import Testing
import Timelines

@Suite struct TextProblemTests {
    @Test func everyUndefinedVariableIsReported() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 1s, text: "{{ prodct }} and {{ titel }}, {{ nothing_like_it }}", vars: {product: Nova}}
            - {at: 1s, text: "{{ room.nmae }} {{ room.vars.x }}"}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                6:22 error undefined-variable nothing defines "prodct": did you mean "product"? (in \#
                the room a)
                """#,
                #"""
                6:39 error undefined-variable nothing defines "titel": did you mean "title"? (in the \#
                room a)
                """#,
                #"6:52 error undefined-variable nothing defines "nothing_like_it" (in the room a)"#,
                #"""
                7:22 error undefined-variable there is no member "nmae": did you mean "name"? (in \#
                the room a)
                """#,
                #"7:38 error undefined-variable there is no member "vars" (in the room a)"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aVariableMayBeMissingInOneRoom() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1, vars: {greeting: hi}}, b: {id: r2}}
            defaults: {rooms: [a, b]}
            messages:
            - {at: 1s, text: "{{ greeting }} {{ room.greeting }}"}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                6:22 error undefined-variable nothing defines "greeting": other rooms or messages \#
                have it (in the room b)
                """#,
                #"6:37 error undefined-variable there is no member "greeting" (in the room b)"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func everyBadExpressionIsReported() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 1s, text: "{{ x | uper }} {{ 1h }} {{ x"}
            - {at: 1s, text: "{{ x | strftim('%H') }}"}
            - {at: 1s, text: "{% if x %}a{% endif %}"}
            - {at: 1s, text: "{{ }}"}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"6:26 error unknown-filter there is no filter "uper": did you mean "upper"?"#,
                #"6:37 error template-syntax "1h" is not a number"#,
                "6:43 error template-syntax this {{ has no closing }}",
                #"7:26 error unknown-filter there is no filter "strftim": did you mean "strftime"?"#,
                #"8:25 error undefined-variable nothing defines "x" (in the room a)"#,
                "9:21 error template-syntax there is nothing between the braces",
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func valuesMustGoTogether() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 1s, text: "{{ title + 1 }} {{ title | strftime('%H') }}"}
            - {every: 1m, text: "{{ 10 // (occurrence - 3) }}"}
            - {every: 1m, times: 2, text: "{{ 10 // (occurrence - 3) }}"}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                """
                6:22 error expression a text + a whole number makes no sense: join them with ~, or place \
                two {{ }} side by side (in the room a)
                """,
                """
                6:38 error expression strftime formats a time like due or start, not a text (in the \
                room a)
                """,
                "7:25 error expression division by zero (in the room a, occurrence 3)",
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aTextIsNotEmpty() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 1s, text: ""}
            - {at: 1s, text: "  \n\t "}
            - {at: 1s, text: "{{ empty }}", vars: {empty: " "}}
            - {at: 1s, text: "{# a comment #}"}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                "6:18 error empty-text the text is empty (in the room a)",
                "7:18 error empty-text the text is empty (in the room a)",
                "8:18 error empty-text the text is empty (in the room a)",
                "9:18 error empty-text the text is empty (in the room a)",
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aTextHasNoControlCharacters() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 1s, text: "价\ta\n b\x07c"}
            - {at: 1s, text: "{{ bell }}!", vars: {bell: "\x07"}}
            - {at: 1s, text: "a\r\n"}
            - {at: 1s, text: "a\x7F"}
            - {at: 1s, text: "a\u0085b"}
            - {at: 1s, text: "a\0"}
            - {at: 1s, text: '{{ "\x1b" }}'}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                """
                6:27 error control-character the text has the control character U+0007 in it: only \
                newlines and tabs can be sent (in the room a)
                """,
                """
                7:18 error control-character the text has the control character U+0007 in it: only \
                newlines and tabs can be sent (in the room a)
                """,
                """
                8:20 error control-character the text has the control character U+000D in it: only \
                newlines and tabs can be sent (in the room a)
                """,
                """
                9:20 error control-character the text has the control character U+007F in it: only \
                newlines and tabs can be sent (in the room a)
                """,
                """
                10:20 error control-character the text has the control character U+0085 in it: only \
                newlines and tabs can be sent (in the room a)
                """,
                """
                11:20 error control-character the text has the control character U+0000 in it: only \
                newlines and tabs can be sent (in the room a)
                """,
                """
                12:18 error control-character the text has the control character U+001B in it: only \
                newlines and tabs can be sent (in the room a)
                """,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func anErrorInABlockIsPlacedInsideIt() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - at: 1s
              text: |
                Hello {{ who }}!

                  Next: {{ 1 + "a" }}
            - at: 1s
              text: "one\n{{ who }}\u4ef7 {{ whom }}"
            - at: 1s
              text: >-
                folded
                text {{ who }}
            - at: 1s
              text: 'it''s {{ who }}'
            - at: 1s
              text: &anchor 价 {{ who }}
            - at: 2s
              text: *anchor
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"8:14 error undefined-variable nothing defines "who" (in the room a)"#,
                """
                10:16 error expression a whole number + a text makes no sense: join them with ~, or \
                place two {{ }} side by side (in the room a)
                """,
                #"12:18 error undefined-variable nothing defines "who" (in the room a)"#,
                #"12:34 error undefined-variable nothing defines "whom" (in the room a)"#,
                #"16:13 error undefined-variable nothing defines "who" (in the room a)"#,
                #"18:19 error undefined-variable nothing defines "who" (in the room a)"#,
                #"20:22 error undefined-variable nothing defines "who" (in the room a)"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aTextIsCheckedWhateverElseIsWrong() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 5, text: "{{ nope }}"}
            - {at: 5, text: "{{ nope }} {{ offset }}"}
            - {at: 1s, category: x, sender: {}, text: "{{ nope }}"}
            - {at: 1s, rooms: [nosuch, a], text: "{{ nope }}"}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"6:8 error bad-time "5" has no unit: write 5ms, 5s, 5m, 5h or 5d"#,
                #"6:21 error undefined-variable nothing defines "nope" (in the room a)"#,
                #"7:8 error bad-time "5" has no unit: write 5ms, 5s, 5m, 5h or 5d"#,
                #"8:22 error bad-value "category" is system or chat, not "x""#,
                "8:33 error missing-key the sender has no id: sender: {id: host}",
                #"8:47 error undefined-variable nothing defines "nope" (in the room a)"#,
                #"9:20 error unknown-room there is no room or group "nosuch" under "rooms""#,
                #"9:42 error undefined-variable nothing defines "nope" (in the room a)"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func brokenVariablesAreReportedOnce() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            vars: x
            defaults: {rooms: a}
            messages:
            - {at: 1s, text: "{{ x }}"}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"3:7 error wrong-type "vars" is a mapping of names to values"#
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func digitsThatNobodyWroteAreAWarningOncePerPlace() {
        let loaded = load(
            script(
                """
                - {every: 1s, times: 3, rooms: [a, b], text: "{{ occurrence / 3 }} of {{ 9 / 3 }}"}
                """))
        #expect(
            loaded.diagnostics.map(\.line) == [
                """
                7:50 warning float-digits this shows 0.3333333333333333; round it: \
                `{{ (occurrence / 3) | round(2) }}` (in the room a, occurrence 1)
                """,
                """
                7:74 warning float-digits this shows 3.0, because / always gives a point; write // for \
                a whole number, or add | int or | round(2) (in the room a, occurrence 1)
                """,
            ])
    }

    @Test(arguments: [
        (
            "{{ prices }}",
            "a list cannot be shown to an audience; join it: `{{ prices | join(\", \") }}` (in the room a)"
        ),
        (
            "{{ room }}",
            "a mapping cannot be shown to an audience; show one of its members: `{{ room.id }}` (in the room a)"
        ),
    ])
    func whatNoAudienceShouldSeeIsAnError(text: String, message: String) {
        let loaded = load(script("- {at: 1s, text: \"\(text)\"}", "vars: {prices: [10, 20]}"))
        #expect(loaded.diagnostics.filter { $0.severity == .error }.map(\.message) == [message])
    }
}
