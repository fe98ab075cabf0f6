import RunLog
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Reporting

/// The as-run log as a client gets it.
struct AsRunCSVTests {
    private func rows(_ records: [Record], zone: String = "Asia/Shanghai") throws -> [String] {
        var log = AsRunLog()
        for record in records { log.take(record) }
        var bytes: [UInt8] = []
        let clock = ReportClock(zone: try #require(Zone(named: zone)), start: TestShow.start)
        AsRunCSV.append(log, run: TestShow.run, clock: clock, isRepeated: { $0 == "tick" }, to: &bytes)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func sent(_ message: String, content: String, due: Instant, late: Interval) -> [Record] {
        [
            .attempt(
                AttemptRecord(
                    time: due + late, run: TestShow.run, messageID: message, occurrence: 1, number: 1, roomID: "1",
                    category: .chat, due: due, content: content)),
            .result(
                ResultRecord(
                    time: due + late, run: TestShow.run, messageID: message, occurrences: 1...1, roomID: "1",
                    roomName: "stage", category: .chat, due: due, attempt: 1, outcome: .sent, code: 0, late: late,
                    took: .milliseconds(9))),
        ]
    }

    @Test func aRowIsADeliveryInTheShowsOwnTime() throws {
        let start = TestShow.start
        let rows = try rows(
            sent("b", content: "two", due: start + .seconds(90), late: .milliseconds(1250))
                + sent("a", content: "one", due: start - .seconds(30), late: .milliseconds(2))
                + [.result("tick", .missed, occurrences: 3...3, attempt: 0, reason: "late", due: start)])
        let zone = try #require(Zone(named: "Asia/Shanghai"))
        let local = { (instant: Instant) in zone.text(of: instant, as: "%FT%T.") }
        #expect(rows.count == 3)
        #expect(
            rows[0]
                == "\(local(start - .seconds(30)))000+08:00,\(local(start - .seconds(30)))002+08:00,0.002,stage,a,sent,0,one,,-00:00:30,1,\(TestShow.run)"
        )
        #expect(rows[1] == "\(local(start))000+08:00,,,1,tick#3,missed,,,late,00:00:00,1,\(TestShow.run)")
        #expect(rows[2].contains(",1.250,stage,b,sent,0,two,,00:01:30,1,"))
    }

    /// Of many that were skipped at once, those that were brought back or sent again end a second time.
    @Test func whatIsTakenBackOfManyIsNoRow() throws {
        let skipped: [Record] = [.result("tick", .cancelled, occurrences: 1...2000, attempt: 0, reason: "skip")]
        func control(_ action: ControlRecord.Action) -> Record {
            .control(ControlRecord(time: TestShow.start, run: TestShow.run, action: action))
        }
        func names(_ action: ControlRecord.Action) throws -> [String] {
            try rows(skipped + [control(action)]).map { $0.split(separator: ",", omittingEmptySubsequences: false)[4] }
                .map(String.init)
        }
        #expect(try names(.unskip(CueSelector("tick"), from: 10)) == ["tick#1–#9"])
        #expect(try names(.unskip(CueSelector("tick"), from: 1)) == [])
        #expect(try names(.unskip(CueSelector("tick", occurrence: 7), from: 1)) == ["tick#1–#6", "tick#8–#2000"])
        #expect(try names(.unskip(CueSelector("tock"), from: 1)) == ["tick#1–#2000"])
    }

    @Test func textsStayInTheirCellAndDoNotCalculate() throws {
        let due = TestShow.start
        for (text, cell) in [
            ("a, \"b\"", "\"a, \"\"b\"\"\""), ("=1+1", "'=1+1"), ("-2 °C", "'-2 °C"), ("@all, hi", "\"'@all, hi\""),
            ("+1", "'+1"),
            ("-5", "-5"), ("é\u{301}\"", "\"é\u{301}\"\"\""),
        ] {
            let rows = try rows(sent("a", content: text, due: due, late: .zero))
            #expect(rows.count == 1)
            #expect(rows[0].contains(",sent,0,\(cell),,"), "\(rows[0])")
        }
    }

    @Test(arguments: [("Asia/Kolkata", "+05:30"), ("America/St_Johns", "-03:30"), ("UTC", "+00:00")])
    func offsetsFromUTCAreWritten(zone: String, offset: String) throws {
        let clock = ReportClock(zone: try #require(Zone(named: zone)), start: TestShow.start)
        #expect(clock.rfc3339(TestShow.start).hasSuffix(offset))
    }

    @Test func anotherDayIsSaid() throws {
        let clock = ReportClock(zone: try #require(Zone(named: "Asia/Shanghai")), start: showStart)
        #expect(clock.time(showStart + .hours(3)) == "23:00:00")
        #expect(clock.time(showStart + .hours(4)) == "2026-11-21 00:00:00")
        #expect(clock.offset(showStart - .milliseconds(60_500)) == "-00:01:01")
    }
}
