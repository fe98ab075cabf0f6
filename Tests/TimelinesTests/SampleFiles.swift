import Foundation
import MarkedYAML
import ShowTime
import Timelines

/// The timelines that are kept as files: `Schedules`, and those of `Tests/Samples`, right and wrong.
enum SampleFiles {
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

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

    /// The diagnostics that are kept for a sample. `SHOWCALLER_GOLDEN=write` keeps `found` instead: the diff is the review.
    static func keptDiagnostics(of path: String, found: String) throws -> String {
        let file = package.appending(path: path.replacing(/\.yaml$/, with: ".out"))
        if ProcessInfo.processInfo.environment["SHOWCALLER_GOLDEN"] == "write" {
            try found.write(to: file, atomically: true, encoding: .utf8)
        }
        return try String(contentsOf: file, encoding: .utf8)
    }
}
