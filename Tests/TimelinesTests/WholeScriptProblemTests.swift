import Testing
import Timelines

@Suite struct WholeScriptProblemTests {
    @Test func everythingIsShownAtOnceInTheOrderOfTheFile() {
        let loaded = load(
            #"""
            # A script with something wrong in every part.
            timeline: Show
            titel: x
            timezone: Europe/Berln
            start: 2026-13-01 20:00
            sender: {id: "no spaces"}
            vars: {title: x, price: 5}
            rooms:
              stage: {id: "1"}
              lobby: {id: "1"}
              all: [stage, loby]
            defaults: {rooms: all, late: never}
            messages:
            # 第一条
            - id: one
              at: 5
              text: "价格 {{ prise }} 元, {{ offset }}"
            - id: one
              every: 0s
              rooms: [stage, nowhere]
              text: |
                first line
                价格 {{ prise }} and {{ price + "x" }}
            - at: 1s
              text: ""
            - at: 2s
              colour: red
              text: "a\x07 {{ nope }}"
            - {at: 3s, text: x, at: 4s}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                """
                2:11 error bad-value a timeline's name has 1 to 64 of a-z, 0-9 and -, and does not \
                begin with -
                """,
                #"3:1 error unknown-key a timeline has no key "titel": did you mean "title"?"#,
                #"""
                4:11 error bad-value "Europe/Berln" is not a time zone like Asia/Shanghai: did you \#
                mean "Europe/Berlin"?
                """#,
                #"5:8 error bad-time "2026-13-01 20:00": there is no month 13"#,
                #"""
                6:14 error bad-value a sender id has letters, digits and ~!@#$%^&*()_+=-`;',.<>\, \#
                and no " "
                """#,
                #"""
                7:8 error reserved-name "title" is a name that every template has already: choose \#
                another
                """#,
                #"10:15 error duplicate-room "lobby" and "stage" are two names for the room 1"#,
                #"""
                11:16 error unknown-room there is no room or group "loby" under "rooms": did you \#
                mean "lobby"?
                """#,
                #"12:30 error bad-value "late" is skip or send, not "never""#,
                #"16:7 error bad-time "5" has no unit: write 5ms, 5s, 5m, 5h or 5d"#,
                #"18:7 error duplicate-id the id "one" is taken by the message on line 15"#,
                #"19:10 error bad-time "every" must be longer than nothing"#,
                #"20:18 error unknown-room there is no room or group "nowhere" under "rooms""#,
                #"""
                23:11 error undefined-variable nothing defines "prise": did you mean "price"? (in \#
                the room stage)
                """#,
                """
                23:27 error expression a whole number + a text makes no sense: join them with ~, or \
                place two {{ }} side by side (in the room stage)
                """,
                "25:9 error empty-text the text is empty (in the room stage)",
                #"""
                27:3 error unknown-key a message has no key "colour": it has id, at, every, from, \#
                until, times, after, rooms, category, sender, vars, late, max_late, overflow, \#
                on_unknown, skip, hold, when, text
                """#,
                #"28:19 error undefined-variable nothing defines "nope" (in the room stage)"#,
                #"29:21 error duplicate-key the key "at" stands twice here, first on line 29"#,
            ])
        #expect(loaded.timeline == nil)
    }
}
