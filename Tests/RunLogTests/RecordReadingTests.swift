import ShowTime
import Testing
import Timelines

@testable import RunLog
@testable import Scheduling

@Suite struct RecordReadingTests {
    private static let awkward = {
        var generator = SeededGenerator(seed: 8)
        return [
            "", "\"", "\\", "\n\r\t\0\u{1F}\u{7F}\u{85}", "价格 😀", "a#1@b", "\u{301}x", "}{\"event\":\"end\"}",
            "\u{FEFF}",
        ]
            + (0..<200).map { _ in generator.awkwardText() }
    }()

    /// Every kind of record, with every field filled and with every field that may be empty empty.
    private static func samples(_ text: String, _ number: Int) -> [Record] {
        var header = RunHeader.sample(resumed: number % 2 == 0)
        header.host = text
        header.version = text
        header.boot = number % 2 == 0 ? nil : text
        header.uptimeAtStart = number % 2 == 0 ? nil : .milliseconds(Int64(number) * 86_400_000)
        header.sha256 = text
        header.planned = number % 2 == 0 ? nil : number
        header.appID = .max - UInt32(number)
        header.mode = [.live, .simulate, .rehearse][number % 3]
        let part = number % 2 == 0 ? nil : Part(number, of: number + 1)
        let attempt = AttemptRecord.sample(
            "offer.1_x-", number + 1, part: part, room: text, number: number, content: text,
            due: noon - .days(Int64(number)), at: noon + .milliseconds(Int64(number)))
        var tally = Tally()
        for (index, outcome) in Outcome.final.enumerated() { tally[outcome] = index * 1_000_000_007 + number }
        return [
            .run(header), .attempt(attempt), .end(EndRecord(time: noon, run: showID, planned: number, tally: tally)),
        ]
            + Outcome.allCases.map { outcome in
                .result(
                    ResultRecord(
                        time: noon + .milliseconds(Int64(number)), run: showID, messageID: "offer",
                        occurrences: number + 1...(number % 3 == 0 ? number + 5 : number + 1), part: part,
                        roomID: text, roomName: text + "x", category: number % 2 == 0 ? .chat : .system,
                        due: noon + .days(Int64(number)), attempt: number, outcome: outcome,
                        code: number % 2 == 0 ? nil : -number, reason: number % 2 == 0 ? text : nil,
                        apiMessageID: number % 3 == 0 ? text : nil, requestID: number % 5 == 0 ? nil : text,
                        late: .milliseconds(Int64(-number)),
                        took: number % 2 == 0 ? .milliseconds(Int64(number)) : nil,
                        bytes: number % 2 == 0 ? number : nil))
            }
    }

    /// A record is read back as it was written, on every field, whatever its texts have in them.
    @Test func readsBackWhatIsWritten() throws {
        for (number, text) in Self.awkward.enumerated() {
            for written in Self.samples(text, number) {
                let read = try #require(record(line(written)))
                #expect(read == written)
                // Texts that look alike are not equal: byte for byte.
                #expect(line(read) == line(written) && Array(line(read).utf8) == Array(line(written).utf8))
            }
        }
    }

    /// What the scheduler makes is exact to the millisecond, as the log is.
    @Test func timesAreWholeMilliseconds() {
        let time = noon + Interval(nanoseconds: 1_999_999)
        let result = ResultRecord(
            time: time, run: showID, messageID: "a", occurrences: 1...1, roomID: "r", roomName: "r", category: .chat,
            due: noon, attempt: 1, outcome: .sent, late: Interval(nanoseconds: 1_999_999),
            took: Interval(nanoseconds: 2_000_001))
        #expect(result.time == noon + .milliseconds(1))
        #expect(result.late == .milliseconds(1) && result.took == .milliseconds(2))
        #expect(record(line(.result(result))) == .result(result))
    }

    @Test(arguments: [
        ControlRecord.Action.hold, .holdBefore(message: "x", due: noon), .go(held: .zero, total: .milliseconds(-1)),
        .go(held: .milliseconds(123_456), total: .hours(1)), .shift(by: .milliseconds(-250), total: .zero),
        .shift(by: .longest, total: -.longest), .skip(CueSelector("x")), .cancel, .shutdown,
        .skip(CueSelector("x", occurrence: 3)), .skip(CueSelector("x", room: "a b")),
        .unskip(CueSelector("x", occurrence: 3, room: "1"), from: 2),
        .fire(Firing(message: "x", occurrence: 9, category: .chat, rooms: ["1", "\"2\""])),
        .again(Firing(message: "x", occurrence: 1, category: .system, rooms: ["1"])),
        .holdBefore(message: "x", due: noon, inputs: ["a", "b"]),
        .holdBefore(message: "x", due: noon, inputs: ["a"], needsGo: false),
        .set(name: "winner", value: "李 \"伟\""), .unset(name: "winner", reason: "no"),
        .logRestored(reason: "x", inputs: ["winner"]),
        .reload(ReloadRecord()),
        .reload(ReloadRecord(sha256: "ab", renamed: ["~a": "b-c.d"], leads: ["r": 1, "q": 9])),
        .reloadRefused(reason: "show.yaml:1:2: \"x\""),
        .accountHold(code: -1, reason: "价格\n\""), .accountHold(code: nil, reason: ""), .accountOK,
        .clockStep(by: .hours(-1), off: .zero, uptimeAtStart: .milliseconds(5)),
        .salvaged(from: noon, to: noon + .days(1)), .logRestored(reason: "\"deleted\""),
    ])
    func readsBackAControl(action: ControlRecord.Action) throws {
        let written = Record.control(action, at: noon + .days(1))
        #expect(record(line(written)) == written)
    }

    @Test func readsBackWhoDidIt() throws {
        let origin = CommandOrigin(id: "c-1", by: "Anna \"A.\" 王")
        let written = Record.control(ControlRecord(time: noon, run: showID, action: .hold, origin: origin))
        #expect(record(line(written)) == written)
        #expect(line(written).contains(#""action":"hold","by":"Anna \"A.\" 王","command":"c-1"}"#))
    }

    /// A log of an earlier version says nothing of the host's uptime.
    @Test func aHeaderNeedNotKnowTheBoot() throws {
        let written = line(.run(.sample()))
        let old = written.replacing(",\"boot\":\"b-1\",\"uptime_ms\":-1500", with: "")
        #expect(old != written)
        var expected = RunHeader.sample()
        expected.boot = nil
        expected.uptimeAtStart = nil
        #expect(record(old) == .run(expected))
    }

    @Test func passesOverWhatALaterVersionAdds() {
        let more = line(.control(.hold)).replacing("\"action\"", with: "\"by\":{\"who\":[1,{}]},\"sent\":7,\"action\"")
        #expect(record(more) == .control(.hold))
    }

    @Test(arguments: [
        "", " ", "{}", "null", "[]", "{\"event\":\"run\"}", "\0\0\0\0", "garbage",
        // A record of no kind, of no time, and with parts missing.
        #"{"event":"encore","time":"2026-11-20T12:00:00.000Z"}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00Z","action":"hold"}"#,
        #"{"event":"control","action":"hold"}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","run":"show@20261120T120000Z","action":"encore"}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","run":"show@20261120T120000Z","action":"shift","by_ms":1}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","run":"show@20261120T120000Z","action":"go","shift_ms":1}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","run":"show@20261120T120000Z","action":"skip"}"#,
        #"{"event":"end","time":"2026-11-20T12:00:00.000Z","run":"show@20261120T120000Z","sent":1}"#,
        // A run that is none.
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","run":"show","action":"hold"}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","action":"hold"}"#,
        // Numbers that nothing could calculate with.
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","run":"show@20261120T120000Z","action":"shift","by_ms":1,"shift_ms":999999999999999999}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","run":"show@20261120T120000Z","action":"shift","by_ms":-999999999999999999,"shift_ms":1}"#,
    ])
    func refusesWhatIsNoRecord(line: String) {
        #expect(record(line) == nil)
    }

    @Test(arguments: [
        ("\"mode\":\"live\"", "\"mode\":\"dead\""), ("\"app_id\":12345", "\"app_id\":-1"),
        ("\"app_id\":12345", "\"app_id\":4294967296"), ("\"host\":\"zim-api.zego.im\",", ""),
        ("\"start\":\"2026", "\"start\":\"2261"), ("\"start\":\"2026", "\"start\":\"1700"),
        ("\"timeline\":\"show\"", "\"timeline\":5"),
    ])
    func refusesAHeaderThatSaysTooLittle(written: String, instead: String) {
        let header = line(.run(.sample()))
        #expect(record(header) != nil)
        #expect(header.contains(written))
        #expect(record(header.replacing(written, with: instead)) == nil)
    }

    @Test(arguments: [
        ("\"delivery\":\"welcome#1@r1\"", "\"delivery\":\"welcome@r1\""),
        ("\"delivery\":\"welcome#1@r1\"", "\"delivery\":\"welcome#1\""),
        ("\"delivery\":\"welcome#1@r1\"", "\"delivery\":\"welcome#x@r1\""),
        ("\"delivery\":\"welcome#1@r1\"", "\"delivery\":\"welcome#0@r1\""),
        ("\"delivery\":\"welcome#1@r1\"", "\"delivery\":\"welcome#-1@r1\""),
        ("\"attempt\":1", "\"attempt\":-1"), ("\"attempt\":1", "\"attempt\":999999999999"),
        ("\"category\":\"system\"", "\"category\":\"shout\""), ("\"due\":\"2026", "\"due\":\"x026"),
    ])
    func refusesAnAttemptThatSaysTooLittle(written: String, instead: String) {
        let attempt = line(.attempt(.sample()))
        #expect(record(attempt) != nil)
        #expect(attempt.contains(written))
        #expect(record(attempt.replacing(written, with: instead)) == nil)
    }

    @Test(arguments: [
        ("\"occurrences\":[1,9]", "\"occurrences\":[2,9]"), ("\"occurrences\":[1,9]", "\"occurrences\":[1,0]"),
        ("\"occurrences\":[1,9]", "\"occurrences\":[1]"), ("\"occurrences\":[1,9]", "\"occurrences\":[1,\"9\"]"),
        ("\"occurrences\":[1,9]", "\"occurrences\":[1,999999999999999999]"),
        ("\"occurrence\":1", "\"occurrence\":0"), ("\"outcome\":\"sent\"", "\"outcome\":\"lost\""),
        ("\"attempt\":1", "\"attempt\":-1"), ("\"message\":\"welcome\"", "\"message\":null"),
    ])
    func refusesAResultThatSaysTooLittle(written: String, instead: String) {
        let result = line(.result(.sample(.sent, last: 9)))
        #expect(record(result) != nil)
        #expect(result.contains(written))
        #expect(record(result.replacing(written, with: instead)) == nil)
    }
}
