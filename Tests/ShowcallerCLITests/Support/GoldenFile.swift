import Foundation
import Testing

/// What people read is kept as files. `SHOWCALLER_GOLDEN=write` writes them anew, to be looked at in the diff.
enum GoldenFile {
    static func expect(
        _ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = Tool.golden.appending(path: name)
        if ProcessInfo.processInfo.environment["SHOWCALLER_GOLDEN"] == "write" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            return
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        guard text != expected else { return }
        let (have, want) = (text.split(separator: "\n"), expected.split(separator: "\n"))
        let line = zip(have, want).prefix { $0 == $1 }.count
        let found = line < have.count ? String(have[line]) : "(the end)"
        let wanted = line < want.count ? String(want[line]) : "(the end)"
        Issue.record("\(name):\(line + 1): \(found)\nis not: \(wanted)", sourceLocation: sourceLocation)
    }
}
