import Foundation
import MarkedYAML
import ShowTime
import Testing
import Timelines

/// The timelines that are kept as files: `Schedules`, and those of `Tests/Samples`, right and wrong.
enum SampleFiles {
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let schedules = paths(in: "Schedules")
    static let good = paths(in: "Tests/Samples/good")
    static let broken = paths(in: "Tests/Samples/broken")
    static let warned = paths(in: "Tests/Samples/warned")
    static let included = paths(in: "Tests/Samples/included")

    /// Paths from the package's folder, in order; none where there is no such folder.
    private static func paths(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: package.appending(path: folder).path())) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
    }

    static func source(_ path: String) throws -> SourceText {
        SourceText(name: path, bytes: [UInt8](try Data(contentsOf: package.appending(path: path))))
    }

    /// Loads a timeline as the command line does. Where it has no start, it starts at 2026-11-20 12:00 UTC.
    static func load(_ source: SourceText, checkedOccurrences: Int = .max) -> LoadedTimeline {
        var options = LoadingOptions(assumedStart: .milliseconds(1_795_176_000_000))
        options.checkedOccurrences = checkedOccurrences
        options.readIncluded = { path, includer in
            let folder = URL(filePath: includer.name, relativeTo: package).deletingLastPathComponent()
            let file = folder.appending(path: path).standardizedFileURL
            guard let data = try? Data(contentsOf: file) else { return .failure(.init(message: "there is no \(path)")) }
            let name = file.path().replacing(package.standardizedFileURL.path(), with: "")
            return .success(SourceText(name: name, bytes: [UInt8](data)))
        }
        return TimelineLoader.load(source, options: options)
    }

    /// What `check` prints of a sample: the file beside it, `x.out` beside `x.yaml`.
    static func keptDiagnostics(of path: String) throws -> String {
        try String(contentsOf: outFile(of: path), encoding: .utf8)
    }

    /// Whether diagnostics are those that are kept. `SHOWCALLER_GOLDEN=write` keeps them instead: the diff is the review.
    static func expectKept(_ diagnostics: [Diagnostic], of path: String) throws {
        let found = diagnostics.map { $0.text() }.joined()
        if ProcessInfo.processInfo.environment["SHOWCALLER_GOLDEN"] == "write" {
            try found.write(to: outFile(of: path), atomically: true, encoding: .utf8)
        }
        #expect(try found == keptDiagnostics(of: path))
    }

    private static func outFile(of path: String) -> URL {
        package.appending(path: path).deletingPathExtension().appendingPathExtension("out")
    }
}
