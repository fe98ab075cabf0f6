import HostSystem
package import MarkedYAML
import Synchronization
package import Timelines

/// Reads the files that one timeline includes. They must lie below one folder: a script that somebody else wrote must not reach
/// the files of whoever plays it.
package struct IncludedFiles: Sendable {
    /// Without symlinks; nil where there is no such folder.
    private let root: String?
    private let found = Found()

    /// What was found at paths before. Each file is read once and has one name, whatever paths and links lead to it, so that a
    /// file that includes itself by another name is recognized.
    private final class Found: Sendable {
        let byPath = Mutex<[String: Result<SourceText, LoadingOptions.IncludeProblem>]>([:])
        let byFile = Mutex<[String: SourceText]>([:])
    }

    /// - Parameter root: the folder, where it is not that of the timeline.
    package init(ofTimeline path: String, below root: String?) {
        self.root = FileSystem.resolved(root ?? Self.folder(of: path.contains("/") ? path : "./" + path))
    }

    /// - Parameters:
    ///   - path: as written in the timeline: absolute, or relative to the folder of the including file.
    package func read(_ path: String, for includer: SourceText) -> Result<SourceText, LoadingOptions.IncludeProblem> {
        let place = Self.normalized(path.hasPrefix("/") ? path : Self.folder(of: includer.name) + path)
        if let known = found.byPath.withLock({ $0[place] }) { return known }
        let result = read(place)
        found.byPath.withLock { $0[place] = result }
        return result
    }

    private func read(_ place: String) -> Result<SourceText, LoadingOptions.IncludeProblem> {
        do throws(FileSystem.Failure) {
            // Only the resolved path is checked, and only that is opened.
            guard let file = FileSystem.resolved(place) else {
                throw FileSystem.Failure(path: place, reason: "No such file or directory")
            }
            guard let root, file.hasPrefix(root == "/" ? "/" : root + "/") else {
                let message = "\(place) is not below the folder of the timeline: --include-root gives another folder"
                return .failure(.init(message: message))
            }
            if let known = found.byFile.withLock({ $0[file] }) { return .success(known) }
            let source = SourceText(name: place, bytes: try FileSystem.read(file))
            found.byFile.withLock { $0[file] = source }
            return .success(source)
        } catch {
            return .failure(.init(message: "cannot read \(place): \(error.reason)"))
        }
    }

    /// The folder with a slash at the end; empty for a path without a folder.
    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// The path without `.` and, as far as possible without looking at the file system, without `..`.
    private static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        let names = parts.isEmpty && !path.hasPrefix("/") ? "." : parts.joined(separator: "/")
        return (path.hasPrefix("/") ? "/" : "") + names
    }
}
