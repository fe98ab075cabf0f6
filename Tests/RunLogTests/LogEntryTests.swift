import ShowTime
import Testing
import Timelines

@testable import RunLog
@testable import Scheduling

@Suite struct LogEntryTests {
    private static let awkward = {
        var generator = SeededGenerator(seed: 8)
        return [
            "", "\"", "\\", "\n\r\t\0\u{1F}\u{7F}\u{85}", "价格 😀", "a#1@b", "\u{301}x", "}{\"event\":\"end\"}",
            "\u{FEFF}",
        ]
            + (0..<200).map { _ in generator.awkwardText() }
    }()

    @Test func readsBackTheRun() throws {
        for text in Self.awkward {
            var header = RunHeader.sample(resumed: true)
            header.host = text
            header.version = text
            header.planned = text.isEmpty ? nil : text.utf8.count
            header.appID = .max
            guard case .run(let read) = try #require(entry(line(header))) else {
                Issue.record("no run: \(text)")
                continue
            }
            #expect(read == header)
            #expect(Array(read.host.utf8) == Array(text.utf8))
        }
    }

    @Test func readsBackEveryMode() throws {
        for mode in [RunMode.live, .simulate, .rehearse] {
            var header = RunHeader.sample()
            header.mode = mode
            guard case .run(let read) = try #require(entry(line(header))) else { continue }
            #expect(read.mode == mode)
        }
    }

    @Test func readsBackAnAttempt() throws {
        for (number, text) in Self.awkward.enumerated() {
            let attempt = Attempt.sample("offer.1_x-", number + 1, room: text, number: number, content: text)
            let time = noon + .milliseconds(Int64(number))
            guard case .attempt(let read) = try #require(entry(line(.attempted(attempt, at: time)))) else {
                Issue.record("no attempt: \(text)")
                continue
            }
            #expect(read.time == time)
            #expect(read.messageID == "offer.1_x-")
            #expect(read.occurrence == number + 1)
            #expect(Array(read.roomID.utf8) == Array(text.utf8))
            #expect(read.category == .system)
            #expect(read.due == noon)
            #expect(read.number == number)
            #expect(read.bytes == text.utf8.count)
            #expect(Array(read.content.utf8) == Array(text.utf8))
        }
    }

    @Test func readsBackAResult() throws {
        for (number, text) in Self.awkward.enumerated() {
            for outcome in Outcome.allCases {
                var result = ResultRecord.sample(
                    outcome, "offer", number + 1, last: number % 3 == 0 ? number + 5 : nil, room: text, attempt: number)
                result.code = number % 2 == 0 ? nil : -number
                result.reason = number % 2 == 0 ? text : nil
                result.roomName = text
                result.category = .chat
                result.late = .milliseconds(Int64(-number))
                result.took = number % 2 == 0 ? .milliseconds(Int64(number)) : nil
                guard case .result(let read) = try #require(entry(line(.result(result)))) else {
                    Issue.record("no result: \(text)")
                    continue
                }
                #expect(read.time == result.time)
                #expect(read.messageID == "offer")
                #expect(read.occurrences == number + 1...(result.lastOccurrence ?? number + 1))
                #expect(Array(read.roomID.utf8) == Array(text.utf8))
                #expect(Array(read.roomName.utf8) == Array(text.utf8))
                #expect(read.category == .chat && read.due == noon && read.attempt == number)
                #expect(read.outcome == outcome && read.code == result.code && read.reason == result.reason)
                #expect(read.late == -number && read.took == result.took.map { Int($0.milliseconds) })
                #expect(read.delivery == "offer#\(number + 1)@\(text)")
            }
        }
    }

    @Test(arguments: [
        ControlRecord.Action.hold, .go(held: .zero, total: .milliseconds(-1)),
        .go(held: .milliseconds(123_456), total: .hours(1)), .shift(by: .milliseconds(-250), total: .zero),
        .shift(by: .longest, total: -.longest), .skip(message: "x"), .cancel, .reload, .shutdown,
        .accountHold(code: -1, reason: "价格\n\""), .accountHold(code: nil, reason: ""), .accountOK,
    ])
    func readsBackAControl(action: ControlRecord.Action) throws {
        guard case .control(let read, let time) = try #require(entry(line(.control(action, at: noon + .days(1)))))
        else {
            Issue.record("no control")
            return
        }
        #expect(read == action)
        #expect(time == noon + .days(1))
    }

    @Test func readsBackTheEnd() throws {
        var tally = Tally()
        for (index, outcome) in Outcome.final.enumerated() { tally[outcome] = index * 1_000_000_007 }
        let record = EndRecord(time: noon, run: showID, planned: 42, tally: tally)
        guard case .end(let planned, let read, let time) = try #require(entry(line(.end(record)))) else {
            Issue.record("no end")
            return
        }
        #expect(planned == 42 && read == tally && time == noon)
    }

    @Test func passesOverWhatALaterVersionAdds() throws {
        let more = line(.control(.hold)).replacing("\"action\"", with: "\"by\":{\"who\":[1,{}]},\"sent\":7,\"action\"")
        guard case .control(.hold, _) = try #require(entry(more)) else {
            Issue.record("no hold")
            return
        }
    }

    @Test(arguments: [
        "", " ", "{}", "null", "[]", "{\"event\":\"run\"}", "\0\0\0\0", "garbage",
        // A record of no kind, of no time, and with parts missing.
        #"{"event":"encore","time":"2026-11-20T12:00:00.000Z"}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00Z","action":"hold"}"#,
        #"{"event":"control","action":"hold"}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","action":"encore"}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","action":"shift","by_ms":1}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","action":"go","shift_ms":1}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","action":"skip"}"#,
        #"{"event":"end","time":"2026-11-20T12:00:00.000Z","sent":1}"#,
        // Numbers that nothing could calculate with.
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","action":"shift","by_ms":1,"shift_ms":999999999999999999}"#,
        #"{"event":"control","time":"2026-11-20T12:00:00.000Z","action":"shift","by_ms":-999999999999999999,"shift_ms":1}"#,
    ])
    func refusesWhatIsNoRecord(line: String) {
        #expect(entry(line) == nil)
    }

    @Test(arguments: [
        ("\"mode\":\"live\"", "\"mode\":\"dead\""), ("\"app_id\":12345", "\"app_id\":-1"),
        ("\"app_id\":12345", "\"app_id\":4294967296"), ("\"host\":\"zim-api.zego.im\",", ""),
        ("\"start\":\"2026", "\"start\":\"2261"), ("\"start\":\"2026", "\"start\":\"1700"),
        ("\"timeline\":\"show\"", "\"timeline\":5"),
    ])
    func refusesAHeaderThatSaysTooLittle(written: String, instead: String) {
        let header = line(.sample())
        #expect(entry(header) != nil)
        #expect(header.contains(written))
        #expect(entry(header.replacing(written, with: instead)) == nil)
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
        let attempt = line(.attempted(.sample()))
        #expect(entry(attempt) != nil)
        #expect(attempt.contains(written))
        #expect(entry(attempt.replacing(written, with: instead)) == nil)
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
        #expect(entry(result) != nil)
        #expect(result.contains(written))
        #expect(entry(result.replacing(written, with: instead)) == nil)
    }
}
