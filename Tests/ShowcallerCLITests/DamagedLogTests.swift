import Foundation
import HostSystem
import ShowTime
import Testing
import ZegoSimulator

/// Real processes and a log that is damaged between them, or under one.
@Suite(.timeLimit(.minutes(10)))
struct DamagedLogTests {
    /// All but the last are shown before the process is killed, and would be sent late.
    private static let script = """
        timeline: show
        sender: {id: host}
        defaults: {rooms: [a, b], late: send}
        messages:
          - {id: m1, at: 100ms, text: one}
          - {id: m2, at: 200ms, text: two}
          - {id: m, every: 50ms, from: 300ms, times: 10, text: "{{ occurrence }}"}
          - {id: last, at: 15s, text: last}
        """
    private static let planned = 26

    enum Damage: CaseIterable, Sendable {
        case firstLineMissing, allZeros, emptied, zerosAtTheEnd, garbageAtTheEnd

        func applied(to log: Data) -> Data {
            switch self {
            case .firstLineMissing: log.suffix(from: log.firstIndex(of: 0x0A)! + 1)
            case .allZeros: Data(count: log.count)
            case .emptied: Data()
            case .zerosAtTheEnd: log + Data(count: 8192)
            case .garbageAtTheEnd: log + Data(String(repeating: "garbage\n", count: 30).utf8)
            }
        }
    }

    @Test(arguments: Damage.allCases)
    func nothingIsShownTwiceWhateverBecomesOfTheLog(damage: Damage) async throws {
        try await Server.running { server in
            let tool = try Tool(environment: server.environment)
            try tool.write(Self.script, to: "show.yaml")
            let start = (SystemTime().now.wall + .seconds(1)).wholeMilliseconds
            let first = try tool.start("run", "show.yaml", "--start", start.rfc3339)
            try await first.says("m#10 → b")
            first.send(SIGKILL)
            _ = try await first.finished()
            let name = "runs/show@\(start.compact).jsonl"
            let log = tool.folder.appending(path: name)
            // The last calls of a killed process may still be on their way; each has its attempt in the log.
            let attempted = try tool.log().count { $0["event"] as? String == "attempt" }
            try damage.applied(to: Data(contentsOf: log)).write(to: log)
            // However it is started, it is refused, and nothing leaves.
            for words in [start.rfc3339, "now"] {
                let refused = try await tool.run("run", "show.yaml", "--start", words)
                #expect(refused.status == 1)
                #expect(
                    refused.errors.contains("\"showcaller salvage \(name)\" makes a log of it"), "\(refused.errors)")
            }
            let report = try await tool.run("report", name)
            #expect(report.status == 1 && report.errors.contains("showcaller salvage"))
            #expect(server.shown.count <= attempted)
            let salvage = try await tool.run("salvage", name)
            #expect(salvage.status == 0, "\(salvage.errors)")
            #expect(salvage.output.contains("the damaged log is kept as \(name).damaged-1"))
            let second = try await tool.run("run", "show.yaml", "--start", start.rfc3339)
            #expect([0, 3].contains(second.status), "\(second.errors)")
            #expect(server.shown.values.allSatisfy { $0 == 1 }, "\(server.shown)")
            let lines = try Data(contentsOf: log).split(separator: 0x0A)
            let end = try #require(
                try JSONSerialization.jsonObject(with: Data(lines.last ?? Data())) as? [String: Any])
            #expect(end["event"] as? String == "end")
            #expect(end["planned"] as? Int == Self.planned)
            let outcomes = ["sent", "rejected", "failed", "missed", "cancelled", "unknown", "invalid"]
            #expect(outcomes.compactMap { end[$0] as? Int }.reduce(0, +) == Self.planned)
            #expect(try await tool.run("report", name).status == 0)
        }
    }

    @Test func aLogThatIsDeletedUnderTheShowIsThereAgain() async throws {
        try await Server.running { server in
            let tool = try Tool(environment: server.environment)
            // It waits for as long as the process takes to see it.
            try tool.write(Self.script.replacing("at: 15s", with: "at: 2s, hold: true"), to: "show.yaml")
            let run = try tool.start("run", "show.yaml", "--start", "now")
            try await run.says("m#10 → b")
            try FileManager.default.removeItem(at: tool.folder.appending(path: "runs"))
            try await run.says("its log is lost (it was deleted)")
            try await run.says("hold, by the timeline")
            while try await tool.run("tell", "go").status != 0, run.isRunning {}
            let finished = try await run.finished()
            #expect(finished.status == 0)
            let end = try #require(tool.log().last)
            #expect(end["sent"] as? Int == Self.planned)
            #expect(server.shown.values.allSatisfy { $0 == 1 })
        }
    }

    @Test func salvageSaysWhatItCannotDo() async throws {
        let tool = try Tool()
        try tool.write("garbage\n", to: "what.jsonl")
        let nameless = try await tool.run("salvage", "what.jsonl")
        #expect(nameless.status == 1)
        #expect(nameless.errors.contains("nothing in it says which run it is of"))
        #expect(try await tool.run("salvage", "nothing.jsonl").status == 1)
        #expect(!FileManager.default.fileExists(atPath: tool.folder.appending(path: "nothing.jsonl").path()))
        let fine = try await tool.run("salvage", Tool.golden.appending(path: "report/ended.jsonl").path())
        #expect(fine.status == 0 && fine.output.contains("nothing is wrong with it"))
    }

    @Test func salvageWritesElsewhereAndLeavesTheDamagedOneAlone() async throws {
        let tool = try Tool()
        let name = "show@20261120T120000Z.jsonl"
        try tool.write("garbage\n", to: name)
        let finished = try await tool.run("salvage", name, "--output", "made.jsonl")
        #expect(finished.status == 0)
        #expect(try String(contentsOf: tool.folder.appending(path: name), encoding: .utf8) == "garbage\n")
        let made = try String(contentsOf: tool.folder.appending(path: "made.jsonl"), encoding: .utf8)
        #expect(made.contains("\"action\":\"salvaged\""))
    }
}
