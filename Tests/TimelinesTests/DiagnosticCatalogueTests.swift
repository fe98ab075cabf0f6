import Foundation
import Testing
import Timelines

@Suite struct DiagnosticCatalogueTests {
    /// People search the documentation for what stands in brackets.
    @Test func everyKindHasASectionAndEverySectionIsAKind() throws {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: package.appending(path: "docs/diagnostics.md"), encoding: .utf8)
        let sections = page.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
        // What cannot be read is no part of a script.
        #expect(Set(sections) == Set(DiagnosticKind.allCases.map(\.rawValue) + ["unreadable"]))
        #expect(sections.count == Set(sections).count)
    }
}
