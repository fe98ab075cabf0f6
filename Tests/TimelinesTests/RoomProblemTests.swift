import Testing
import Timelines

@Suite struct RoomProblemTests {
    @Test func twoNamesForOneRoomAreAnError() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms:
              stage: {id: "1"}
              lobby: {id: "1"}
            messages:
            - {at: 1s, rooms: [stage, lobby], text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"5:15 error duplicate-room "lobby" and "stage" are two names for the room 1"#
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aRoomHasAnID() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms:
              hall: {}
              foyer:
              bar: x
              deck: {id: }
              roof: {id: [x], vras: {}}
            messages:
            - {at: 1s, rooms: [hall, foyer, bar, deck, roof], text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"4:3 error missing-key the room "hall" has no id: hall: {id: "123"}"#,
                #"""
                5:3 error wrong-type the room "foyer" is a mapping or a group a list: foyer: {id: \#
                "123"} or [stage, lobby]
                """#,
                #"""
                6:8 error wrong-type the room "bar" is a mapping or a group a list: bar: {id: "123"} \#
                or [stage, lobby]
                """#,
                #"7:14 error wrong-type "id" has no value"#,
                #"8:14 error wrong-type "id" takes a text, not a list or a mapping"#,
                #"8:19 error unknown-key the room "roof" has no key "vras": did you mean "vars"?"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aRoomIDIsOneThatZEGOTakes() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms:
              a: {id: a/b}
              b: {id: ""}
              c: {id: 大厅}
              d: {id: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}
              e: {id: "\x07"}
              f: {id: "50%"}
            messages:
            - {at: 1s, rooms: [a, b], text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                4:11 error bad-value a room id has letters, digits and ~!@#$%^&*()_+=-`;',.<>\, and \#
                no "/"
                """#,
                "5:11 error bad-value a room id cannot be empty",
                #"""
                6:11 error bad-value a room id has letters, digits and ~!@#$%^&*()_+=-`;',.<>\, and \#
                no "大"
                """#,
                "7:11 error bad-value a room id has at most 127 bytes, this one has 128",
                #"""
                8:11 error bad-value a room id has letters, digits and ~!@#$%^&*()_+=-`;',.<>\, and \#
                no U+0007
                """#,
                "9:11 warning risky-id a % in a room id breaks ZEGO's Web SDK",
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aRoomHasVariablesOfItsOwn() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms:
              a: {id: x, vars: {id: 1, name: 2, title: 3, a-b: 4}}
              b: {id: y, vars: [1]}
            messages:
            - {at: 1s, rooms: a, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"4:21 error reserved-name "id" is a name that every room has already: choose another"#,
                #"""
                4:28 error reserved-name "name" is a name that every room has already: choose \#
                another
                """#,
                #"""
                4:37 error reserved-name "title" is a name that every template has already: choose \#
                another
                """#,
                #"""
                4:47 error bad-value "a-b" cannot be said in a template: a name has letters, digits \#
                and _
                """#,
                #"5:20 error wrong-type "vars" is a mapping of names to values"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aGroupNamesRoomsThatThereAre() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms:
              stage: {id: "1"}
              lobby: {id: "2"}
              all: [stage, loby, {x: y}, ""]
              none: []
            messages:
            - {at: 1s, rooms: all, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                6:16 error unknown-room there is no room or group "loby" under "rooms": did you mean \#
                "lobby"?
                """#,
                #"6:22 error wrong-type "rooms" takes a text, not a list or a mapping"#,
                #"6:30 error unknown-room there is no room or group "" under "rooms""#,
                #"7:9 error bad-value the group "none" is empty"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aGroupDoesNotContainItself() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms:
              stage: {id: "1"}
              one: [stage, one]
              two: [three]
              three: [stage, two]
            messages:
            - {at: 1s, rooms: [one, two], text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"5:16 error bad-value the group "one" contains itself"#,
                #"7:18 error bad-value the group "two" contains itself"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func aMessageNamesRoomsThatThereAre() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms:
              stage: {id: "1"}
              everyone: [stage]
            messages:
            - {at: 1s, rooms: stag, text: x}
            - {at: 1s, rooms: [stage, everyon, backstage], text: x}
            - {at: 1s, rooms: [], text: x}
            - {at: 1s, rooms: , text: x}
            - {at: 1s, rooms: {a: b}, text: x}
            - {at: 1s, rooms: [[stage]], text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                7:19 error unknown-room there is no room or group "stag" under "rooms": did you mean \#
                "stage"?
                """#,
                #"""
                8:27 error unknown-room there is no room or group "everyon" under "rooms": did you \#
                mean "everyone"?
                """#,
                #"8:36 error unknown-room there is no room or group "backstage" under "rooms""#,
                #"9:19 error bad-value "rooms" is an empty list: nobody would see the message"#,
                #"10:19 error wrong-type "rooms" has no value"#,
                #"11:19 error wrong-type "rooms" is a name or a list of names"#,
                #"12:20 error wrong-type "rooms" takes a text, not a list or a mapping"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func roomsMustBeGivenSomewhere() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            messages:
            - {at: 1s, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                4:3 error missing-key the message has no rooms: give "rooms" here or under \#
                "defaults"
                """#
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func namesThatAreNotDeclaredAreIDs() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            messages:
            - {at: 1s, rooms: [大厅, "", x/y], text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"""
                4:20 error bad-value a room id has letters, digits and ~!@#$%^&*()_+=-`;',.<>\, and \#
                no "大"
                """#,
                "4:24 error bad-value a room id cannot be empty",
                #"""
                4:28 error bad-value a room id has letters, digits and ~!@#$%^&*()_+=-`;',.<>\, and \#
                no "/"
                """#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func brokenDefaultsAreReportedOnce() {
        let loaded = load(
            #"""
            timeline: test
            sender: {id: host}
            rooms:
              stage: {id: "1"}
            defaults: {rooms: {a: b}}
            messages:
            - {at: 1s, text: x}
            - {at: 2s, text: x}
            """#)
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"5:19 error wrong-type "rooms" is a name or a list of names"#
            ])
        #expect(loaded.timeline == nil)
    }
}
