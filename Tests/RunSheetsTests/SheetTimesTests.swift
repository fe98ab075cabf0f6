import RunSheets
import ShowTime
import Testing

@Suite struct SheetTimesTests {
    /// Cells of one column, and what they come to as offsets.
    @Test(arguments: [
        (["-10m", "0", "90s", "1h30m", "250ms"], ["-00:10:00", "00:00:00", "00:01:30", "01:30:00", "00:00:00.250"]),
        (
            ["T-10m", "T-0", "T+00:05:00", "T + 5:00", "t-1:00:00"],
            ["-00:10:00", "00:00:00", "00:05:00", "00:05:00", "-01:00:00"]
        ),
        (["+5:00", "-5:00", "−5:00", "–00:10"], ["00:05:00", "-00:05:00", "-00:05:00", "-00:00:10"]),
        (["004:06:46", "100:12:00.0", "GET 102:45:39.9"], ["04:06:46", "100:12:00", "102:45:39.900"]),
        (
            ["10 min", "-1 hour", "1 h 30 min.", "90 Seconds", "2 hrs"],
            ["00:10:00", "-01:00:00", "01:30:00", "00:01:30", "02:00:00"]
        ),
        (["00:00", "00:05,5", "01:05:00"], ["00:00:00", "00:00:05.500", "01:05:00"]),
    ])
    func offsetsInEveryForm(cells: [String], offsets: [String]) {
        let text = "offset;text\n" + cells.map { "\($0);x\n" }.joined()
        let sheet = sheet(text)
        #expect(sheet.offsets == offsets)
        #expect(lines(sheet.problems, in: text) == [])
        #expect(sheet.times == .offset)
    }

    @Test(arguments: [
        // The first row's time is the start.
        (
            ["20:00", "20:05", "20:05:30", "8:10 PM", "9 pm"],
            ["00:00:00", "00:05:00", "00:05:30", "00:10:00", "01:00:00"]
        ),
        // Past midnight it goes on.
        (["23:50", "00:00", "00:10", "1:00"], ["00:00:00", "00:10:00", "00:20:00", "01:10:00"]),
        (["11:50 PM", "12:10 AM", "12:10 PM"], ["00:00:00", "00:20:00", "12:20:00"]),
        (["20:00", "24:00", "00:30"], ["00:00:00", "04:00:00", "04:30:00"]),
        // A row out of order stays on its day.
        (["20:00", "20:10", "20:05"], ["00:00:00", "00:10:00", "00:05:00"]),
        (["08:00", "12:30", "20:00", "07:00"], ["00:00:00", "04:30:00", "12:00:00", "23:00:00"]),
    ])
    func timesOfDayCountFromTheFirstRow(cells: [String], offsets: [String]) {
        let sheet = sheet("Time,Text\n" + cells.map { "\($0),x\n" }.joined())
        #expect(sheet.offsets == offsets)
        #expect(sheet.times == .clock)
        #expect(sheet.draft?.start == nil)
    }

    @Test(arguments: [
        ("20:00", ["19:50", "20:00", "23:59", "00:10"], ["-00:10:00", "00:00:00", "03:59:00", "04:10:00"]),
        ("2026-11-20 20:00", ["19:50", "20:00", "23:59", "00:10"], ["-00:10:00", "00:00:00", "03:59:00", "04:10:00"]),
        ("2026-11-20T20:00:00Z", ["19:50", "20:10"], ["-00:10:00", "00:10:00"]),
        // The clocks of the sheet are those that the start was read from.
        (
            "2026-11-20T20:00:00+08:00", ["19:50", "00:10", "2026-11-20T16:15:00Z"],
            ["-00:10:00", "04:10:00", "04:15:00"]
        ),
        ("2026-11-20T20:00:00.500-03:30", ["20:00:01"], ["00:00:00.500"]),
        // The doors open on the day before.
        ("2026-11-21 00:30", ["23:50", "00:10", "00:40"], ["-00:40:00", "-00:20:00", "00:10:00"]),
        // The crew has the whole day to set up.
        ("2026-11-20 20:00", ["07:00", "19:30", "23:00"], ["-13:00:00", "-00:30:00", "03:00:00"]),
        ("8 PM", ["07:00", "19:30", "23:00"], ["-13:00:00", "-00:30:00", "03:00:00"]),
        ("2026-11-20 20:00", ["2026-11-19 20:00", "2026-11-20T20:00:05Z"], ["-24:00:00", "00:00:05"]),
    ])
    func timesOfDayCountFromTheStart(start: String, cells: [String], offsets: [String]) {
        let sheet = sheet("Time,Text\n" + cells.map { "\($0),x\n" }.joined()) { $0.start = SheetStart(start) }
        #expect(sheet.offsets == offsets)
    }

    @Test func clocksThatChangeInTheNightAreCountedIn() throws {
        let zone = try #require(Zone(named: "Europe/Berlin"))
        let text = "clock,text\n23:00,a\n01:00,b\n04:00,c\n"
        // In the night to 2026-10-25 clocks go back from three to two.
        let dated = sheet(text) {
            $0.zone = zone
            $0.start = SheetStart("2026-10-24 23:00")
        }
        #expect(dated.offsets == ["00:00:00", "02:00:00", "06:00:00"])
        #expect(sheet(text).offsets == ["00:00:00", "02:00:00", "05:00:00"])
    }

    @Test func aZoneThatIsGivenBeatsTheStartsOwn() throws {
        let sheet = sheet("clock,text\n13:10,a\n") {
            $0.start = SheetStart("2026-11-20T20:00:00+08:00")
            $0.zone = Zone(named: "Europe/Berlin") ?? .utc
            $0.isZoneGiven = true
        }
        #expect(sheet.offsets == ["00:10:00"])
    }

    @Test func datesOfTheSheetMakeTheStart() {
        let sheet = sheet("Date,Time,Text\n2026-11-20,22:00,a\n,23:30,b\n,00:30,c\n2026-11-22,10:00,d\n")
        #expect(sheet.offsets == ["00:00:00", "01:30:00", "02:30:00", "36:00:00"])
        #expect(sheet.draft?.start == "2026-11-20 22:00:00")
    }

    @Test func rowsBeforeTheFirstDateAreBeforeIt() {
        let sheet = sheet("Date,Time,Text\n,23:30,a\n2026-11-21,00:30,b\n")
        #expect(sheet.offsets == ["00:00:00", "01:00:00"])
        #expect(sheet.draft?.start == "2026-11-20 23:30:00")
    }

    @Test func whatCouldBeMeantInTwoWaysIsDecidedByTheWholeColumn() {
        func reading(_ header: String, _ cells: String...) -> String {
            let sheet = sheet("\(header),text\n" + cells.map { "\($0),x\n" }.joined())
            return "\(sheet.times.rawValue)\(sheet.areTimesGuessed ? "?" : "") \(sheet.offsets.last ?? "")"
        }
        #expect(reading("time", "00:00", "00:05") == "offset? 00:00:05")
        #expect(reading("time", "10:00", "10:05") == "clock? 00:05:00")
        #expect(reading("time", "-5m", "10:05") == "offset 00:10:05")
        #expect(reading("time", "8 PM", "20:05") == "clock 00:05:00")
        #expect(reading("GET", "10:00", "10:05") == "offset 00:10:05")
        #expect(reading("Time of day", "00:00", "00:05") == "clock 00:05:00")
        #expect(sheet("time,text\n00:00,a\n00:05,b\n") { $0.times = .clock }.offsets == ["00:00:00", "00:05:00"])
        #expect(sheet("time,text\n10:00,a\n10:05,b\n") { $0.times = .offset }.offsets == ["00:10:00", "00:10:05"])
    }

    @Test(arguments: ["soon", "90", "25:61", "8:5", "13 PM", "1.5", "00:00:00.0001", "99999999999h", "20:05 uhr"])
    func whatIsNoTimeIsLeftOutAtItsPlace(cell: String) {
        let text = "text;time\nhello;\(cell)\nworld;5s\n"
        let sheet = sheet(text)
        #expect(sheet.cues == ["00:00:05 world"])
        #expect(sheet.problems.count == 1)
        #expect(lines(sheet.problems, in: text).first?.hasPrefix("2:7 left out: \"\(cell)\"") == true)
        #expect(!sheet.isEverythingPlaced)
    }

    @Test(arguments: ["now", "", "tomorrow", "25:00", "5m"])
    func whatIsNoStartIsNone(text: String) { #expect(SheetStart(text) == nil) }
}
