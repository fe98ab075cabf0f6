import Foundation
import ShowRuntime
import Testing

/// What is to be typed on the night, and what other tools are to call.
@Suite(.timeLimit(.minutes(10))) struct RecipesTests {
    private static let show = """
        timeline: recipes
        sender: {id: host}
        rooms: {stage: {id: "1"}}
        defaults: {rooms: stage}
        messages:
          - {id: later, at: 1h, text: Later}
        """

    @Test(.enabled(if: Tool.has("curl"))) func everyCallOfCurlIsAnswered() async throws {
        let lines = try DocumentationPage("recipes.md").fences.filter { $0.words == ["sh", "curl"] }.flatMap(\.lines)
        #expect(lines.count >= 5)
        var tool = try Tool()
        try tool.write(Self.show, to: "recipes.yaml")
        let run = try tool.start(
            "run", "recipes.yaml", "--simulate", "--start", "now", "--listen", "127.0.0.1:0")
        try await run.says("?token=")
        let output = try run.printed
        let link = try #require(output.firstMatch(of: /page: (http:\/\/[0-9.:]+)\/\?token=([0-9a-f]+)/))
        tool.environment["SHOW"] = String(link.1)
        tool.environment["TOKEN"] = String(link.2)
        for line in lines {
            // Older ones know no --json; it is the same.
            let old = line.replacing("--json", with: "-H 'Content-Type: application/json' -d")
            let finished = try await tool.start(line: old).finished()
            #expect(finished.status == 0 && !finished.output.isEmpty, "\(line): \(finished.output)\(finished.errors)")
        }
        run.send(SIGTERM)
        _ = try await run.finished()
        let actions = try tool.log(in: "runs/rehearsals").compactMap { $0["action"] as? String }
        #expect(actions == ["hold", "shift", "go", "shutdown"])
    }

    @Test(.enabled(if: Tool.has("jq"))) func theScriptForAlertsSaysWhatItIsGiven() async throws {
        let page = try DocumentationPage("recipes.md")
        let tool = try Tool()
        try tool.write(try #require(page.fences.first { $0.file == "alert.sh" }).text, to: "alert.sh")
        // A curl that keeps what it is given.
        try tool.write("#!/bin/sh\ncat > sent.json\n", to: "bin/curl")
        let alert = try #require(page.fences.first { $0.words == ["json"] }).text
        try tool.write(alert, to: "alert.json")
        let finished = try await tool.start(line: "chmod +x bin/curl; PATH=$PWD/bin:$PATH sh alert.sh < alert.json")
            .finished()
        #expect(finished.status == 0, "\(finished.errors)")
        let sent =
            try JSONSerialization.jsonObject(
                with: Data(contentsOf: tool.folder.appending(path: "sent.json"))) as? [String: String]
        #expect(
            sent == ["text": "showcaller: ZEGO cannot be reached, nothing is sent until it can: connection refused"])
    }

    /// Nobody reads the manual of a command on the night: what the page says is taken.
    @Test(arguments: ["on-the-night.md", "cookbook.md"]) func everyCommandForARunningShowIsOne(name: String) throws {
        let page = try DocumentationPage(name)
        var count = 0
        for match in page.text.matches(of: /(?m)(?:`|^)(?:showcaller )?tell ([^`\n]+?)(?:`|$)/) {
            let text = match.1.replacing("=…", with: "=x").replacing("\"", with: "")
            let words = text.split(separator: " ").map(String.init).filter { $0 != "--" }
            // A verb alone is spoken of, not typed.
            if words == ["shift"] || words == ["skip"] { continue }
            #expect(throws: Never.self, "\(name): tell \(match.1)") { try WrittenCommand(words: words) }
            count += 1
        }
        #expect(count >= 5)
    }
}
