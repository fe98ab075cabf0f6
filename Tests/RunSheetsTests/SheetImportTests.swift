import RunSheets
import ShowTime
import Testing
import Timelines

@Suite struct SheetImportTests {
    @Test(arguments: [
        "time,text,rooms,category,sender,id", "OFFSET,Message,Room,TYPE,By,Cue No",
        "At,Announcement,Channel,Kind,user,#",
        "Start (UTC),Event,Room(s),category,Sender ID,ID", "GET,description,ROOMS,Type,sender,cue #",
        "Mission time,cue,room,type,sender,no.",
    ])
    func columnsAreFoundByTheirHeaders(header: String) throws {
        let sheet = sheet("\(header)\n5s,Hello,stage,chat,nova,a1\n")
        let message = try #require(sheet.draft?.messages.first)
        #expect(message.text == "Hello")
        #expect(message.rooms == ["stage"])
        #expect(message.category == .chat)
        #expect(message.sender == Sender(id: "nova"))
        #expect(message.id == "a1")
        #expect(sheet.columns.unused == [])
        #expect(sheet.isEverythingPlaced)
    }

    @Test func columnsCanBeChosen() {
        let text = "Our show\n\nWann;Was;Regie\n5s;Hallo;MAZ ab\n"
        let chosen = sheet(text) { $0.columns = [.time: "wann", .text: "3"] }
        #expect(chosen.cues == ["00:00:05 MAZ ab"])
        #expect(chosen.columns.unused == ["Was"])
        let wrong = sheet(text) { $0.columns = [.time: "wann", .text: "Regei"] }
        #expect(
            lines(wrong.problems, in: text)
                == ["3:1 fatal: there is no column \"Regei\" for text: did you mean \"Regie\"?"])
        let none = sheet(text)
        #expect(none.draft == nil)
        #expect(none.problems.first?.message.contains("--column time=NAME") == true)
        let numbered = sheet("5s;Hallo\n") {
            $0.hasHeader = false
            $0.columns = [.time: "1", .text: "2"]
        }
        #expect(numbered.cues == ["00:00:05 Hallo"])
    }

    @Test func whatCannotBePlacedIsSaidAndTheRestIsThere() {
        let text = """
            time,text,room,date
            1s,one,a
            ,no time,a
            2s,,a
            3s,three,
            ,,
            4s,"\(String(repeating: "x", count: 1025))",a
            5s,five,a
            """
        let sheet = sheet(text)
        #expect(sheet.offsets == ["00:00:01", "00:00:04", "00:00:05"])
        #expect(
            lines(sheet.problems, in: text) == [
                "3:1 left out: the row has no time", "4:1 left out: the row has no text",
                "5:1 left out: the row names no room: give --room for those that do not",
                "7:4 changed: 1025 bytes, and a message has at most 1024: it goes out in parts (overflow: split)",
            ])
        #expect(sheet.rows == 6)
        #expect(!sheet.isEverythingPlaced)
    }

    @Test func namesThatZEGODoesNotTakeAreStoodInFor() throws {
        let text =
            "time,text,room,sender\n1s,one,\"Main Stage, lobby\",Anna Smith\n2s,two,main-stage,anna\n3s,three,舞台,小明\n"
        let sheet = sheet(text)
        let draft = try #require(sheet.draft)
        #expect(
            draft.rooms.map { "\($0.name)=\($0.id)" } == [
                "Main Stage=main-stage", "lobby=lobby", "main-stage=main-stage-2", "舞台=room-4",
            ])
        #expect(
            draft.messages.map(\.sender) == [
                Sender(id: "anna-smith", name: "Anna Smith"), Sender(id: "anna"), Sender(id: "sender-3", name: "小明"),
            ])
        #expect(sheet.problems.count == 5)
        #expect(sheet.isEverythingPlaced)
        _ = try timeline(draft)
    }

    @Test func allMeansEveryRoomOfTheSheet() throws {
        let sheet = sheet("time,text,room\n1s,one,all\n2s,two,a\n3s,three,b|a\n")
        let timeline = try timeline(try #require(sheet.draft))
        #expect(
            timeline.messages.map { timeline.rooms(of: $0).map { timeline.rooms[$0].id } } == [
                ["a", "b"], ["a"], ["b", "a"],
            ])
    }

    @Test func allOfNoRoomsIsOneToBePutIn() throws {
        let sheet = sheet("time,text,room\n1s,one,all\n2s,two,\" , \"\n")
        #expect(sheet.cues == ["00:00:01 one"])
        #expect(sheet.problems.map(\.message) == ["the row names no room: give --room for those that do not"])
        let draft = try #require(sheet.draft)
        #expect(try timeline(draft).rooms.map(\.id) == ["main"])
        #expect(draft.yaml.contains("rooms:   # the sheet names no rooms"))
    }

    @Test func theSenderToBePutInStandsOnTop() throws {
        let draft = try #require(sheet("time,text,by\n1s,one,nova\n2s,two,nova\n3s,three,\n").draft)
        #expect(draft.yaml.contains("\nsender: {id: host}   # some rows name no sender"))
        #expect(try timeline(draft).senders.map(\.id) == ["host", "nova"])
    }

    @Test func idsAreReadableAndTakenOnce() {
        let texts = [
            "Built-in hold", "Built-in hold", "Café «Ångström»!", "你好", "你好", "It's on",
            String(repeating: "word ", count: 30),
        ]
        let sheet = sheet("time,text\n" + texts.map { "1s,\($0)\n" }.joined())
        #expect(
            sheet.draft?.messages.map(\.id) == [
                "built-in-hold", "built-in-hold-2", "cafe-angstrom", "cue-4", "cue-5", "its-on",
                "word-word-word-word-word-word-word-word-word",
            ])
        let text = "id,time,text\n7,1s,a\n7,2s,b\nQ 8,3s,c\n,4s,d\n"
        let numbered = RunSheetsTests.sheet(text)
        #expect(numbered.draft?.messages.map(\.id) == ["7", "7-2", "q-8", "d"])
        #expect(lines(numbered.problems, in: text) == ["3:1 changed: the id \"7\" is taken: this row is \"7-2\""])
    }

    @Test func categoriesThatAreNoneAreSaidUnlessAllAreNone() {
        let some = sheet("time,text,type\n1s,a,chat\n2s,b,VT\n3s,c,System\n")
        #expect(some.draft?.messages.map(\.category) == [.chat, .system, .system])
        #expect(some.problems.map(\.message) == ["\"VT\" is neither system nor chat: taken as system"])
        let none = sheet("time,text,type\n1s,a,VT\n2s,b,Audio\n") { $0.category = .chat }
        #expect(none.draft?.messages.map(\.category) == [.chat, .chat])
        #expect(none.problems == [])
        #expect(none.columns.unused == ["type"])
    }

    @Test func whatTheSheetDoesNotSayHasAPlaceholderAndANote() throws {
        let draft = try #require(sheet("time,text\n10:00,a\n").draft)
        #expect(draft.yaml.contains("rooms:   # the sheet names no rooms"))
        #expect(draft.yaml.contains("sender: {id: host}   # the sheet names no sender"))
        #expect(draft.yaml.contains("# start: \"2026-11-20 10:00:00\""))
        _ = try timeline(draft)
        let given = try #require(
            sheet("time,text\n10:00,a\n") {
                $0.rooms = ["r1", "r2"]
                $0.sender = Sender(id: "nova", name: "Nova: Live")
                $0.title = "Tonight: #1"
                $0.start = SheetStart("2026-11-20 10:00")
                $0.zone = Zone(named: "Asia/Shanghai") ?? .utc
                $0.isZoneGiven = true
            }.draft)
        let loaded = try timeline(given)
        #expect(loaded.title == "Tonight: #1")
        #expect(loaded.zone.name == "Asia/Shanghai")
        #expect(loaded.start == Instant.seconds(1_795_140_000))
        #expect(loaded.senders == [Sender(id: "nova", name: "Nova: Live")])
        #expect(loaded.rooms.map(\.id) == ["r1", "r2"])
        #expect(!given.yaml.contains("#  ") && !given.yaml.contains("   #"))
    }

    @Test func textsAreMadeSafe() throws {
        let text = "time,text\n1s,\"  two\r\nlines \u{0B}and\u{85}more\t\"\n2s,bell\u{07}s\u{9B}\n"
        let sheet = sheet(text)
        #expect(sheet.draft?.messages.map(\.text) == ["two\nlines \nand\nmore", "bells"])
        #expect(lines(sheet.problems, in: text) == ["4:4 changed: control characters are left out of the text"])
    }
}
