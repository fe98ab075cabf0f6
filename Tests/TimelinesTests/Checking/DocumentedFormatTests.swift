import Foundation
import Testing

@testable import Timelines

/// The documentation names what the loader knows.
@Suite struct DocumentedFormatTests {
    private func page(_ name: String) throws -> String {
        try String(contentsOf: SampleFiles.package.appending(path: "docs/\(name).md"), encoding: .utf8)
    }

    /// People search the documentation for the words in brackets.
    @Test func everyKindOfDiagnosticHasASectionAndEverySectionIsAKind() throws {
        let sections = try page("diagnostics").split(separator: "\n").filter { $0.hasPrefix("## ") }
            .map { String($0.dropFirst(3)) }
        // A file that cannot be read is not a timeline with errors.
        #expect(Set(sections) == Set(DiagnosticKind.allCases.map(\.rawValue) + ["unreadable"]))
        #expect(sections.count == Set(sections).count)
    }

    @Test func everyKeyIsThere() throws {
        let format = try page("format")
        let names =
            TimelineKey.names + IncludedKey.names + StartKey.names + SenderKey.names + InputKey.names
            + RoomKey.names + DefaultsKey.names + MessageKey.names
        for name in Set(names) { #expect(format.contains("`\(name)`"), "\(name)") }
    }
}
