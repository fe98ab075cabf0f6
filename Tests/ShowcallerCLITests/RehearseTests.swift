import Foundation
import Rehearsing
import ShowRuntime
import Testing

@testable import ShowcallerCLI

@Suite struct RehearseTests {
    private static let show = "\(Tool.schedules)/first-show.yaml"

    @Test func aCalmRehearsalIsWhatItWas() async throws {
        let tool = try Tool()
        let rehearsed = try await tool.run("rehearse", Self.show, "--start", "2026-11-20T12:00:00Z")
        #expect(rehearsed.status == 0)
        #expect(rehearsed.errors == "")
        try GoldenFile.expect(rehearsed.output, equals: "rehearse/calm.txt")
        let log = try tool.log(in: "runs/rehearsals")
        #expect(log.first?["mode"] as? String == "rehearse")
        #expect(log.last?["event"] as? String == "end")
        #expect(log.last?["sent"] as? Int == 26)
        // The report is the one that "report" gives.
        let report = try await tool.run("report", "runs/rehearsals", "--timezone", "UTC")
        #expect(rehearsed.output.contains("\n\n\(report.output)\n"))
    }

    @Test func aTroubledRehearsalIsWhatItWas() async throws {
        let rehearsed = try await Tool().run(
            "rehearse", Self.show, "--start", "2026-11-20T12:00:00Z", "--seed", "7", "--fault", "206@2s..6s=0.5",
            "--fault",
            "104:stage-zh@10s", "--fault", "hang=0.1", "--fault", "100000005@15s..25s")
        #expect(rehearsed.status == 3)
        try GoldenFile.expect(rehearsed.output, equals: "rehearse/troubled.txt")
    }

    /// The log is written beside the show: what cannot be written ends it in the first batch and in the last.
    @Test func aLogThatCannotBeWrittenEndsIt() async throws {
        let tool = try Tool()
        try tool.write(
            "timeline: show\nsender: {id: host}\nmessages:\n  - {every: 1s, times: 3000, rooms: [a], text: x}\n",
            to: "show.yaml")
        let rehearse = "rehearse show.yaml --start 2026-11-20T12:00:00Z"
        try await tool.run("rehearse", "show.yaml", "--start", "2026-11-20T12:00:00Z")
        let log = tool.folder.appending(path: "runs/rehearsals/show@20261120T120000Z.jsonl")
        let whole = try Data(contentsOf: log)
        for blocks in [2, 200, (whole.count - 1) / 512] {
            let limited = try await tool.start(
                line: "ulimit -f \(blocks); trap '' XFSZ; exec \"\(Tool.executable.path())\" \(rehearse)"
            ).finished()
            #expect(limited.status == 1)
            #expect(limited.errors.contains("\(log.lastPathComponent): File too large"))
            let kept = try Data(contentsOf: log)
            #expect(kept.count <= blocks * 512)
            #expect(kept == whole.prefix(kept.count))
            #expect(kept.last == 0x0A)
        }
    }

    @Test func theSameCommandLeavesTheSameLog() async throws {
        func rehearse(_ tool: Tool, seed: String) async throws -> Data {
            try await tool.run(
                "rehearse", Self.show, "--start", "2026-11-20T12:00:00Z", "--seed", seed, "--fault", "reset=0.3")
            return try Data(
                contentsOf: tool.folder.appending(path: "runs/rehearsals/first-show@20261120T120000Z.jsonl"))
        }
        let tool = try Tool()
        let first = try await rehearse(tool, seed: "1")
        #expect(try await rehearse(tool, seed: "1") == first)
        #expect(try await rehearse(Tool(), seed: "1") == first)
        #expect(try await rehearse(tool, seed: "2") != first)
    }

    @Test func apolloIsPlayedFromThePrecountToTheSplashdown() async throws {
        let tool = try Tool()
        let rehearsed = try await tool.run("rehearse", "\(Tool.schedules)/apollo-11.yaml")
        #expect(rehearsed.status == 0)
        let log = try tool.log(in: "runs/rehearsals")
        #expect(log.first?["time"] as? String == "1969-07-12T16:31:59.000Z")
        #expect((log.last?["time"] as? String)?.hasPrefix("1969-07-24T16:50:35.") == true)
        #expect(log.last?["sent"] as? Int == log.last?["planned"] as? Int)
    }

    @Test func withoutAStartItIsAsFromNowAndSaysSo() async throws {
        let tool = try Tool()
        try tool.write(
            """
            timeline: forever
            sender: {id: s}
            messages: [{id: tick, every: 1m, rooms: r, text: x}]
            """, to: "forever.yaml")
        let rehearsed = try await tool.run("rehearse", "forever.yaml")
        #expect(rehearsed.status == 0)
        #expect(rehearsed.output.contains("no start is given for forever: rehearsed as from now, "))
        #expect(rehearsed.output.contains("tick has no end: its first day or 1000 are rehearsed"))
        #expect(rehearsed.output.contains("  planned     1000\n"))
    }

    @Test func aFaultIsOfAGroupToo() async throws {
        let start = ["--start", "2026-11-20T12:00:00Z"]
        func hits(_ room: String) async throws -> String? {
            let tool = try Tool()
            let rehearsed = try await tool.start(["rehearse", Self.show, "--fault", "104:\(room)"] + start).finished()
            #expect(rehearsed.status == 3)
            return rehearsed.lines.first { $0.hasSuffix("met with a fault") }.map(String.init)
        }
        let group = try await hits("everyone")
        #expect(group == "26 calls met with a fault")
        #expect(try await hits("backstage") == hits("demo-backstage"))
        #expect(try await hits("backstage") != group)
    }

    @Test func aFaultThatHitsNothingIsSaid() async throws {
        let rehearsed = try await Tool().run("rehearse", Self.show, "--fault", "hang@5m..6m")
        #expect(rehearsed.status == 0)
        #expect(rehearsed.output.contains("\nno call met with a fault: are they for"))
    }

    @Test func allOfAFolderIsRehearsedTogether() async throws {
        let tool = try Tool()
        for name in ["one", "two"] {
            try tool.write(
                """
                timeline: \(name)
                start: 2026-11-20T12:00:00Z
                sender: {id: s}
                messages: [{id: a, at: 0, rooms: [r, s], text: x}]
                """, to: "shows-\(name).yaml")
        }
        let rehearsed = try await tool.run("rehearse", ".", "--rate", "1")
        #expect(rehearsed.status == 0)
        #expect(rehearsed.output.contains("accepted 4, showed none twice, at most 1 in any second"))
        #expect(rehearsed.output.contains("one@20261120T120000Z  (rehearse"))
        #expect(rehearsed.output.contains("two@20261120T120000Z  (rehearse"))
    }

    @Test func aBrokenPromiseIsLoud() {
        var findings = RehearsalFindings()
        (findings.received, findings.shown) = (2, 1)
        (findings.mostPerSecond, findings.quota) = (2, 100)
        (findings.brokenPromises, findings.brokenPromiseCount) = (["a#1@\u{1B}r was shown 2 times"], 3)
        #expect(
            RehearsalText.lines(findings, faults: [.init(text: "104", calls: 1)], .plain) == [
                "1 call met with a fault",
                "the simulated API received 2 calls",
                "A PROMISE IS BROKEN. This is a defect of showcaller: please report it, with the command.",
                "  a#1@<U+001B>r was shown 2 times",
                "  and 2 more",
            ])
        findings.brokenPromises = []
        findings.brokenPromiseCount = 0
        findings.shownAgain = 1
        findings.quota = nil
        #expect(
            RehearsalText.lines(findings, faults: [], .plain) == [
                "the simulated API received 2 calls and accepted 1, showed 1 again because of \"on_unknown: resend\", at most 2 in any second (no quota)"
            ])
    }

    // MARK: With an operator

    /// A show that waits for its host once, and one line an hour later.
    private static let held = """
        timeline: held
        start: 2026-11-20T12:00:00Z
        sender: {id: s}
        defaults: {rooms: r}
        messages:
          - {id: a, at: 0, text: x}
          - {id: winner, at: 5m, hold: true, text: x}
          - {id: c, at: 15m, text: x}
        """

    private func rehearse(_ arguments: String...) async throws -> Tool.Finished {
        let tool = try Tool()
        try tool.write(Self.held, to: "held.yaml")
        return try await tool.start(["rehearse", "held.yaml"] + arguments).finished()
    }

    @Test func anOperatorIsRehearsed() async throws {
        let rehearsed = try await rehearse(
            "--hold-for", "90s", "--tell", "hold@10m", "--tell", "go@12m30s", "--tell", "shift -30s@14m", "--tell",
            "held@20261120T120000Z skip c@15m", "--tell", "go@16m", "--tell", "hold@1h")
        #expect(rehearsed.status == 3)
        #expect(rehearsed.errors == "")
        try GoldenFile.expect(rehearsed.output, equals: "rehearse/operator.txt")
    }

    @Test func whatNobodyLetsGoOnIsSaid() async throws {
        let rehearsed = try await rehearse("--tell", "hold@10m")
        #expect(rehearsed.status == 3)
        #expect(
            rehearsed.output.contains(
                "held@20261120T120000Z is held, and nobody lets it go on: give --tell go@… as well\n"))
        #expect(rehearsed.output.contains("not ended, 1 delivery left"))
    }

    @Test func aStoppedShowIsNotEnded() async throws {
        let rehearsed = try await rehearse("--tell", "stop@10m")
        #expect(rehearsed.status == 4)
        #expect(!rehearsed.output.contains("is held"))
    }

    @Test func jsonIsForPrograms() async throws {
        let rehearsed = try await rehearse(
            "--format", "json", "--tell", "skip c@1m", "--tell", "skip cue@1m", "--fault", "104@-1s..1m", "--fault",
            "hang@1h")
        #expect(rehearsed.status == 3)
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(rehearsed.output.utf8)) as? [String: Any])
        let run = try #require((object["runs"] as? [[String: Any]])?.first)
        #expect(run["run"] as? String == "held@20261120T120000Z")
        #expect(run["calls"] as? Int == 2)
        #expect(run["calls_per_second_max"] as? Int == 1)
        let faults = try #require(object["faults"] as? [[String: Any]])
        #expect(faults.map { $0["calls"] as? Int } == [1, 0])
        let told = try #require(object["told"] as? [[String: Any]])
        #expect(told.map { $0["done"] as? Bool } == [true, false])
        #expect(told.last?["problem"] as? String == "the timeline has no message \"cue\"")
        #expect(object["stuck"] as? Bool == false)
    }

    @Test func severalShowsAreToldByName() async throws {
        let tool = try Tool()
        try tool.write(Self.held, to: "held.yaml")
        try tool.write(Self.held.replacing("timeline: held", with: "timeline: other"), to: "other.yaml")
        let nameless = try await tool.run("rehearse", ".", "--tell", "cancel@1m")
        #expect(nameless.status == 64)
        #expect(nameless.errors.contains("name one before the command: held, other"))
        let named = try await tool.run("rehearse", ".", "--tell", "other cancel@1m")
        #expect(named.output.contains("cancelled   2\n"))
        #expect(named.output.contains("accepted    3\n"))
    }

    // MARK: What cannot be rehearsed

    @Test func aBrokenScriptIsNotRehearsed() async throws {
        let tool = try Tool()
        try tool.write("timeline: broken\nmessages: []\n", to: "broken.yaml")
        let rehearsed = try await tool.run("rehearse", "broken.yaml", Self.show)
        #expect(rehearsed.status == 1)
        #expect(rehearsed.errors.contains("broken.yaml:"))
        #expect(rehearsed.output == "")
        #expect(!FileManager.default.fileExists(atPath: tool.folder.appending(path: "runs").path()))
    }

    @Test(arguments: [
        (["--fault", "1o4"], "write hang, reset, refuse, slow, garbage, http500"),
        (["--fault", "206@40s..30s"], "ends before it begins"),
        (["--fault", "104:stage-zf"], "did you mean \"stage-zh\"?"),
        (["--speed", "0"], "--speed"),
        (["--speed", "fast"], "--speed"),
        (["--seed", "-1"], "--seed"),
        (["--tell", "hold"], "--tell \"hold\": say when: hold@10m"),
        (["--tell", "hold@soon"], "--tell \"hold@soon\": \"soon\" is not a time"),
        (["--tell", "hold now@5m"], "hold takes nothing behind it"),
        (["--tell", "shift@5m"], "shift takes a time: shift 2s, shift -1m"),
        (["--tell", "status@5m"], "status changes nothing"),
        (["--tell", "firstshow hold@5m"], "no \"firstshow\" is rehearsed"),
        (["--hold-for", "-1m"], "--hold-for"),
        (["--format", "json", "--speed", "2"], "without --format json"),
    ])
    func wrongUsageIsSaid(arguments: [String], words: String) async throws {
        let tool = try Tool()
        let rehearsed = try await tool.start(["rehearse", Self.show] + arguments).finished()
        #expect(rehearsed.status == 64)
        #expect(rehearsed.errors.contains(words), "\(rehearsed.errors)")
        #expect(!FileManager.default.fileExists(atPath: tool.folder.appending(path: "runs").path()))
    }

    @Test func aLogThatIsNotARehearsalsIsNotReplaced() async throws {
        let tool = try Tool()
        try tool.write(
            """
            timeline: short
            sender: {id: s}
            messages: [{id: a, at: 0, rooms: r, text: x}]
            """, to: "short.yaml")
        let simulated = try await tool.run("run", "short.yaml", "--simulate", "--start", "now")
        #expect(simulated.status == 0)
        let folder = tool.folder.appending(path: "runs/rehearsals")
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path()).first)
        let text = try Data(contentsOf: folder.appending(path: name))
        // The start of that run, as its log has it.
        let start = try #require(try tool.log(in: "runs/rehearsals").first?["start"] as? String)
        let rehearsed = try await tool.run("rehearse", "short.yaml", "--start", start)
        #expect(rehearsed.status == 1)
        #expect(rehearsed.errors.contains("is not the log of a rehearsal and is not replaced"))
        #expect(try Data(contentsOf: folder.appending(path: name)) == text)
    }

    // MARK: To be watched

    @Test func watchedItSaysWhatARunSays() async throws {
        let tool = try Tool()
        let rehearsed = try await tool.run(
            "rehearse", Self.show, "--start", "2026-11-20T12:00:00Z", "--speed", "1000")
        #expect(rehearsed.status == 0)
        #expect(rehearsed.output.contains("seed 0, 1000 times as fast\n"))
        #expect(rehearsed.lines.count { $0.hasPrefix("12:00:") && $0.contains("  accepted ") } == 26)
        #expect(rehearsed.output.contains("first-show@20261120T120000Z: ended, all 26 accepted\n"))
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalEndsIt(signal: Int32) async throws {
        let tool = try Tool()
        try tool.write(
            """
            timeline: long
            start: 2026-11-20T12:00:00Z
            sender: {id: s}
            messages:
              - {id: a, at: 0, rooms: r, text: x}
              - {id: b, at: 10h, rooms: r, text: x}
            """, to: "long.yaml")
        let rehearsal = try tool.start("rehearse", "long.yaml", "--speed", "50")
        try await rehearsal.says("accepted")
        rehearsal.send(signal)
        let finished = try await rehearsal.finished()
        #expect(finished.status == 4)
        #expect(finished.output.contains("not ended, 1 delivery left: a rehearsal is not continued"))
        #expect(finished.output.contains("the simulated API received 1 call and accepted 1, showed none twice"))
    }
}
