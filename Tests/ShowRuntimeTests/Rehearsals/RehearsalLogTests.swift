import HostSystem
import Rehearsing
import Reporting
import RunLog
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// Whose log a rehearsal writes, and who never takes it for his own.
struct RehearsalLogTests {
    let hall = RehearsalHall()

    private func problem(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let problem as StartProblem { return problem.message } catch { return "\(error)" }
    }

    @Test func anEarlierRehearsalIsReplacedWhole() throws {
        let path = try hall.play(timeline("- {id: a, every: 1s, times: 50, text: x}")).logs[0].file.path
        let short = try hall.play(timeline("- {id: a, at: 0, text: x}"))
        #expect(short.logs[0].file.path == path)
        let report = try hall.report(of: short.runs[0].id)
        #expect(report.tally.total == 1)
        #expect(report.processes == 1)
        #expect(hall.folder.names(in: "runs/rehearsals").count { $0.hasSuffix(".jsonl") } == 1)
    }

    @Test(arguments: ["simulate", "live", "nonsense"])
    func theLogOfAnythingElseIsLeftAlone(mode: String) throws {
        hall.folder.makeFolder("runs")
        hall.folder.makeFolder("runs/rehearsals")
        let text = mode == "nonsense" ? "nonsense\n" : LogLines.header(mode: mode)
        let name = "runs/rehearsals/show@20261120T120000Z.jsonl"
        hall.folder.write(text, to: name)
        let problem = problem { _ = try hall.log(timeline("- {id: a, at: 0, text: x}")) }
        #expect(problem?.hasSuffix("is not the log of a rehearsal and is not replaced: use another --log-dir") == true)
        #expect(hall.folder.text(of: name) == text)
    }

    @Test func twoAtATimeDoNotWriteOneLog() throws {
        let first = try hall.log(timeline("- {id: a, at: 0, text: x}"))
        let problem = problem { _ = try hall.log(timeline("- {id: a, at: 0, text: x}")) }
        #expect(problem?.hasSuffix("is being written by another process") == true)
        withExtendedLifetime(first) {}
    }

    @Test func whatIsNotRehearsedAfterAllLeavesNothing() throws {
        try hall.log(timeline("- {id: a, at: 0, text: x}")).abandon()
        #expect(hall.folder.names(in: "runs/rehearsals") == [])
        let played = try hall.play(timeline("- {id: a, at: 0, text: x}"))
        let text = hall.text(of: played.runs[0].id)
        #expect(text != "")
        try hall.log(timeline("- {id: a, at: 0, text: x}"), start: showStart + .seconds(1)).abandon()
        #expect(hall.text(of: played.runs[0].id) == text)
    }

    @Test func aLogThatCannotBeWrittenEndsIt() throws {
        let log = try hall.log(timeline("- {id: a, at: 0, text: x}"))
        // A file that cannot be cut stands for a disk that takes nothing.
        var rehearsal = try hall.rehearsal([RehearsalLog(log, file: try RunLogFile(path: "/dev/full"))])
        #expect(throws: LogError.self) { try rehearsal.begin() }
    }

    // MARK: Others

    @Test(arguments: [RequestedStart.now, .at(.instant(showStart))])
    func aLiveRunNeverLooksThere(start: RequestedStart) throws {
        let script = try timeline("- {id: a, at: 0, text: x}")
        _ = try hall.play(script)
        let starter = RunStarter(
            directory: LogDirectory(hall.folder.path("runs"), mode: .live), mode: .live, appID: 12345,
            host: "simulator", start: start, isNew: false)
        guard case .play(let run, let isResumed, _) = try starter.prepare(script, sha256: "00", at: .showStart) else {
            Issue.record("a rehearsal was taken for a run")
            return
        }
        #expect(!isResumed)
        #expect(run.recovery == nil)
        #expect(run.log.path == hall.folder.path("runs/show@20261120T120000Z.jsonl"))
    }

    @Test func aSimulatedRunDoesNotGoOnWithARehearsal() throws {
        let script = try timeline("- {id: a, at: 1h, text: x}")
        var rehearsal = try hall.rehearsal([hall.log(script)])
        try rehearsal.begin()
        try rehearsal.stop()
        let starter = RunStarter(
            directory: LogDirectory(hall.folder.path("runs"), mode: .simulate), mode: .simulate, appID: 12345,
            host: "simulator", start: .now, isNew: false)
        guard
            case .play(let run, let isResumed, _) = try starter.prepare(
                script, sha256: "00", at: .showStart.advanced(by: .seconds(1)))
        else {
            Issue.record("a rehearsal was taken for a run")
            return
        }
        #expect(!isResumed)
        #expect(run.id.start == showStart + .seconds(1))
    }
}
