import Foundation
import MarkedYAML
import Testing
import Timelines

/// A reader who copies an example sees no warning, unless the page says so itself.
@Suite struct DocumentedExampleTests {
    private static let pages = ["README.md", "docs/diagnostics.md", "docs/format.md", "docs/templates.md"]

    /// The timelines of a page, by the names that its commands call them by.
    private func timelines(in page: String) -> [(name: String, text: String)] {
        var found: [(name: String, text: String)] = []
        for fence in page.split(separator: "\n```yaml").dropFirst() {
            let lines = fence.split(separator: "\n", omittingEmptySubsequences: false)
            let text = lines.dropFirst().prefix { !$0.hasPrefix("```") }.joined(separator: "\n") + "\n"
            found.append((lines[0].trimmingCharacters(in: .whitespaces), text))
        }
        return found.filter {
            $0.text.contains("timeline: ") && $0.text.contains("messages:") && !$0.text.contains("include:")
        }
    }

    @Test(arguments: pages) func everyExampleIsWithoutAWarning(path: String) throws {
        let page = String(decoding: try SampleFiles.source(path).bytes, as: UTF8.self)
        let timelines = timelines(in: page)
        #expect(!timelines.isEmpty)
        for (name, text) in timelines where name.isEmpty || page.firstRange(of: "\n\(name):") == nil {
            let loaded = SampleFiles.load(SourceText(name: name, bytes: Array(text.utf8)))
            #expect(loaded.diagnostics.map(\.line) == [], "\(path) \(name)")
        }
    }
}
