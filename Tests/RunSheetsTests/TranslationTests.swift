import MarkedYAML
import Testing
import Timelines

@testable import RunSheets

/// Sheets with a column of texts for each language.
@Suite struct TranslationTests {
    private func imported(_ text: String, map: String? = nil, rooms: [String] = []) throws -> SheetImport {
        let map = try map.map { try RoomMap(SourceText(name: "rooms.yaml", bytes: Array($0.utf8))) }
        return sheet(text) {
            $0.translations = [("en", "English"), ("zh", "中文")]
            $0.roomMap = map.map { ($0, "rooms.yaml") }
            $0.rooms = rooms
        }
    }

    private func lines(_ sheet: SheetImport) -> [String] {
        sheet.draft?.messages.map { "\($0.id) \($0.rooms.joined(separator: ",")): \($0.text)" } ?? []
    }

    @Test func eachTextGoesToTheRoomOfItsName() throws {
        let sheet = try imported("time,English,中文,id\n5s,Hello,你好,hi\n9s,Bye,再见,\n")
        #expect(lines(sheet) == ["hi-en en: Hello", "hi-zh zh: 你好", "bye-en en: Bye", "bye-zh zh: 再见"])
        #expect(sheet.draft?.rooms.map(\.name) == ["en", "zh"])
        #expect(sheet.placed == 2)
        #expect(sheet.isEverythingPlaced)
        #expect(sheet.columns.unused == [])
        _ = try timeline(#require(sheet.draft))
    }

    @Test func whereARowNamesRoomsItGoesToThoseOfTheLanguage() throws {
        let sheet = try imported(
            "time,English,中文,room\n5s,Hello,你好,\"stage，shop\"\n9s,Bye,再见,全部\n12s,Only,,stage-en\n15s,x,y,shop-zh\n")
        #expect(
            lines(sheet) == [
                "hello-en stage-en,shop-en: Hello", "hello-zh stage-zh,shop-zh: 你好", "bye-en en: Bye",
                "bye-zh zh: 再见", "only-en stage-en: Only", "x-zh shop-zh: y",
            ])
        #expect(
            sheet.draft?.groups == [
                .init(name: "en", members: ["stage-en", "shop-en"]),
                .init(name: "zh", members: ["stage-zh", "shop-zh"]),
            ])
        _ = try timeline(#require(sheet.draft))
    }

    @Test func aTextThatIsMissingIsSaid() throws {
        let text = "time,English,中文\n5s,Hello,\n9s,,\n"
        let sheet = try imported(text)
        #expect(lines(sheet) == ["hello-en en: Hello"])
        #expect(
            RunSheetsTests.lines(sheet.problems, in: text) == [
                "2:1 changed: there is no text for zh: nothing goes there", "3:1 left out: the row has no text",
            ])
    }

    @Test func aTextWithoutARoomOfItsLanguageIsSaid() throws {
        let text = "time,English,中文,room\n5s,Hello,你好,stage-zh\n"
        let sheet = try imported(text)
        #expect(lines(sheet) == ["hello-zh stage-zh: 你好"])
        #expect(
            RunSheetsTests.lines(sheet.problems, in: text) == [
                "2:4 changed: no room of the row is for en: this text goes nowhere"
            ])
    }

    @Test func aRowWithoutARoomOfItsLanguagesIsLeftOut() throws {
        let text = "time,English,中文,room\n5s,Hello,,stage-zh\n"
        let sheet = try imported(text)
        #expect(sheet.problems.last?.message == "no room of the row is for any of its texts")
    }

    // MARK: With a file of rooms

    @Test func theRoomsOfTheMapAreThose() throws {
        let map = "rooms:\n  stage-en: {id: \"7\"}\n  stage-zh: {id: \"8\"}\n  en: [stage-en]\n"
        let sheet = try imported("time,English,中文,room\n5s,Hello,你好,\n6s,A,B,stage\n7s,C,,vip\n", map: map)
        #expect(
            lines(sheet).prefix(4) == ["hello-en en: Hello", "hello-zh zh: 你好", "a-en stage-en: A", "a-zh stage-zh: B"])
        #expect(sheet.draft?.rooms == [.init(name: "vip-en", id: "vip-en")])
        #expect(sheet.draft?.groups == [.init(name: "zh", members: ["stage-zh"])])
        #expect(sheet.draft?.include == "rooms.yaml")
    }

    @Test func aNameOfTheMapNeedsNoNote() throws {
        let map = try RoomMap(SourceText(name: "rooms.yaml", bytes: Array("rooms:\n  Main Stage: {id: \"7\"}\n".utf8)))
        let sheet = sheet("time,text,room\n1s,x,Main Stage\n2s,y,all\n3s,z,\n") { $0.roomMap = (map, "rooms.yaml") }
        #expect(sheet.problems.map(\.message) == ["the row names no room: give --room for those that do not"])
        #expect(sheet.draft?.rooms == [])
        #expect(sheet.draft?.groups == [.init(name: "everyone", members: ["Main Stage"])])
        // Of a sheet without rooms, all of the map are meant.
        let roomless = RunSheetsTests.sheet("time,text\n1s,x\n") { $0.roomMap = (map, "rooms.yaml") }
        #expect(roomless.draft?.messages.first?.rooms == ["everyone"])
    }

    @Test func anIdOfTheMapIsTaken() throws {
        let map = try RoomMap(SourceText(name: "rooms.yaml", bytes: Array("rooms:\n  a: {id: lobby}\n".utf8)))
        let sheet = sheet("time,text,room\n1s,x,lobby\n") { $0.roomMap = (map, "rooms.yaml") }
        #expect(sheet.draft?.rooms == [.init(name: "lobby", id: "lobby-2")])
    }

    // MARK: In Chinese

    @Test(arguments: [
        "时间,内容,房间,类别,发送者,编号", "开始时间,消息内容,房间号,消息类型,发送人,序号", "时间（北京）,文案,直播间,分类,用户ID,标识",
    ])
    func headersMayBeChinese(header: String) throws {
        let sheet = sheet("\(header)\n5秒,大家好,stage,聊天,nova,a1\n10秒,再见,全部,系统,nova,a2\n")
        let messages = try #require(sheet.draft?.messages)
        #expect(messages.map(\.text) == ["大家好", "再见"])
        #expect(messages.map(\.category) == [.chat, .system])
        #expect(messages.map(\.rooms) == [["stage"], ["everyone"]])
        #expect(messages[0].sender == Sender(id: "nova"))
        #expect(messages[0].id == "a1")
        #expect(sheet.columns.unused == [])
        #expect(sheet.isEverythingPlaced)
    }

    @Test(arguments: [
        ("晚上8点05分", "00:05:00"), ("下午 8:05", "00:05:00"), ("20点", "00:00:00"), ("20时05分30秒", "00:05:30"),
        ("晚上8点半", "00:30:00"), ("２０：０５", "00:05:00"), ("晚上8点整", "00:00:00"), ("晚上12点", "04:00:00"),
        ("中午12点", "-08:00:00"), ("中午1点", "-07:00:00"), ("上午11:30", "-08:30:00"), ("中午11点半", "-08:30:00"),
        ("2026年11月20日 20:05", "00:05:00"), ("2026/11/20 20:05", "00:05:00"), ("2026/11/20 晚上8点05分", "00:05:00"),
        ("2026-11-20 8:05", "-11:55:00"),
    ])
    func timesOfDayMayBeChinese(time: String, offset: String) {
        let sheet = sheet("时间,内容\n\(time),x\n") {
            $0.start = SheetStart("2026-11-20 20:00")
            $0.times = .clock
        }
        #expect(sheet.offsets == [offset], "\(sheet.problems)")
    }

    @Test(arguments: [("5分钟", "00:05:00"), ("1小时30分", "01:30:00"), ("-10分", "-00:10:00"), ("90秒", "00:01:30")])
    func offsetsMayBeChinese(time: String, offset: String) {
        #expect(sheet("时间,内容\n\(time),x\n").offsets == [offset])
    }

    @Test(arguments: ["2026年11月20日", "2026/11/20", "2026-11-20", "2026.11.20", "2026/11/5"])
    func datesMayBeChinese(date: String) {
        let sheet = sheet("日期,时间,内容\n\(date),20:05,x\n")
        #expect(sheet.draft?.start?.hasPrefix("2026-11-") == true)
    }

    // MARK: Long texts

    @Test func aLongCellIsSplit() throws {
        let long = String(repeating: "Long words. ", count: 100)
        let sheet = sheet("time,text\n1s,\(long)\n2s,short\n3s,\(String(repeating: "x", count: 60_000))\n")
        #expect(sheet.draft?.messages.map(\.isSplit) == [true, false])
        #expect(
            sheet.problems.map(\.message) == [
                "1199 bytes, and a message has at most 1024: it goes out in parts (overflow: split)",
                "a text of 60000 bytes: make several rows of it",
            ])
        let timeline = try timeline(#require(sheet.draft))
        #expect(timeline.messages[0].policy.overflow == .split)
        #expect(timeline.messages[1].policy.overflow == .error)
    }
}
