import Foundation
import Testing
import ZegoSimulator

/// Against a simulator in the test's own process, over real HTTP.
@Suite(.timeLimit(.minutes(10))) struct PreflightTests {
    private static let show = """
        timeline: show
        timezone: Asia/Shanghai
        sender: {id: host}
        rooms:
          stage: {id: "123"}
          lobby: {id: "124"}
          shop: {id: "125"}
          all: [stage, lobby, shop]
        defaults: {rooms: all}
        messages:
          - {at: -10m, text: soon}
          - {at: 0, text: now, rooms: stage, sender: {id: nova, name: Nova}}
          - {every: 1s, from: 1s, times: 10, text: tick}

        """

    private func withTool(environment: [String: String] = [:], _ body: (Tool) async throws -> Void) async throws {
        let tool = try Tool(environment: environment)
        defer { try? FileManager.default.removeItem(at: tool.folder) }
        try tool.write(Self.show, to: "show.yaml")
        try await body(tool)
    }

    /// Without what differs from one host and moment to another.
    private func settled(_ text: String) -> String {
        text.replacing(/, in [0-9dhms]+/, with: ", in a while").replacing(
            /[0-9.]+ [KMG]B are free/, with: "much is free"
        )
        .replacing(/within [0-9]+ s/, with: "within some s")
    }

    @Test func theTableIsWhatItWas() async throws {
        try await Server.running {
            $0.audiences = ["123": 4321]
            $0.missingRooms = ["124"]
            $0.users = ["125": ["host"]]
        } _: { server in
            try await withTool(environment: server.environment) { tool in
                try tool.write(Self.show.replacing("timeline: show", with: "timeline: other"), to: "other.yaml")
                let preflight = try await tool.run(
                    "preflight", "show.yaml", "other.yaml", "--start", "2199-01-01 20:00")
                #expect(preflight.status == 0)
                #expect(preflight.errors == "")
                try GoldenFile.expect(settled(preflight.output), equals: "preflight/table.txt")
                // Nothing is sent, and nothing is left behind.
                #expect(
                    server.received.allSatisfy { ["DescribeUserNum", "DescribeUsers"].contains($0.query["Action"]) })
                #expect(server.received.count == 3)
                #expect(!FileManager.default.fileExists(atPath: tool.folder.appending(path: "runs").path()))
            }
        }
    }

    @Test func jsonIsForPrograms() async throws {
        try await Server.running { server in
            try await withTool(environment: server.environment) { tool in
                let preflight = try await tool.run(
                    "preflight", "show.yaml", "--start", "2199-01-01 20:00", "--format", "json")
                let object = try #require(
                    JSONSerialization.jsonObject(with: Data(preflight.output.utf8)) as? [String: Any])
                #expect(object["verdict"] as? String == "ok")
                let checks = try #require(object["checks"] as? [[String: Any]])
                #expect(checks.first?["check"] as? String == "credentials")
                #expect(checks.allSatisfy { Set($0.keys) == ["check", "subject", "verdict", "message", "advice"] })
            }
        }
    }

    @Test func aHundredRoomsAreAskedAfter() async throws {
        try await Server.running { server in
            try await withTool(environment: server.environment) { tool in
                let ids = (1...25).flatMap { block in (1...4).map { "r\(block)-\($0)" } }
                try tool.write(
                    "timeline: many\nsender: {id: s}\nmessages:\n  - {at: 0, text: x, rooms: [\(ids.joined(separator: ", "))]}\n",
                    to: "many.yaml")
                let preflight = try await tool.run("preflight", "many.yaml", "--start", "2199-01-01 20:00")
                #expect(preflight.status == 0)
                #expect(preflight.lines.count { $0.contains("1 user is in it") } == 100)
                #expect(preflight.output.contains("is in none of its 100 rooms"))
                // On a busy host one may arrive too soon after the others: it is asked again.
                #expect(server.received.count { $0.code == .success } == 110)
                #expect(server.received.allSatisfy { $0.code == .success || $0.code == .appLimit })
            }
        }
    }

    /// How a server, or an account, is broken, and the one line that says so.
    @Test(arguments: [
        ("garbage", "what answers at 127.0.0.1 is not ZEGO: an answer that is not ZEGO's"),
        ("http500", "what answers at 127.0.0.1 is not ZEGO: HTTP 500"),
        ("100000004", "ZEGO finds the signature expired"),
        ("100000011", "AppID 12345 is refused by 127.0.0.1: 100000011"),
    ])
    func whatIsWrongAtTheServerIsOneClearLine(fault: String, line: String) async throws {
        try await Server.running({ $0.faults = [try! Fault(fault)] }) { server in
            try await withTool(environment: server.environment) { tool in
                try await expectOneProblem(tool, line)
            }
        }
    }

    @Test func whatIsWrongWithTheAccountIsOneClearLine() async throws {
        try await Server.running { server in
            for (name, value, line) in [
                (
                    "ZEGO_SERVER_SECRET", "0123456789abcdef0123456789abcdef",
                    "AppID 12345 is refused by 127.0.0.1: 100000005"
                ),
                ("ZEGO_APP_ID", "777", "AppID 777 is refused by 127.0.0.1: 100000011"),
                ("ZEGO_APP_ID", "", "no account is given: set ZEGO_APP_ID, and ZEGO_SERVER_SECRET"),
                ("ZEGO_BASE_URL", "http://example.org", "ZEGO_BASE_URL: plain http goes to this host only"),
                ("ZEGO_BASE_URL", "http://127.0.0.1:1", "127.0.0.1 cannot be reached: connection refused"),
            ] {
                let environment = server.environment.merging([name: value]) { _, new in new }
                try await withTool(environment: environment) { tool in
                    try await expectOneProblem(tool, line)
                    let secret = environment["ZEGO_SERVER_SECRET"] ?? ""
                    #expect(try !tool.everythingWritten().contains(secret))
                }
            }
        }
    }

    private func expectOneProblem(_ tool: Tool, _ line: String) async throws {
        let preflight = try await tool.run("preflight", "show.yaml", "--start", "2199-01-01 20:00")
        #expect(preflight.status == 1)
        #expect(preflight.errors == "")
        #expect(preflight.output.contains(line), "\(preflight.output)")
        // A clock that is off leaves the account unknown.
        let most = line.contains("expired") ? 2 : 1
        #expect(preflight.lines.count { $0.hasPrefix("problem") } == most, "\(preflight.output)")
        #expect(!preflight.output.contains("Signature="))
    }

    /// The waiting itself is tested with a clock that passes only while somebody waits.
    @Test func aWaitEndsAtOnceWhereThereIsNothingToWaitFor() async throws {
        try await Server.running { server in
            try await withTool(environment: server.environment) { tool in
                let fine = try await tool.run("preflight", "show.yaml", "--start", "2199-01-01 20:00", "--wait")
                #expect(fine.status == 0)
                #expect(fine.lines.last?.hasPrefix("0 problems, ") == true)
                let over = try await tool.run("preflight", "show.yaml", "--start", "2020-01-01 20:00", "--wait")
                #expect(over.status == 1)
                #expect(over.output.contains("this show ended at"))
                #expect(!over.output.contains("looking again"))
                let json = try await tool.run(
                    "preflight", "show.yaml", "--start", "2199-01-01 20:00", "--wait", "--format", "json")
                #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
            }
        }
    }

    @Test func aScriptThatIsWrongIsShownAsByCheck() async throws {
        try await withTool { tool in
            try tool.write("timeline: show\n", to: "broken.yaml")
            let preflight = try await tool.run("preflight", "broken.yaml")
            #expect(preflight.status == 1)
            #expect(preflight.output == "")
            #expect(preflight.errors.contains("broken.yaml:1:1: error: \"messages\" is missing"))
            #expect(try await tool.run("preflight").status == 64)
            #expect(try await tool.run("preflight", "show.yaml", "--rate", "fast").status == 64)
        }
    }

    @Test func aSchedulerOfTheAccountThatRunsIsAProblem() async throws {
        try await Server.running { server in
            try await withTool(environment: server.environment) { tool in
                let running = try tool.start("run", "show.yaml", "--start", "2199-01-01 20:00")
                try await running.says("log:")
                let preflight = try await tool.run("preflight", "show.yaml", "--start", "2199-01-01 20:00")
                #expect(preflight.status == 1)
                #expect(
                    preflight.lines.contains {
                        $0.hasPrefix("problem  scheduler")
                            && $0.contains("another scheduler of AppID 12345 is running on this host")
                    })
                running.send(SIGTERM)
                #expect(try await running.finished().status == 4)
            }
        }
    }
}
