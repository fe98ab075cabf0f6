import Foundation
import Testing

@Suite struct CheckTests {
    static let broken =
        ((try? FileManager.default.contentsOfDirectory(atPath: Tool.golden.appending(path: "check").path())) ?? [])
        .filter { $0.hasSuffix(".yaml") }.sorted()

    @Test(arguments: broken)
    func everyProblemIsShownAtItsPlace(file: String) async throws {
        let tool = try Tool()
        try FileManager.default.copyItem(
            at: Tool.golden.appending(path: "check/\(file)"), to: tool.folder.appending(path: file))
        let checked = try await tool.run("check", file)
        #expect(checked.status == 1)
        #expect(checked.errors == "")
        try GoldenFile.expect(checked.output, equals: "check/\(file.replacing(".yaml", with: ".out"))")
    }

    @Test func brokenFilesAreThere() { #expect(Self.broken.count >= 8) }

    @Test func jsonHasEveryProblemWithItsPlace() async throws {
        let tool = try Tool()
        let problems = (1...200).map { "  - {id: m\($0), at: \($0), text: x}" }.joined(separator: "\n")
        try tool.write(
            "timeline: many\nsender: {id: s}\ndefaults: {rooms: r}\nmessages:\n\(problems)\n", to: "many.yaml")
        let checked = try await tool.run("check", "many.yaml", "--format", "json")
        #expect(checked.status == 1)
        let array = try #require(JSONSerialization.jsonObject(with: Data(checked.output.utf8)) as? [[String: Any]])
        #expect(array.count == 200)
        #expect(array[0]["file"] as? String == "many.yaml")
        #expect(array[0]["line"] as? Int == 5)
        #expect(array[0]["column"] as? Int == 18)
        #expect(array[0]["end_column"] as? Int == 19)
        #expect(array[0]["severity"] as? String == "error")
        #expect(array[0]["kind"] as? String == "bad-time")
        #expect((array[0]["message"] as? String)?.contains("no unit") == true)
        let human = try await tool.run("check", "many.yaml")
        #expect(human.output.contains("and 150 more (--format json shows all)"))
    }

    @Test func githubHasAnAnnotationForEachProblem() async throws {
        let tool = try Tool()
        try tool.write(
            """
            timeline: show
            sender: {id: "50%"}
            messages: [{id: a, at: 5, rooms: [r1], text: x}]
            """, to: "a,b:c.yaml")
        let checked = try await tool.run("check", "a,b:c.yaml", "nothing.yaml", "--format", "github")
        #expect(checked.status == 1)
        #expect(
            checked.lines == [
                "::warning file=a%2Cb%3Ac.yaml,line=2,col=14,endColumn=19,title=risky-id::a %25 in a sender id breaks ZEGO's Web SDK",
                """
                ::error file=a%2Cb%3Ac.yaml,line=3,col=24,endColumn=25,title=bad-time::"5" has no unit: write 5ms, 5s, 5m, \
                5h or 5d
                """,
                "::error file=nothing.yaml,title=unreadable::cannot read nothing.yaml: No such file or directory",
            ])
    }

    @Test func theSchedulesAreRight() async throws {
        let checked = try await Tool().run("check", Tool.schedules)
        #expect(checked.status == 0)
        #expect(checked.lines.count == 6)
        #expect(checked.lines.allSatisfy { $0.hasPrefix("✓") })
    }

    @Test func aVariableThatNothingUsesIsAnError() async throws {
        let tool = try Tool()
        try tool.write(
            """
            timeline: show
            sender: {id: host}
            vars: {price: 1999, sold_out: false}
            messages:
              - {at: 0, rooms: r1, text: "{{ price }}{{ '!' if sold_out }}"}

            """, to: "show.yaml")
        try tool.write("price: 5\nprize: 6\n", to: "tonight.yaml")
        let checked = try await tool.run("check", "show.yaml", "--vars", "tonight.yaml", "--var", "prce=1")
        #expect(checked.status == 1)
        let lines = (checked.output + checked.errors).split(separator: "\n")
        #expect(
            lines.contains(
                "tonight.yaml:2:1: error: no text uses the variable \"prize\": did you mean \"price\"? [unused-variable]"
            ))
        #expect(
            lines.contains(
                "--var:1:1: error: no text uses the variable \"prce\": did you mean \"price\"? [unused-variable]"),
            "\(lines)")

        try tool.write("sold_out: no\n", to: "tonight.yaml")
        let warned = try await tool.run("check", "show.yaml", "--vars", "tonight.yaml", "--var", "price=1")
        #expect(warned.status == 0)
        #expect(warned.output.hasPrefix("tonight.yaml:1:11: warning: \"no\" is a text here"), "\(warned.output)")
        let given = try await tool.run("check", "show.yaml", "--var", "sold_out=off")
        #expect(given.status == 0)
        #expect(given.output.hasPrefix("--var:1:10: warning: \"off\" is a text here"), "\(given.output)")
    }

    @Test func aFileThatIsNotThereIsOneClearError() async throws {
        let tool = try Tool()
        let checked = try await tool.run("check", "nothing.yaml")
        #expect(checked.status == 1)
        #expect(checked.output == "error: cannot read nothing.yaml: No such file or directory\n")
        try FileManager.default.createDirectory(
            at: tool.folder.appending(path: "empty"), withIntermediateDirectories: true)
        let folder = try await tool.run("check", "empty")
        #expect(folder.status == 1)
        #expect(folder.output.contains("no timelines in this folder"))
    }

    @Test func aLineOfTenMegabytesIsReadAndShownInPart() async throws {
        let tool = try Tool()
        let long = String(repeating: "x", count: 10_000_000)
        try tool.write(
            "timeline: long\nsender: {id: s}\nmessages:\n  - {at: 0, rooms: r, text: \(long)}\n", to: "long.yaml")
        let checked = try await tool.run("check", "long.yaml")
        #expect(checked.status == 1)
        #expect(checked.output.contains("[long-text]"))
        #expect(checked.output.contains("the text is 10000000 bytes, 9998976 more than the 1024 that can be sent"))
        #expect(checked.output.utf8.count < 2000)
    }
}
