import Testing
import Timelines

@Suite struct RootProblemTests {
    @Test func anEmptyFileIsNoTimeline() {
        let loaded = load(
            #"""
            # nothing but a comment
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"1:1 error missing-key the file is empty: a timeline begins with "timeline: a-name""#
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aListIsNoTimeline() {
        let loaded = load(
            #"""
            - a
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"1:1 error wrong-type a timeline is a mapping that begins with "timeline: a-name""#
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aWordIsNoTimeline() {
        let loaded = load(
            #"""
            timeline
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"1:1 error wrong-type a timeline is a mapping that begins with "timeline: a-name""#
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func namesAndMessagesAreRequired() {
        let loaded = load(
            #"""
            title: x
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                1:1 error missing-key "timeline" is missing: a timeline begins with "timeline: \#
                a-name"
                """#,
                #"1:1 error missing-key "messages" is missing: the list of what is to be said"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func suggestsTheKeyThatWasMeant() {
        let loaded = load(
            #"""
            timelin: x
            titel: y
            Messages: []
            soundtrack: z
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"1:1 error unknown-key a timeline has no key "timelin": did you mean "timeline"?"#,
                #"2:1 error unknown-key a timeline has no key "titel": did you mean "title"?"#,
                #"3:1 error unknown-key a timeline has no key "Messages": did you mean "messages"?"#,
                #"3:11 error bad-value "messages" is empty: there is nothing to say"#,
                #"""
                4:1 error unknown-key a timeline has no key "soundtrack": it has timeline, title, \#
                start, timezone, sender, vars, rooms, defaults, messages, include
                """#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aNameIsMadeOfSmallLettersDigitsAndHyphens() {
        let loaded = load(
            #"""
            timeline: Launch_Night
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                """
                1:11 error bad-value a timeline's name has 1 to 64 of a-z, 0-9 and -, and does not \
                begin with -
                """,
                #"2:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aNameDoesNotBeginWithAHyphen() {
        let loaded = load(
            #"""
            timeline: -x
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                """
                1:11 error bad-value a timeline's name has 1 to 64 of a-z, 0-9 and -, and does not \
                begin with -
                """,
                #"2:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aNameIsAtMostSixtyFourBytes() {
        let loaded = load(
            #"""
            timeline: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                """
                1:11 error bad-value a timeline's name has 1 to 64 of a-z, 0-9 and -, and does not \
                begin with -
                """,
                #"2:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func valuesAreNotListsOrNothing() {
        let loaded = load(
            #"""
            timeline: [x]
            title:
            start: [1]
            timezone: {a: b}
            sender: host
            rooms: [a]
            defaults: x
            vars: [1]
            messages: x
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"1:11 error wrong-type "timeline" takes a text, not a list or a mapping"#,
                #"2:7 error wrong-type "title" has no value"#,
                #"3:8 error wrong-type "start" takes a text, not a list or a mapping"#,
                #"4:11 error wrong-type "timezone" takes a text, not a list or a mapping"#,
                #"5:9 error wrong-type "sender" is a mapping with keys like "id""#,
                #"""
                6:8 error wrong-type "rooms" is a mapping of names: stage: {id: "123"} or everyone: \#
                [stage, lobby]
                """#,
                #"7:11 error wrong-type "defaults" is a mapping with keys like "rooms""#,
                #"8:7 error wrong-type "vars" is a mapping of names to values"#,
                #"9:11 error wrong-type "messages" is a list: each message begins with "- ""#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aZoneHasANameOfTheTimeZoneDatabase() {
        let loaded = load(
            #"""
            timeline: test
            timezone: Asia/Shangai
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                2:11 error bad-value "Asia/Shangai" is not a time zone like Asia/Shanghai: did you \#
                mean "Asia/Shanghai"?
                """#,
                #"3:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aStartIsADateAndATime() {
        let loaded = load(
            #"""
            timeline: test
            start: tomorrow
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                2:8 error bad-time "tomorrow" is not a date and time: write \#
                2026-11-20T20:00:00+08:00, or a local 2026-11-20 20:00
                """#,
                #"3:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aStartIsOnTheCalendar() {
        let loaded = load(
            #"""
            timeline: test
            start: 2026-02-30 20:00
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"2:8 error bad-time "2026-02-30 20:00": that month has no day 30"#,
                #"3:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aSenderHasAnID() {
        let loaded = load(
            #"""
            timeline: test
            sender: {name: x, nmae: y}
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                "2:9 error missing-key the sender has no id: sender: {id: host}",
                #"2:19 error unknown-key "sender" has no key "nmae": did you mean "name"?"#,
                #"3:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aSenderIDIsOneThatZEGOTakes() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: "a b"}
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                2:14 error bad-value a sender id has letters, digits and ~!@#$%^&*()_+=-`;',.<>\, \#
                and no " "
                """#,
                #"3:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aSenderIDIsNotEmpty() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: ""}
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                "2:14 error bad-value a sender id cannot be empty",
                #"3:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aSenderIDHasAtMost63Bytes() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                "2:14 error bad-value a sender id has at most 63 bytes, this one has 64",
                #"3:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aSenderNameHasAtMost255Bytes() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: x, name: 价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价价}
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                "2:23 error bad-value a sender's name has at most 255 bytes, this one has 258",
                #"3:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func defaultsAreAmongTheFewThereAre() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            defaults:
              rooms: []
              category: Chat
              late: never
              max_late: -5s
              overflow: cut
              on_unknown: x
              colour: red
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"4:10 error bad-value "rooms" is an empty list: nobody would see the message"#,
                #"5:13 error bad-value "category" is system or chat, not "Chat": did you mean "chat"?"#,
                #"6:9 error bad-value "late" is skip or send, not "never""#,
                #"7:13 error bad-time "max_late" cannot be negative"#,
                #"8:13 error bad-value "overflow" is error or truncate or split, not "cut""#,
                #"9:15 error bad-value "on_unknown" is leave or resend, not "x""#,
                #"""
                10:3 error unknown-key "defaults" has no key "colour": it has rooms, category, late, \#
                max_late, overflow, on_unknown
                """#,
                #"11:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func variablesHaveNamesOfTheirOwn() {
        let loaded = load(
            #"""
            timeline: test
            vars: {title: 1, offset: 2, my-price: 3, 1st: 4, "": 5, 价格: 6, "a b": 7, ok: 8}
            messages: []
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                2:8 error reserved-name "title" is a name that every template has already: choose \#
                another
                """#,
                #"""
                2:18 error reserved-name "offset" is a name that every template has already: choose \#
                another
                """#,
                #"""
                2:29 error bad-value "my-price" cannot be said in a template: a name has letters, \#
                digits and _
                """#,
                #"""
                2:42 error bad-value "1st" cannot be said in a template: a name has letters, digits \#
                and _
                """#,
                #"""
                2:50 error bad-value "" cannot be said in a template: a name has letters, digits and \#
                _
                """#,
                #"""
                2:64 error bad-value "a b" cannot be said in a template: a name has letters, digits \#
                and _
                """#,
                #"3:11 error bad-value "messages" is empty: there is nothing to say"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aBrokenFileSaysWhere() {
        let loaded = load(
            #"""
            timeline: test
            messages:
            - at: 1s
              text: "never closed
            - at: 2s
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                "4:9 error yaml-syntax while scanning a quoted scalar: found unexpected end of stream"
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func duplicateKeysAreErrors() {
        let loaded = load(
            #"""
            timeline: test
            title: a
            title: b
            messages:
            - {at: 1s, at: 2s, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"3:1 error duplicate-key the key "title" stands twice here, first on line 2"#,
                #"""
                5:3 error missing-key the message has no rooms: give "rooms" here or under \#
                "defaults"
                """#,
                #"""
                5:3 error missing-key the message has no sender: give "sender: {id: host}" here or \#
                at the top
                """#,
                #"5:12 error duplicate-key the key "at" stands twice here, first on line 5"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aSecondDocumentIsAnError() {
        let loaded = load(
            #"""
            timeline: test
            ---
            timeline: other
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                "2:1 error unsupported a second document begins here: a timeline is one document"
            ])
        #expect(loaded.timeline == nil)
    }
}
