import Foundation

/// A page of the documentation, whose examples are run.
///
/// What is between fences is told apart by the words behind the first: `yaml show.yaml` is a file, `console` is a session
/// (`$ showcaller …`, `$ cat FILE` or `$ jq …`, and what it prints; `…` alone stands for any lines; `[status 1]` ends what failed), `yaml vars` are
/// variables and `template` is a list of `template → result`. `text` and `sh` are shown and not run.
struct DocumentationPage {
    struct Fence {
        var words: [String]
        var lines: [String]
        /// Of the page, from 1.
        var line: Int
    }

    struct Command {
        /// What stands behind `$ `.
        var text: String
        var output: [String]
        var line: Int
    }

    let name: String
    let text: String
    let fences: [Fence]

    init(_ name: String) throws {
        self.name = name
        text = try String(contentsOf: Tool.package.appending(path: "docs/\(name)"), encoding: .utf8)
        var fences: [Fence] = []
        var open: Fence?
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```") {
                if let fence = open {
                    fences.append(fence)
                    open = nil
                } else {
                    let words = line.dropFirst(3).split(separator: " ").map(String.init)
                    open = Fence(words: words, lines: [], line: number + 1)
                }
            } else {
                open?.lines.append(String(line))
            }
        }
        self.fences = fences
    }

    /// The page whose rows name tests.
    static let failureModes = "failure-modes.md"
    static let threatModel = "threat-model.md"

    /// Pages without examples: of two the tests are named, of another the measurements, the last are played otherwise.
    private static let withoutExamples = [
        failureModes, threatModel, "performance.md", "control-room.md", "control-api.md", "on-the-night.md",
    ]

    /// The pages that have examples.
    static var names: [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: Tool.package.appending(path: "docs").path())
        return (names ?? []).filter { $0.hasSuffix(".md") && !withoutExamples.contains($0) }.sorted()
    }
}

extension DocumentationPage.Fence {
    /// The name of the file that it is, nil where it is none.
    var file: String? { words.count == 2 && words[1].contains(".") ? words[1] : nil }

    var text: String { lines.map { $0 + "\n" }.joined() }

    var commands: [DocumentationPage.Command] {
        var commands: [DocumentationPage.Command] = []
        for (number, line) in lines.enumerated() {
            if line.hasPrefix("$ ") {
                commands.append(.init(text: String(line.dropFirst(2)), output: [], line: self.line + number + 1))
            } else if !commands.isEmpty {
                commands[commands.count - 1].output.append(line)
            }
        }
        return commands
    }
}

extension DocumentationPage.Command {
    /// Whether this is what was printed, where `…` alone is any lines.
    func matches(_ printed: [String]) -> Bool { Self.matches(output[...], printed[...]) }

    private static func matches(_ expected: ArraySlice<String>, _ printed: ArraySlice<String>) -> Bool {
        guard let first = expected.first else { return printed.isEmpty }
        guard first == "…" else {
            return printed.first == first && matches(expected.dropFirst(), printed.dropFirst())
        }
        return (printed.startIndex...printed.endIndex).contains { matches(expected.dropFirst(), printed[$0...]) }
    }
}
