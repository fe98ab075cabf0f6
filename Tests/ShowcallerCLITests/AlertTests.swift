import Foundation
import Testing
import ZegoSimulator

/// `run --on-alert`, from the outside.
@Suite(.timeLimit(.minutes(10))) struct AlertTests {
    private func alerts(of tool: Tool) throws -> [[String: Any]] {
        let text = (try? String(contentsOf: tool.folder.appending(path: "alerts.jsonl"), encoding: .utf8)) ?? ""
        return try text.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    /// The secret is wrong until the command that is told of it mends it: that is said, that it is over, and the end of the show.
    @Test func aRefusedAccountAndTheEndAreSaid() async throws {
        try await Server.running { server in
            let right = server.simulator.configuration.serverSecret.text
            var variables = server.environment
            variables["ZEGO_SERVER_SECRET"] = nil
            variables["ZEGO_SERVER_SECRET_FILE"] = "secret.txt"
            let tool = try Tool(environment: variables)
            try tool.write(String(right.reversed()), to: "secret.txt")
            try tool.write(right, to: "right.txt")
            try tool.write(
                """
                timeline: alarmed
                sender: {id: host}
                defaults: {rooms: [a], late: send}
                messages:
                  - {id: one, at: 200ms, text: one}
                """, to: "alarmed.yaml")
            let run = try await tool.run(
                "run", "alarmed.yaml", "--start", "now", "--on-alert", "cat >> alerts.jsonl; cat right.txt > secret.txt"
            )
            #expect(run.status == 0, "\(run.output)")
            let alerts = try alerts(of: tool)
            // Commands run beside one another: the last two may be a moment apart.
            let words = alerts.map { "\($0["alert"] ?? "") \($0["over"] as? Bool ?? true)" }
            #expect(words.first == "account false", "\(alerts)")
            #expect(words.sorted() == ["account false", "account true", "ended false"], "\(alerts)")
            let end = alerts.first { $0["alert"] as? String == "ended" }
            #expect(end?["timeline"] as? String == "alarmed" && end?["sent"] as? Int == 1)
        }
    }

    @Test func aCommandThatCannotBeRunIsSaidAndTheShowGoesOn() async throws {
        let tool = try Tool(environment: ["ZEGO_SERVER_SECRET": "0123456789abcdef0123456789abcdef"])
        try tool.write(
            "timeline: short\nsender: {id: h}\nmessages:\n  - {id: a, at: 100ms, rooms: r, text: hi}\n",
            to: "short.yaml")
        let run = try await tool.run(
            "run", "short.yaml", "--simulate", "--start", "now", "--on-alert",
            "env > env.txt; /nowhere/at/all")
        #expect(run.status == 0)
        #expect(!run.output.contains("cannot be run"))
        #expect(run.output.contains("--on-alert: the command for an alert ended with status 127"))
        // The secret is for nobody else.
        let variables = try String(contentsOf: tool.folder.appending(path: "env.txt"), encoding: .utf8)
        #expect(variables.contains("PATH=") && !variables.contains("ZEGO_SERVER_SECRET"))
    }

    @Test func aCommandThatIsNotThereIsSaidBeforeTheShow() async throws {
        let tool = try Tool()
        try tool.write(
            "timeline: short\nsender: {id: h}\nmessages:\n  - {id: a, at: 100ms, rooms: r, text: hi}\n",
            to: "short.yaml")
        let run = try await tool.run(
            "run", "short.yaml", "--simulate", "--start", "now", "--on-alert", "./nope.sh --loud")
        #expect(run.status == 0)
        let said = try #require(run.output.range(of: "warning: --on-alert: ./nope.sh is not there, or cannot be run"))
        let sent = try #require(run.output.range(of: "accepted"))
        #expect(said.upperBound < sent.lowerBound)
    }
}
