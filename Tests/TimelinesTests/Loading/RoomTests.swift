import Testing

@testable import Timelines

@Suite struct RoomTests {
    private func roomIDs(_ timeline: Timeline) -> [[String]] {
        timeline.messages.map { timeline.rooms(of: $0).map { timeline.rooms[$0].id } }
    }

    private static let rooms = """
        rooms:
          all: [halls, foyer, both]
          halls: [one, two]
          both: [one, foyer]
          one: {id: "1"}
          two: {id: "2"}
          foyer: {id: f, vars: {floor: 0}}
          unused: {id: u}
        """

    @Test(
        arguments: [
            ("one", ["1"]), ("f", ["f"]), ("foyer", ["f"]), ("all", ["1", "2", "f"]), ("2", ["2"]), ("none", nil),
        ] as [(String, [String]?)])
    func peopleMeanARoomByItsNameItsGroupOrItsID(name: String, ids: [String]?) throws {
        let timeline = try timeline(yaml("- {at: 1s, rooms: one, text: x}", rooms: Self.rooms.with("one")))
        #expect(timeline.rooms(named: name)?.map { timeline.rooms[$0].id } == ids)
        #expect(timeline.group(ofRooms: ["foyer", "one"]) == "both")
        #expect(timeline.group(ofRooms: ["foyer"]) == nil)
        #expect(timeline.roomNames.contains("halls"))
    }

    @Test(arguments: [
        ("one", ["1"]), ("[one]", ["1"]), ("[two, one]", ["2", "1"]), ("halls", ["1", "2"]),
        // A room that is reached twice counts once, where it is met first.
        ("[one, one]", ["1"]), ("[foyer, all]", ["f", "1", "2"]), ("all", ["1", "2", "f"]),
        ("[both, halls]", ["1", "f", "2"]), ("[\"one\", 'two']", ["1", "2"]),
    ])
    func aMessageReachesRoomsAndGroups(rooms: String, ids: [String]) throws {
        #expect(
            try roomIDs(timeline(yaml("- {at: 1s, rooms: \(rooms), text: x}", rooms: Self.rooms.with("one")))) == [
                ids
            ])
    }

    @Test func declaredRoomsAreKeptThoughNobodyReachesThem() throws {
        let timeline = try timeline(yaml("- {at: 1s, text: x}", rooms: Self.rooms.with("one")))
        #expect(timeline.rooms.map(\.id) == ["1", "2", "f", "u"])
        #expect(timeline.rooms.map(\.name) == ["one", "two", "foyer", "unused"])
    }

    @Test func listsThatAreWrittenAlikeAreOne() throws {
        let messages = (1...5).map { "- {at: \($0)s, rooms: [two, halls], text: x}\n" }.joined()
        let timeline = try timeline(yaml(messages + "- {at: 1s, text: x}", rooms: Self.rooms.with("one")))
        #expect(timeline.roomLists.count == 2)
    }

    @Test func namesAreIDsWhereNoRoomsAreDeclared() throws {
        let timeline = try timeline(
            """
            timeline: t
            sender: {id: host}
            messages:
            - {at: 1s, rooms: 0123, text: "{{ room.id }} {{ room.name }}"}
            - {at: 1s, rooms: [no, 1.50, "~!@#$^&*()_+=-`;',.<>"], text: x}
            - {at: 1s, rooms: [no, 0123], text: x}
            """)
        #expect(roomIDs(timeline) == [["0123"], ["no", "1.50", "~!@#$^&*()_+=-`;',.<>"], ["no", "0123"]])
        #expect(timeline.rooms.map(\.name) == timeline.rooms.map(\.id))
        #expect(timeline.contents.first == "0123 0123")
    }

    @Test func templatesSeeTheRoomAndItsVariables() throws {
        let timeline = try timeline(
            yaml(
                "- {at: 1s, rooms: [foyer, lobby], text: \"{{ room.name }} {{ room.id }} {{ floor }} {{ room.floor }}\"}",
                rooms: "rooms: {foyer: {id: f, vars: {floor: 0}}, lobby: {id: l, vars: {floor: one}}, a: {id: a}}"))
        #expect(timeline.contents == ["foyer f 0 0", "lobby l one one"])
    }

    @Test func aRoomMayTakeItsVariablesFromAnother() throws {
        let timeline = try timeline(
            yaml(
                "- {at: 1s, rooms: [stage, shop], text: \"{{ lang }} {{ room.name }}\"}",
                rooms: """
                    rooms:
                      stage: {id: s, vars: &en {lang: en}}
                      shop: {id: p, vars: *en}
                      a: {id: a}
                    """))
        #expect(timeline.contents == ["en stage", "en shop"])
    }

    @Test func groupsGoSixtyFourLevelsDeep() throws {
        func rooms(_ levels: Int) -> String {
            "rooms:\n  a: {id: a}\n  g0: [a]\n" + (1..<levels).map { "  g\($0): [g\($0 - 1)]\n" }.reversed().joined()
        }
        #expect(load(yaml("- {at: 1s, text: x}", rooms: rooms(64))).diagnostics.isEmpty)
        let deep = load(yaml("- {at: 1s, text: x}", rooms: rooms(10_000)))
        #expect(deep.diagnostics.allSatisfy { $0.kind == .limit })
        #expect(!deep.diagnostics.isEmpty)
    }

    @Test func aGroupMayHaveThousandsOfRooms() throws {
        let rooms = (1...5000).map { "  r\($0): {id: i\($0)}\n" }.joined()
        let names = (1...5000).map { "r\($0)" }.joined(separator: ", ")
        let text = "rooms:\n\(rooms)  a: [\(names)]\n  twice: [a, a, r7]\n"
        let timeline = try timeline(yaml("- {at: 1s, rooms: twice, text: x}", rooms: text))
        #expect(timeline.plannedDeliveries == 5000)
    }

    @Test func groupsOfGroupsDoNotTakeAllMemory() {
        // Each group holds all rooms: four thousand times four thousand.
        let rooms = (1...4000).map { "  r\($0): {id: i\($0)}\n" }.joined()
        let names = (1...4000).map { "r\($0)" }.joined(separator: ", ")
        let groups = (1...4000).map { "  g\($0): [a, r\($0)]\n" }.joined()
        let loaded = load(yaml("- {at: 1s, text: x}", rooms: "rooms:\n\(rooms)  a: [\(names)]\n\(groups)"))
        #expect(loaded.diagnostics.map(\.kind) == [.limit])
    }
}

extension String {
    /// The rooms with one more name, `a`, which the defaults of `yaml` want.
    fileprivate func with(_ name: String) -> String { self + "\n  a: [\(name)]" }
}
