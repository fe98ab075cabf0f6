import Foundation
import ShowTime
import TestSupport
import Testing

@Suite struct ReportTests {
    private func copied(_ name: String) throws -> Tool {
        let tool = try Tool()
        try FileManager.default.copyItem(
            at: Tool.golden.appending(path: "report/\(name)"), to: tool.folder.appending(path: name))
        return tool
    }

    @Test(arguments: ["ended.jsonl", "killed.jsonl"])
    func theReportIsWhatItWas(log: String) async throws {
        let tool = try copied(log)
        let report = try await tool.run("report", log, "--timezone", "Asia/Shanghai")
        #expect(report.status == 0)
        try GoldenFile.expect(report.output, equals: "report/\(log.replacing(".jsonl", with: ".txt"))")
        #expect(!report.output.contains("delivered"))
    }

    @Test func theSheetIsWhatItWas() async throws {
        let tool = try copied("ended.jsonl")
        let report = try await tool.run("report", "ended.jsonl", "--timezone", "Asia/Shanghai", "--format", "csv")
        #expect(report.status == 0)
        try GoldenFile.expect(report.output, equals: "report/ended.csv")
    }

    @Test func thePageIsOneFile() async throws {
        let tool = try copied("ended.jsonl")
        let report = try await tool.run("report", "ended.jsonl", "--timezone", "Asia/Shanghai", "--format", "html")
        #expect(report.status == 0)
        for words in ["<!DOCTYPE html>", "20:00:17", "offer", "held, 20:00:02 to 20:00:05", "</html>\n"] {
            #expect(report.output.contains(words), "\(words)")
        }
        #expect(!report.output.contains("delivered"))
    }

    @Test func theZoneIsThatOfTheShowOrSaid() async throws {
        let tool = try copied("ended.jsonl")
        let host = try await tool.run("report", "ended.jsonl")
        #expect(
            host.output.contains("start       2026-11-20 12:00:00 (UTC, this host's; --timezone for another)"))
        // What is in the file may be wrong by now, or need variables: its zone is known all the same.
        try tool.write("timeline: launch-night\ntimezone: Asia/Shanghai\nmessages: []\n", to: "launch-night.yaml")
        let found = try await tool.run("report", "ended.jsonl")
        #expect(found.output.contains("start       2026-11-20 20:00:00 (Asia/Shanghai, as in launch-night.yaml)"))
        try tool.write("timeline: launch-night\ntimezone: Europe/Berlin\n", to: "old/night.yaml")
        try tool.write("timeline: another\ntimezone: Asia/Tokyo\n", to: "another.yaml")
        let given = try await tool.run(
            "report", "ended.jsonl", "--timeline", "another.yaml", "--timeline", "old/night.yaml")
        #expect(given.output.contains("start       2026-11-20 13:00:00 (Europe/Berlin, as in old/night.yaml)"))
        let asked = try await tool.run("report", "ended.jsonl", "--timezone", "Asia/Tokyo")
        #expect(asked.output.contains("start       2026-11-20 21:00:00 (Asia/Tokyo)"))
        let wrong = try await tool.run("report", "ended.jsonl", "--timezone", "CST")
        #expect(wrong.status == 64)
    }

    /// 30,000 deliveries, 900 of them missed by 300 messages, 84 skipped.
    private func night() throws -> Tool {
        let tool = try Tool()
        var log = LogLines.header(planned: "30000")
        for number in 0..<29_916 {
            let due = showStart + .milliseconds(Int64(number) * 180)
            let isMissed = number < 900
            let message = "m\(number % 300)"
            let occurrence = number / 300 + 1
            if !isMissed { log += LogLines.attempt("\(message)#\(occurrence)@a", due: due) }
            log += LogLines.result(
                message, occurrence: occurrence, outcome: isMissed ? "missed" : "sent", due: due,
                attempt: isMissed ? 0 : 1, late: number % 50)
        }
        for number in 4...45 {
            for room in ["a", "b"] {
                log += LogLines.result(
                    "countdown", occurrence: number, room: room, outcome: "cancelled", time: showStart + .seconds(1860),
                    attempt: 0
                ).replacing("\"reason\":null", with: "\"reason\":\"skip\"")
            }
        }
        for number in 1...40 {
            log += LogLines.control("hold", time: showStart + .seconds(Int64(number) * 60))
            log += LogLines.control(
                "go", ",\"held_ms\":1,\"shift_ms\":1", time: showStart + .seconds(Int64(number) * 60 + 1))
        }
        try tool.write(log, to: "night.jsonl")
        return tool
    }

    @Test func aNightOfThousandsIsAScreen() async throws {
        let tool = try night()
        let report = try await tool.run("report", "night.jsonl", "--timezone", "Asia/Shanghai")
        #expect(report.status == 0)
        let lines = report.output.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        #expect(lines <= 40, "\(lines)")
        for words in [
            "    missed, 900 deliveries:\n      20:00:00   00:00:00  m0#1–#3, 3 deliveries  Room a\n",
            "      and 287 more messages, 861 deliveries: --all shows them\n",
            "  left out on purpose, 84 deliveries:\n    countdown#4–#45, 84 deliveries, skipped by an operator at 20:31:00\n",
            "  and 74 more events: --all shows them\n",
        ] {
            #expect(report.output.contains(words), "\(words)")
        }
        let all = try await tool.run("report", "night.jsonl", "--all")
        #expect(all.lines.count > 380)
        #expect(!all.output.contains("--all shows"))
    }

    @Test func runsStandApart() async throws {
        let tool = try copied("ended.jsonl")
        try FileManager.default.copyItem(
            at: Tool.golden.appending(path: "report/killed.jsonl"), to: tool.folder.appending(path: "killed.jsonl"))
        let report = try await tool.run("report", "ended.jsonl", "killed.jsonl")
        #expect(report.output.hasPrefix("── 1 of 2 ──\nlaunch-night@20261120T120000Z"))
        #expect(report.output.contains("\n\n── 2 of 2 ──\nlaunch-night@20261120T120000Z"))
        let sheet = try await tool.run("report", "ended.jsonl", "killed.jsonl", "--format", "csv")
        #expect(sheet.lines.filter { $0.hasPrefix("planned,") }.count == 1)
    }

    @Test func jsonIsForPrograms() async throws {
        let tool = try copied("ended.jsonl")
        let report = try await tool.run("report", "ended.jsonl", "--format", "json")
        let object = try #require(JSONSerialization.jsonObject(with: Data(report.output.utf8)) as? [String: Any])
        #expect(object["planned"] as? Int == 6)
        #expect(object["sent"] as? Int == 3)
        #expect(object["unknown"] as? Int == 1)
        let late = try #require(object["late_ms"] as? [String: Any])
        #expect(late["p50"] as? Int == 2)
        #expect(late["max"] as? Int == 40)
        #expect(Set(late.keys) == ["p50", "p90", "p99", "max"])
    }

    /// The logs of rehearsals lie in a folder within that of the nights: whoever asks for the wrong one hears of the other.
    @Test func aFolderWithoutLogsSaysWhereThoseOfRehearsalsAre() async throws {
        let tool = try copied("ended.jsonl")
        let runs = tool.folder.appending(path: "runs")
        try FileManager.default.createDirectory(at: runs, withIntermediateDirectories: true)
        #expect(try await tool.run("report", "runs").errors.contains("no logs in runs: a log is a .jsonl file\n"))
        let rehearsals = runs.appending(path: "rehearsals")
        try FileManager.default.createDirectory(at: rehearsals, withIntermediateDirectories: true)
        #expect(try await tool.run("report", "runs").errors.contains("no logs in runs: a log is a .jsonl file\n"))
        try FileManager.default.copyItem(
            at: tool.folder.appending(path: "ended.jsonl"), to: rehearsals.appending(path: "ended.jsonl"))
        let hinted = try await tool.run("report", "runs/")
        #expect(hinted.errors.contains("no logs in runs/: those of rehearsals are in runs/rehearsals\n"))
        #expect(try await tool.run("report", "runs/rehearsals").status == 0)
    }

    @Test func whatIsNotALogIsOneClearError() async throws {
        let tool = try copied("ended.jsonl")
        let missing = try await tool.run("report", "nothing.jsonl")
        #expect(missing.status == 1)
        #expect(missing.errors == "error: cannot open nothing.jsonl: No such file or directory\n")
        try tool.write("timeline: show\n", to: "show.yaml")
        let script = try await tool.run("report", "show.yaml")
        #expect(script.status == 1)
        #expect(script.errors == "error: show.yaml is not the log of a run\n")
        let log = try String(contentsOf: tool.folder.appending(path: "ended.jsonl"), encoding: .utf8)
        try tool.write("nonsense\n" + log, to: "damaged.jsonl")
        let damaged = try await tool.run("report", "damaged.jsonl")
        #expect(damaged.status == 1)
        #expect(damaged.errors.contains("damaged.jsonl:1: this line is not a record"))
    }
}
