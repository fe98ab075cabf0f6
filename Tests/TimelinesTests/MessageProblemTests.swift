import Testing
import Timelines

@Suite struct MessageProblemTests {
    @Test func aMessageIsAMapping() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - x
            - [a]
            - 
            - {}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"6:3 error wrong-type a message is a mapping with "at" and "text""#,
                #"7:3 error wrong-type a message is a mapping with "at" and "text""#,
                #"8:2 error wrong-type a message is a mapping with "at" and "text""#,
                #"""
                9:3 error missing-key the message has no time: "at: 5m" for once, or "every: 1m" for \#
                a repeat
                """#,
                "9:3 error missing-key the message has no text",
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aMessageHasATimeAndAText() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 1s}
            - {text: x}
            - {at: , text: }
            - {at: [1s], text: [x]}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                "6:3 error missing-key the message has no text",
                #"""
                7:3 error missing-key the message has no time: "at: 5m" for once, or "every: 1m" for \#
                a repeat
                """#,
                #"8:8 error wrong-type "at" has no value"#,
                "8:16 error empty-text the text is empty",
                #"9:8 error wrong-type "at" takes a text, not a list or a mapping"#,
                #"""
                9:20 error wrong-type "text" takes a text, not a list or a mapping: put quotes \#
                around it
                """#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aMessageHasASender() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 1s, sender: {}, text: x}
            - {at: 1s, sender: host, text: x}
            - {at: 1s, sender: {id: "a/b"}, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                "6:20 error missing-key the sender has no id: sender: {id: host}",
                #"7:20 error wrong-type "sender" is a mapping with keys like "id""#,
                #"""
                8:25 error bad-value a sender id has letters, digits and ~!@#$%^&*()_+=-`;',.<>\, \#
                and no "/"
                """#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aSenderMustBeGivenSomewhere() {
        let loaded = load(
            #"""
            timeline: test
            defaults: {rooms: a}
            messages:
            - {at: 1s, text: x}
            - {at: 1s, text: x, sender: {id: host}}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                4:3 error missing-key the message has no sender: give "sender: {id: host}" here or \#
                at the top
                """#
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aTimeHasAUnit() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 5, text: x}
            - {at: 1h 99x, text: x}
            - {at: "1h99x", text: x}
            - {at: "00:60", text: x}
            - {at: 3661d, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"6:8 error bad-time "5" has no unit: write 5ms, 5s, 5m, 5h or 5d"#,
                #"""
                7:8 error bad-time "1h 99x" is not a time: write 90s, 1h30m, 250ms, -10m, 00:05 \#
                (mm:ss) or 01:05:00 (h:mm:ss)
                """#,
                #"""
                8:8 error bad-time "1h99x" is not a time: write 90s, 1h30m, 250ms, -10m, 00:05 \#
                (mm:ss) or 01:05:00 (h:mm:ss)
                """#,
                #"9:8 error bad-time "00:60": minutes and seconds after a colon go to 59"#,
                #"10:8 error bad-time "3661d" is longer than ten years"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func anIDIsUniqueAndPlain() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {id: x, at: 1s, text: x}
            - {id: x, at: 1s, text: x}
            - {id: "x y", at: 1s, text: x}
            - {id: 价, at: 1s, text: x}
            - {id: "", at: 1s, text: x}
            - {id: , at: 1s, text: x}
            - {id: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, at: 1s, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"7:8 error duplicate-id the id "x" is taken by the message on line 6"#,
                #"8:8 error bad-value a message's id has 1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-""#,
                #"9:8 error bad-value a message's id has 1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-""#,
                #"10:8 error bad-value a message's id has 1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-""#,
                #"11:8 error wrong-type "id" has no value"#,
                #"12:8 error bad-value a message's id has 1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-""#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aMessageIsDueOnceOrRepeats() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 1s, every: 1m, text: x}
            - {from: 1m, until: 2m, times: 3, text: x}
            - {at: 1s, times: 3, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"6:8 error timing a message has "at" or "every", not both: a repeat begins at "from""#,
                #"7:10 error timing "from" belongs to a repeat: it needs "every""#,
                #"7:21 error timing "until" belongs to a repeat: it needs "every""#,
                #"7:32 error timing "times" belongs to a repeat: it needs "every""#,
                #"8:19 error timing "times" belongs to a repeat: it needs "every""#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aRepeatEnds() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {every: 1m, until: 1m, times: 2, text: x}
            - {every: 1m, until: -1m, text: x}
            - {every: 1m, from: 5m, until: 4m59s, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"6:33 error timing a repeat ends with "until" or after "times", not both"#,
                #"7:22 error timing "until" lies before "from" (00:00:00): this would never be sent"#,
                #"8:32 error timing "until" lies before "from" (00:05:00): this would never be sent"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aRepeatHasAPeriod() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {every: 0, text: x}
            - {every: -1m, text: x}
            - {every: 5, text: x}
            - {every: , text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"6:11 error bad-time "every" must be longer than nothing"#,
                #"7:11 error bad-time "every" must be longer than nothing"#,
                #"8:11 error bad-time "5" has no unit: write 5ms, 5s, 5m, 5h or 5d"#,
                #"9:11 error wrong-type "every" has no value"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func timesIsAWholeNumber() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {every: 1m, times: 0, text: x}
            - {every: 1m, times: -1, text: x}
            - {every: 1m, times: 1.5, text: x}
            - {every: 1m, times: +5, text: x}
            - {every: 1m, times: many, text: x}
            - {every: 1m, times: 99999999999999999999, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"6:22 error bad-value "times" is a whole number from 1, not "0""#,
                #"7:22 error bad-value "times" is a whole number from 1, not "-1""#,
                #"8:22 error bad-value "times" is a whole number from 1, not "1.5""#,
                #"9:22 error bad-value "times" is a whole number from 1, not "+5""#,
                #"10:22 error bad-value "times" is a whole number from 1, not "many""#,
                #"11:22 error bad-value "times" is a whole number from 1, not "99999999999999999999""#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aRepeatIsOverWithinTenYears() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {every: 1d, times: 99999, text: x}
            - {every: 3660d, times: 9223372036854775807, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                "6:22 error timing the last of 99999 times would be more than ten years away",
                """
                7:25 error timing the last of 9223372036854775807 times would be more than ten years \
                away
                """,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func choicesAreAmongTheFewThereAre() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 1s, category: chatt, late: sned, overflow: eror, on_unknown: leaf, text: x}
            - {at: 1s, category: [x], late: , max_late: 5, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"6:22 error bad-value "category" is system or chat, not "chatt": did you mean "chat"?"#,
                #"6:35 error bad-value "late" is skip or send, not "sned": did you mean "send"?"#,
                #"""
                6:51 error bad-value "overflow" is error or truncate or split, not "eror": did you \#
                mean "error"?
                """#,
                #"6:69 error bad-value "on_unknown" is leave or resend, not "leaf""#,
                #"7:22 error wrong-type "category" takes a text, not a list or a mapping"#,
                #"7:33 error wrong-type "late" has no value"#,
                #"7:45 error bad-time "5" has no unit: write 5ms, 5s, 5m, 5h or 5d"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func suggestsTheKeyThatWasMeantHere() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 1s, tezt: x, text: y, max-late: 1s, colour: red}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"6:12 error unknown-key a message has no key "tezt": did you mean "text"?"#,
                #"6:30 error unknown-key a message has no key "max-late": did you mean "max_late"?"#,
                #"""
                6:44 error unknown-key a message has no key "colour": it has id, at, every, from, \#
                until, times, after, rooms, category, sender, vars, late, max_late, overflow, \#
                on_unknown, skip, hold, when, text
                """#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func variablesAreAMapping() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms: {a: {id: r1}, b: {id: r2}}
            defaults: {rooms: a}
            messages:
            - {at: 1s, vars: 3, text: "{{ code }}"}
            - {at: 1s, vars: [a], text: x}
            - {at: 1s, vars: {room: 1}, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"6:18 error wrong-type "vars" is a mapping of names to values"#,
                #"7:18 error wrong-type "vars" is a mapping of names to values"#,
                #"""
                8:19 error reserved-name "room" is a name that every template has already: choose \#
                another
                """#,
            ])
        #expect(loaded.timeline == nil)
    }
}
