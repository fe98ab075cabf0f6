import Glibc
import RunLog
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// `--start now`: a new run, or the one that was begun and is not over.
struct StartNowTests {
    private let starting = RunStarterTests()
    private var folder: TemporaryFolder { starting.folder }

    private func play(
        mode: RunMode = .live, isNew: Bool = false, at now: Instant = showStart
    ) throws -> (run: PreparedRun, isResumed: Bool) {
        try starting.play(starting.starter(.now, mode: mode, isNew: isNew), at: now)
    }

    @Test func isTakenInMilliseconds() throws {
        let (run, isResumed) = try play(at: Instant(nanoseconds: showStart.nanoseconds + 1_999_999))
        #expect(!isResumed)
        #expect(run.id.description == "show@20261120T120000.001Z")
        #expect(run.skipsBeforeStart)
        #expect(run.header.time == run.id.start)
    }

    @Test func anUnfinishedOneGoesOn() throws {
        func killed() throws -> RunID {
            let (first, _) = try play()
            try first.begin()
            return first.id
        }
        let id = try killed()
        let (second, isResumed) = try play(at: showStart + .seconds(20))
        #expect(isResumed)
        #expect(second.id == id)
        // What lay before the start was missed by the first, and is by the second.
        #expect(second.skipsBeforeStart)
    }

    @Test func goesOnWithTheLatestThatCanBePlayed() throws {
        for seconds in [0, 10, 20] as [Int64] {
            let start = showStart + .seconds(seconds)
            starting.log(LogLines.header(start: start), start: start)
        }
        let latest = showStart + .milliseconds(20_250)
        starting.log(LogLines.header(start: latest), start: latest)
        let (run, isResumed) = try play(at: showStart + .seconds(30))
        #expect(isResumed)
        #expect(run.id.start == latest)
    }

    @Test func passesOverThoseThatEnded() throws {
        starting.log(LogLines.header())
        let later = showStart + .seconds(10)
        starting.log(LogLines.header(start: later) + LogLines.end(), start: later)
        let (run, isResumed) = try play(at: showStart + .seconds(30))
        #expect(isResumed)
        #expect(run.id.start == showStart)
    }

    @Test func passesOverThoseThatAreTooLate() throws {
        starting.log(LogLines.header())
        #expect(try play(at: showStart + .seconds(90)).isResumed)
        let (run, isResumed) = try play(at: showStart + .milliseconds(90_001))
        #expect(!isResumed)
        #expect(run.id.start == showStart + .milliseconds(90_001))
    }

    @Test func goesOnWithOneThatIsHeldHoweverOld() throws {
        starting.log(LogLines.header() + LogLines.control("hold"))
        #expect(try play(at: showStart + .days(3)).isResumed)
    }

    @Test func passesOverOtherTimelinesModesAndFiles() throws {
        starting.log(LogLines.header(mode: "simulate"))
        folder.write(LogLines.header("show-2"), to: "runs/show-2@\(showStart.compact).jsonl")
        folder.write(LogLines.header(start: showStart + .seconds(1)), to: "runs/show@copy.jsonl")
        folder.write("what?", to: "runs/show@some day.jsonl")
        folder.makeFolder("runs/show@20261120T120002Z.jsonl")
        folder.write(LogLines.header(), to: "runs/show@20261120T120000Z.jsonl.old-1")
        #expect(try !play(at: showStart + .seconds(5)).isResumed)
        #expect(try !play(mode: .simulate, at: showStart + .seconds(5)).isResumed)
    }

    @Test func oneOfAnotherAccountIsRefused() throws {
        let path = starting.log(LogLines.header(appID: 8))
        #expect(
            starting.problem { _ = try play(at: showStart + .seconds(5)) }
                == "\(path) is the log of AppID 8, this is 7: use another --log-dir, or begin afresh with --new")
        #expect(try !play(isNew: true, at: showStart + .seconds(5)).isResumed)
    }

    @Test func newBeginsAfreshAndLeavesTheOthers() throws {
        let path = starting.log(LogLines.header())
        let (run, isResumed) = try play(isNew: true, at: showStart + .seconds(5))
        #expect(!isResumed)
        try run.begin()
        #expect(TemporaryFolder.text(of: path) == LogLines.header())
    }

    @Test func twoInOneMillisecondAreTwoRuns() throws {
        let (first, _) = try play(isNew: true)
        let (second, _) = try play(isNew: true)
        try first.begin()
        try second.begin()
        let (third, _) = try play(isNew: true)
        #expect(first.id.start == showStart)
        #expect(second.id.start == showStart + .milliseconds(1))
        #expect(third.id.start == showStart + .milliseconds(2))
        #expect(second.skipsBeforeStart)
        for run in [first, second] {
            #expect(TemporaryFolder.text(of: run.log.path).split(separator: "\n").count == 1)
        }
    }

    @Test func manyInOneMillisecondNeverShareALog() async throws {
        let starter = starting.starter(.now, isNew: true)
        let timeline = try timeline("- {id: a, at: 0, text: one}")
        let runs = try await withThrowingTaskGroup(of: PreparedRun.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    guard case .play(let run, _) = try starter.prepare(timeline, sha256: "", at: .showStart) else {
                        throw StartProblem(message: "nothing to play")
                    }
                    try run.begin()
                    return run
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(runs.map(\.id)).count == 32)
        for run in runs { #expect(TemporaryFolder.text(of: run.log.path).split(separator: "\n").count == 1) }
    }

    @Test func whatLiesBeforeTheStartStaysMissedWhenItGoesOn() throws {
        // Killed before it could even say so.
        starting.log(LogLines.header())
        #expect(try play(at: showStart + .seconds(5)).run.skipsBeforeStart)
        // One with a given start was begun at another time than that.
        starting.log(LogLines.header(time: showStart - .seconds(3)))
        #expect(try !play(at: showStart + .seconds(5)).run.skipsBeforeStart)
    }

    @Test func endedLogsNeedNotBeWritable() throws {
        // Somebody put them into an archive.
        let path = starting.log(LogLines.header() + LogLines.end())
        chmod(path, 0o440)
        #expect(try !play(at: showStart + .seconds(5)).isResumed)
        let held = try? RunLogFile(path: path)
        #expect(try !play(at: showStart + .seconds(6)).isResumed)
        withExtendedLifetime(held) {}
    }

    @Test func ofALongLogThatEndedOnlyTheEndIsRead() {
        // Damage in its middle would be a reason to refuse an unfinished one.
        let lines = (0..<5000).map { LogLines.result("m\($0)") }.joined()
        let path = starting.log(LogLines.header() + "what?\n" + lines + LogLines.end())
        #expect(LogDirectory.hasEnded(path))
        #expect(LogDirectory.hasEnded(starting.log(LogLines.end())))
        #expect(!LogDirectory.hasEnded(starting.log(LogLines.header() + lines)))
        #expect(!LogDirectory.hasEnded(starting.log(LogLines.end() + "{\"torn")))
        #expect(!LogDirectory.hasEnded(starting.log("")))
        #expect(!LogDirectory.hasEnded(folder.path("none")))
        #expect(!LogDirectory.hasEnded(folder.path))
    }
}
