import RunLog
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// Which run a start means.
struct RunStarterTests {
    let folder = TemporaryFolder()

    /// Two messages, the last due after a minute, both late by at most 30 seconds.
    private static let script = "- {id: a, at: 0, text: one}\n- {id: b, at: 60s, text: two}"
    private static let last = Interval.seconds(90)

    func starter(
        _ start: RequestedStart = .at(.instant(showStart)), mode: RunMode = .live, appID: UInt32 = 7,
        host: String = "h", isNew: Bool = false
    ) -> RunStarter {
        RunStarter(
            directory: LogDirectory(folder.path("runs"), mode: mode), mode: mode, appID: appID, host: host,
            boot: "b", start: start, isNew: isNew)
    }

    func prepare(
        _ starter: RunStarter, _ script: String = script, more: String = "", at now: Instant = showStart
    ) throws -> StartDecision {
        try starter.prepare(timeline(script, more: more), sha256: "abc", at: Moment(wall: now, uptime: .zero))
    }

    func play(
        _ starter: RunStarter, _ script: String = script, more: String = "", at now: Instant = showStart
    ) throws -> (run: PreparedRun, isResumed: Bool) {
        guard case .play(let run, let isResumed) = try prepare(starter, script, more: more, at: now) else {
            throw StartProblem(message: "nothing to play")
        }
        return (run, isResumed)
    }

    func problem(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let problem as StartProblem { return problem.message } catch { return "\(error)" }
    }

    /// Writes the log of the run that starts then.
    @discardableResult
    func log(_ text: String, start: Instant = showStart, mode: RunMode = .live) -> String {
        folder.makeFolder("runs")
        if mode != .live { folder.makeFolder("runs/rehearsals") }
        let below = mode == .live ? "runs" : "runs/rehearsals"
        return folder.write(text, to: "\(below)/show@\(start.compact).jsonl")
    }

    // MARK: A given start

    @Test func aNewOneHasItsHeaderOnce() throws {
        let (run, isResumed) = try play(starter(), at: showStart - .seconds(5))
        #expect(!isResumed)
        #expect(run.id.description == "show@20261120T120000Z")
        #expect(!run.skipsBeforeStart)
        #expect(!run.isOver)
        #expect(run.recovery == nil)
        // Until it is begun there is nothing in the log.
        #expect(folder.text(of: "runs/show@20261120T120000Z.jsonl") == "")
        try run.begin()
        #expect(
            folder.text(of: "runs/show@20261120T120000Z.jsonl") == """
                {"event":"run","time":"2026-11-20T11:59:55.000Z","run":"show@20261120T120000Z","timeline":"show",\
                "start":"2026-11-20T12:00:00.000Z","mode":"live","app_id":7,"host":"h","planned":2,"sha256":"abc",\
                "resumed":false,"version":"\(showcallerVersion)","boot":"b","uptime_ms":5000}

                """)
    }

    @Test func aStartWithMillisecondsIsAnotherRun() throws {
        let (run, _) = try play(starter(.at(.instant(showStart + .milliseconds(250)))))
        #expect(run.id.description == "show@20261120T120000.250Z")
    }

    @Test func theScriptsOwnStartIsTaken() throws {
        let (run, _) = try play(starter(.asWritten), more: "start: 2026-11-20T20:00:00+08:00")
        #expect(run.id.start == showStart)
    }

    @Test func theCommandLineBeatsTheScript() throws {
        let (run, _) = try play(starter(), more: "start: 2030-01-01T00:00:00Z")
        #expect(run.id.start == showStart)
    }

    @Test func aScriptWithoutAStartNeedsOne() throws {
        #expect(
            problem { _ = try prepare(starter(.asWritten)) }
                == "the timeline \"show\" has no start: give --start now, or --start 2026-11-20T20:00:00+08:00")
    }

    @Test func aLocalStartIsInTheScriptsZone() throws {
        let civil = try WrittenTime("2026-11-20 20:00")
        let (run, _) = try play(starter(.at(civil)), more: "timezone: Asia/Shanghai")
        #expect(run.id.start == showStart)
        let (utc, _) = try play(starter(.at(civil)))
        #expect(utc.id.start == showStart + .hours(8))
    }

    @Test func anUnfinishedOneGoesOn() throws {
        let path = log(LogLines.header() + LogLines.attempt("a#1@a") + LogLines.result("a"))
        let before = TemporaryFolder.text(of: path)
        let (run, isResumed) = try play(starter(), at: showStart + .seconds(10))
        #expect(isResumed)
        #expect(run.recovery?.finished == 1)
        #expect(!run.isOver)
        try run.begin()
        let added = TemporaryFolder.text(of: path).dropFirst(before.count)
        #expect(TemporaryFolder.text(of: path).hasPrefix(before))
        #expect(added.contains("\"resumed\":true"))
        #expect(added.contains("\"time\":\"2026-11-20T12:00:10.000Z\""))
        #expect(added.split(separator: "\n").count == 1)
    }

    @Test func onePastItsEndIsClosedAndNotPlayed() throws {
        log(LogLines.header() + LogLines.attempt("a#1@a") + LogLines.result("a"))
        #expect(try !play(starter(), at: showStart + Self.last).run.isOver)
        #expect(try play(starter(), at: showStart + Self.last + .milliseconds(1)).run.isOver)
    }

    @Test func oneThatWasShiftedEndsLater() throws {
        log(LogLines.header() + LogLines.control("shift", ",\"by_ms\":60000,\"shift_ms\":60000"))
        #expect(try !play(starter(), at: showStart + .seconds(150)).run.isOver)
        #expect(try play(starter(), at: showStart + .seconds(151)).run.isOver)
    }

    @Test func oneThatIsHeldIsNeverOver() throws {
        log(LogLines.header() + LogLines.control("hold"))
        #expect(try !play(starter(), at: showStart + .days(30)).run.isOver)
    }

    @Test func oneThatHasEndedIsLeftAlone() throws {
        let path = log(
            LogLines.header() + LogLines.attempt("a#1@a") + LogLines.result("a")
                + LogLines.result("b", outcome: "missed", attempt: 0) + LogLines.end(planned: 2, sent: 1, missed: 1))
        let before = TemporaryFolder.text(of: path)
        guard case .hasEnded(let id, let tally, let log) = try prepare(starter()) else {
            Issue.record("it is played again")
            return
        }
        #expect(id.start == showStart)
        #expect(tally[.sent] == 1)
        #expect(tally[.missed] == 1)
        #expect(log == path)
        #expect(TemporaryFolder.text(of: path) == before)
    }

    @Test func aShowLongOverIsSaidToBe() throws {
        let start = starter()
        #expect(throws: Never.self) { try play(start, at: showStart + Self.last) }
        do {
            _ = try prepare(
                starter(.at(.instant(showStart - .days(1)))), more: "timezone: Asia/Shanghai", at: showStart)
            Issue.record("it is played")
        } catch let problem as StartProblem {
            #expect(problem.isPast)
            #expect(
                problem.message
                    == "show: this show ended at 2026-11-19 20:01:30 (Asia/Shanghai): give another --start to play it again"
            )
        }
        #expect(folder.names(in: "runs") == ["show@20261120T120000Z.jsonl"])
    }

    @Test func aShowWithoutEndIsNeverOver() throws {
        let (run, _) = try play(starter(), "- {id: a, every: 1s, from: 0s, text: one}", at: showStart + .days(365))
        #expect(run.header.planned == nil)
    }

    // MARK: Damage

    @Test(arguments: ["{\"event\":\"result\",\"time\":\"2026-11-20T12:0", "x"])
    func aTornTailIsCutOff(tail: String) throws {
        let whole = LogLines.header() + LogLines.attempt("a#1@a") + LogLines.result("a")
        let path = log(whole + tail)
        let (run, isResumed) = try play(starter(), at: showStart + .seconds(1))
        #expect(isResumed)
        #expect(run.wholeLength == whole.utf8.count)
        // Looking at it changes nothing.
        #expect(TemporaryFolder.text(of: path) == whole + tail)
        try run.begin()
        let text = TemporaryFolder.text(of: path)
        #expect(text.hasPrefix(whole + "{\"event\":\"run\""))
        #expect(text.utf8.filter { $0 == 0x0A }.count == 4)
    }

    @Test func damageInTheMiddleIsNotGuessedAt() throws {
        let path = log(LogLines.header() + "what?\n" + LogLines.result("a"))
        #expect(problem { _ = try prepare(starter()) }?.hasPrefix("\(path):2: this line is not a record") == true)
        #expect(try !play(starter(isNew: true)).isResumed)
    }

    @Test func aFolderInThePlaceOfALogIsAProblem() throws {
        folder.makeFolder("runs")
        let path = folder.makeFolder("runs/show@20261120T120000Z.jsonl")
        #expect(problem { _ = try prepare(starter()) } == "cannot open \(path): Is a directory")
    }

    @Test func aFileInThePlaceOfTheFolderIsAProblem() throws {
        let path = folder.write("", to: "runs")
        #expect(
            problem { _ = try prepare(starter()) } == "cannot make the folder for logs, \(path): it is not a folder")
        #expect(
            problem { _ = try prepare(starter(mode: .simulate)) }?.hasPrefix("cannot make the folder for logs") == true)
    }

    @Test func aLogOnAFullDiskIsAProblem() throws {
        var (run, _) = try play(starter())
        run.log = try RunLogFile(path: "/dev/full")
        #expect(problem { try run.begin() }?.hasPrefix("cannot write /dev/full: ") == true)
    }

    // MARK: Somebody else's

    @Test func aLogThatAnotherProcessHoldsIsLeftAlone() throws {
        let path = log(LogLines.header())
        let held = try RunLogFile(path: path)
        #expect(problem { _ = try prepare(starter()) } == "\(path) is being written by another process")
        #expect(problem { _ = try prepare(starter(.now)) } == "\(path) is being written by another process")
        #expect(problem { _ = try prepare(starter(isNew: true)) } == "\(path) is being written by another process")
        #expect(TemporaryFolder.text(of: path) == LogLines.header())
        withExtendedLifetime(held) {}
    }

    @Test(arguments: [
        ("mode", "a simulate run, this is a live run"), ("appID", "AppID 8, this is 7"),
        ("host", "the host other, this is h"),
    ])
    func aLogOfAnotherKindIsRefused(what: String, words: String) throws {
        let header = LogLines.header(
            mode: what == "mode" ? "simulate" : "live", appID: what == "appID" ? 8 : 7,
            host: what == "host" ? "other" : "h")
        for rest in ["", LogLines.end()] {
            let path = log(header + rest)
            #expect(
                problem { _ = try prepare(starter()) }
                    == "\(path) is the log of \(words): use another --log-dir, or begin afresh with --new")
            #expect(TemporaryFolder.text(of: path) == header + rest)
        }
    }

    @Test func simulationsAreKeptApart() throws {
        log(LogLines.header())
        let (run, isResumed) = try play(starter(mode: .simulate))
        #expect(!isResumed)
        #expect(run.log.path == folder.path("runs/rehearsals/show@20261120T120000Z.jsonl"))
        try run.begin()
        #expect(folder.text(of: "runs/show@20261120T120000Z.jsonl") == LogLines.header())
        // And the evening takes nothing from the show.
        #expect(try play(starter()).isResumed)
    }

    // MARK: --new

    @Test func aNewOneKeepsTheOld() throws {
        let path = log(LogLines.header() + LogLines.end())
        let (run, isResumed) = try play(starter(isNew: true))
        #expect(!isResumed)
        try run.begin()
        #expect(TemporaryFolder.text(of: path + ".old-1") == LogLines.header() + LogLines.end())
        #expect(TemporaryFolder.text(of: path).split(separator: "\n").count == 1)
    }

    @Test func aThirdOneKeepsBoth() throws {
        let path = log("first")
        for _ in 1...2 {
            let (run, _) = try play(starter(isNew: true))
            try run.begin()
        }
        #expect(TemporaryFolder.text(of: path + ".old-1") == "first")
        #expect(TemporaryFolder.text(of: path + ".old-2").hasPrefix("{\"event\":\"run\""))
    }

    @Test func aNewOneThatIsTooLateMovesNothing() throws {
        let path = log(LogLines.header() + LogLines.end())
        #expect(problem { _ = try prepare(starter(isNew: true), at: showStart + .days(1)) } != nil)
        #expect(folder.names(in: "runs") == ["show@20261120T120000Z.jsonl"])
        #expect(TemporaryFolder.text(of: path) == LogLines.header() + LogLines.end())
    }

    @Test func aNewOneThatIsNotBegunAfterAllPutsTheOldBack() throws {
        let path = log(LogLines.header())
        let (run, _) = try play(starter(isNew: true))
        run.abandon()
        #expect(folder.names(in: "runs") == ["show@20261120T120000Z.jsonl"])
        #expect(TemporaryFolder.text(of: path) == LogLines.header())
    }

    @Test func oneThatIsNotBegunAfterAllLeavesNothing() throws {
        let (run, _) = try play(starter())
        run.abandon()
        #expect(folder.names(in: "runs") == [])
        log(LogLines.header())
        let (resumed, _) = try play(starter())
        resumed.abandon()
        #expect(folder.text(of: "runs/show@20261120T120000Z.jsonl") == LogLines.header())
    }
}
