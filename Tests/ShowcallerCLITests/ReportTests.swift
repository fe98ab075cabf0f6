import Foundation
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
        let report = try await tool.run("report", log)
        #expect(report.status == 0)
        try GoldenFile.expect(report.output, equals: "report/\(log.replacing(".jsonl", with: ".txt"))")
        #expect(!report.output.contains("delivered"))
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
