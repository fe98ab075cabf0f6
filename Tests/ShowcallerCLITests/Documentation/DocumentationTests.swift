import Foundation
import Testing

/// Every example of the documentation does what the page says.
@Suite struct DocumentationTests {
    @Test(arguments: DocumentationPage.names)
    func everyExampleIsRun(page name: String) async throws {
        let page = try DocumentationPage(name)
        let tool = try Tool()
        var variables = "{}\n"
        var examples = 0
        for fence in page.fences {
            switch fence.words.first {
            case _ where fence.file != nil: try tool.write(fence.text, to: fence.file!)
            case "console":
                for command in fence.commands {
                    try await run(command, of: page, in: tool)
                    examples += 1
                }
            case "yaml" where fence.words == ["yaml", "vars"]: variables = fence.text
            case "template":
                try await render(fence, of: page, with: variables, in: tool)
                examples += fence.lines.count
            // Shown, and not run: "sh" by tests of their own where there are any.
            case "text", "sh", "json", "sql", "toml": break
            default:
                Issue.record("docs/\(name):\(fence.line): nobody runs what is between these fences: \(fence.words)")
            }
        }
        #expect(examples >= 3, "docs/\(name) has next to no examples")
    }

    /// What is said of a failure or an attack is shown by a test: those that the page names are there.
    @Test(arguments: [DocumentationPage.failureModes, DocumentationPage.threatModel])
    func pagesNameTestsThatAreThere(name: String) throws {
        let page = try String(contentsOf: Tool.package.appending(path: "docs/\(name)"), encoding: .utf8)
        let files = FileManager.default.enumerator(atPath: Tool.package.appending(path: "Tests").path())
        let sources = try (files?.allObjects as? [String] ?? []).filter { $0.hasSuffix("Tests.swift") }.map {
            try String(contentsOf: Tool.package.appending(path: "Tests/\($0)"), encoding: .utf8)
        }
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| what") }
        #expect(rows.count > 20)
        for row in rows {
            let names = row.matches(of: /`(\w+Tests)(?:\.(\w+))?`/)
            #expect(!names.isEmpty, "\(row) names no test")
            for name in names {
                let suite = sources.first { $0.contains("struct \(name.1) ") }
                #expect(suite != nil, "there is no \(name.1)")
                if let test = name.2 {
                    #expect(suite?.contains("func \(test)(") == true, "there is no \(name.1).\(test)")
                }
            }
        }
    }

    /// A house whose rooms have other names than its plan: that was so, for weeks.
    @Test func theTableOfModulesIsThatOfTheSources() throws {
        let readme = try String(contentsOf: Tool.package.appending(path: "README.md"), encoding: .utf8)
        let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let named = Set(
            rows.flatMap { $0.split(separator: "|")[0].matches(of: /`([A-Z]\w+)`/) }.map { String($0.1) }
                .filter { !$0.hasPrefix("ZEGO_") && !$0.hasPrefix("SSL_") })
        let sources = Tool.package.appending(path: "Sources").path()
        let modules = try FileManager.default.contentsOfDirectory(atPath: sources)
        #expect(named == Set(modules))
    }

    @Test func pagesAreThere() { #expect(!DocumentationPage.names.isEmpty) }

    private func run(_ command: DocumentationPage.Command, of page: DocumentationPage, in tool: Tool) async throws {
        let words = command.text.split(separator: " ", maxSplits: 1).map(String.init)
        var printed = ""
        switch words[0] {
        case "showcaller":
            let finished = try await tool.start(shell: words[1]).finished()
            printed = finished.output + finished.errors
            if finished.status != 0 { printed += "[status \(finished.status)]\n" }
        case "jq" where !Tool.has("jq"): return
        case "jq":
            let finished = try await tool.start(line: command.text).finished()
            printed = finished.output + finished.errors
        case "cat": printed = try String(contentsOf: tool.folder.appending(path: words[1]), encoding: .utf8)
        default: Issue.record("docs/\(page.name):\(command.line): nobody runs \(command.text)")
        }
        let lines = printed.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        #expect(
            command.matches(lines),
            "docs/\(page.name):\(command.line): \(command.text) prints\n\(printed)")
    }

    /// Lines of `template → result`, or `template → error: what is said`.
    private func render(
        _ fence: DocumentationPage.Fence, of page: DocumentationPage, with variables: String, in tool: Tool
    ) async throws {
        let examples = fence.lines.map { line -> (template: String, result: String) in
            let parts = line.split(separator: " → ", maxSplits: 1).map(String.init)
            return (parts[0], parts.count == 2 ? parts[1] : "")
        }
        for (number, (template, result)) in examples.enumerated() {
            let place = "docs/\(page.name):\(fence.line + number + 1): \(template)"
            let isRefused = result.hasPrefix("error: ")
            try tool.write(script(template, variables), to: "example.yaml")
            let finished = try await tool.run(
                isRefused ? "check" : "preview", "example.yaml", "--format", isRefused ? "json" : "jsonl")
            if isRefused {
                let problems = try JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [[String: Any]]
                let message = problems?.first { $0["severity"] as? String == "error" }?["message"] as? String
                #expect(message?.hasPrefix(result.dropFirst(7)) == true, "\(place) → \(finished.output)")
            } else {
                let row = try? JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [String: Any]
                let content = row?["content"] as? String
                #expect(
                    content == result.replacing("\\n", with: "\n"), "\(place) → \(finished.output)\(finished.errors)")
            }
        }
    }

    private func script(_ template: String, _ variables: String) throws -> String {
        let quoted = try JSONSerialization.data(
            withJSONObject: template, options: [.fragmentsAllowed, .withoutEscapingSlashes])
        let vars = variables.split(separator: "\n").map { "  \($0)\n" }.joined()
        return """
            timeline: example
            title: Nova night
            start: 2026-11-20T20:00:00+08:00
            timezone: Asia/Shanghai
            sender: {id: host}
            rooms: {stage: {id: "123", vars: {lang: en}}}
            vars:
            \(vars)messages:
              - {id: example, at: 90s, rooms: stage, text: \(String(decoding: quoted, as: UTF8.self))}

            """
    }
}
