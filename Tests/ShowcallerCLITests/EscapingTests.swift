import Foundation
import Testing
import Timelines

@testable import ShowcallerCLI

/// Text from outside is shown as text by every command: it moves no cursor, hides nothing and begins nothing of its own.
@Suite(.timeLimit(.minutes(10))) struct EscapingTests {
    /// CRLF, escapes of terminals, bidirectional controls, line separators, tags, what has no width, and marks that make
    /// one character with the quote before them.
    private static let nasty =
        "a\r\n::error::b\u{1B}[31mc\u{9B}d\u{202E}e\u{2066}f\u{2028}g\u{E0041}h\u{200B}i\u{61C}j\u{2060}k\u{AD}"
        + "l\u{FEFF}m\u{85}n\u{7}o\"\u{301},p'\u{301}q%0A\u{200D}r"

    private func quoted(_ text: String) -> String {
        "\""
            + text.unicodeScalars.map { scalar in
                let digits = String(scalar.value, radix: 16)
                return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }.joined() + "\""
    }

    /// For a run's log, with what a show has from outside replaced.
    private func json(_ text: String) throws -> String {
        String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }

    private func files(in tool: Tool) async throws {
        let nasty = Self.nasty
        let room = "  \(quoted("r" + nasty)): {id: \"1\"}"
        let show = """
            timeline: t
            title: \(quoted(nasty))
            sender: {id: s, name: \(quoted(nasty))}
            rooms:
            \(room)
            defaults: {rooms: \(quoted("r" + nasty))}
            messages:
            - {id: m, at: 0, text: "\u{200B}\u{61C}\u{E0041} \\"\u{301}, said"}

            """
        try tool.write(show, to: "show.yaml")
        try tool.write(show.replacing("said", with: "told"), to: "other.yaml")
        try tool.write(show + "\(quoted(nasty)): 1\n- {", to: "syntax.yaml")
        try tool.write(show + "\(quoted(nasty)): 1\n", to: "broken.yaml")
        try tool.write("vars: {a: 1}", to: "\(nasty).yaml")
        try tool.write("time,text,rooms\n1s,\(nasty),x\n\(nasty),y,\n2s,z,\"\(nasty)\"\n", to: "sheet.csv")
        try await tool.run("rehearse", "show.yaml", "--start", "2026-11-20T20:00:00Z", "--log-dir", "logs")
        let folder = tool.folder.appending(path: "logs/rehearsals")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
        let log = try String(contentsOf: folder.appending(path: #require(names.first)), encoding: .utf8)
        let changed = log.replacing("\"t@", with: String(try json("t" + nasty).dropLast()) + "@")
            .replacing("\"timeline\":\"t\"", with: "\"timeline\":" + (try json("t" + nasty)))
            .replacing("\"sent\"", with: "\"failed\"").replacing(
                "\"reason\":null", with: "\"reason\":" + (try json(nasty)))
        try tool.write(changed, to: "log.jsonl")
        try tool.write(changed + "x\n", to: "damaged.jsonl")
    }

    @Test func everyCommandShowsOnlyWhatCanBeSeen() async throws {
        let tool = try Tool()
        try await files(in: tool)
        let nasty = Self.nasty
        for arguments in [
            ["check", "broken.yaml"], ["check", "syntax.yaml"], ["check", "broken.yaml", "--format", "github"],
            ["check", "\(nasty).yaml"], ["check", "\(nasty).yaml", "--format", "github"], ["check", "none\(nasty)"],
            ["check", "show.yaml", "--\(nasty)"], ["check", "show.yaml", "--var", nasty], [nasty],
            ["preview", "show.yaml"], ["preview", "show.yaml", "--start", nasty],
            ["preview", "show.yaml", "--room", nasty],
            ["preview", "show.yaml", "--diff", "other.yaml"], ["preview", "show.yaml", "--lock", "\(nasty)/x"],
            ["rehearse", "show.yaml", "--start", "now"], ["rehearse", "show.yaml", "--fault", nasty],
            ["run", "show.yaml", "--simulate", "--start", "now"], ["run", "show.yaml", "--rate", nasty],
            ["run", "show.yaml", "--simulate", "--start", "now", "--log-dir", "/proc/\(nasty)"],
            ["report", "log.jsonl"], ["report", "damaged.jsonl"], ["report", "none\(nasty)"],
            ["salvage", "damaged.jsonl"], ["salvage", nasty], ["import", "sheet.csv"], ["import", nasty],
            ["import", "sheet.csv", "--column", nasty], ["import", "sheet.csv", "--title", nasty],
            ["tell", nasty], ["tell", nasty, "hold"], ["tell", "skip", nasty],
            ["send", "--room", nasty, "--user", "u", nasty],
            ["preflight", "broken.yaml"], ["schema", nasty], ["simulate", "--fault", nasty], ["help", nasty],
        ] {
            let finished = try await tool.start(arguments).finished()
            for text in [finished.output, finished.errors] {
                let hidden = text.unicodeScalars.filter { $0 != "\n" && $0.isInvisible }.map(\.codePoint)
                #expect(hidden == [], "\(arguments)")
                #expect(!text.utf8.split(separator: 10).contains { $0.starts(with: "::error::b".utf8) }, "\(arguments)")
            }
            #expect(finished.output + finished.errors != "", "\(arguments)")
        }
    }

    @Test func aWorkflowCommandIsOneLine() {
        let command = WorkflowCommand(
            name: "error", properties: ["file": "a,b:c\r\nd", "none": nil], message: "%\r\n::x")
        #expect(command.line == "::error file=a%2Cb%3Ac%0D%0Ad::%25%0D%0A::x")
        #expect(!WorkflowCommand(name: "error", message: Self.nasty).line.utf8.contains(10))
    }

    @Test func aCellEndsWhereItEnds() async throws {
        #expect(Array(CSVCell.quoted("a\"\u{301}\r\n").utf8) == Array("\"a\"\"\u{301}\r\n\"".utf8))
        #expect(CSVCell.quoted("plain text") == "plain text")
        let tool = try Tool()
        try await files(in: tool)
        let preview = try await tool.run("preview", "show.yaml", "--start", "now", "--format", "csv")
        let row = try #require(preview.output.utf8.split(separator: 10).last)
        #expect(Array(row).firstRange(of: Array(",\"\u{200B}\u{61C}\u{E0041} \"\"\u{301}, said\",t@".utf8)) != nil)
    }

    @Test(arguments: ["", "plain/path.csv", "two words", "it's", "a\"b", "$HOME", "\\", nasty, "\u{7}1'2", "é'\u{301}"])
    func aShellTakesAWordForWhatItWas(word: String) async throws {
        let taken = try await Tool(environment: ["LC_ALL": "C.UTF-8"])
            .start(line: "printf %s " + ShellWord.quoted(word), shell: "/bin/bash").finished().output
        #expect(Array(taken.utf8) == Array(word.utf8))
        let hidden = ShellWord.quoted(word).unicodeScalars.filter { $0.isInvisible }
        #expect(hidden.isEmpty)
    }
}
