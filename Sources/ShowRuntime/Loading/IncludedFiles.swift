import HostSystem
package import MarkedYAML
package import Timelines

/// Reads the files that one timeline includes. They lie below one folder: a script that somebody else wrote must not reach
/// the files of whoever plays it.
package struct IncludedFiles: Sendable {
    /// Without symlinks; nil where there is no such folder.
    private let root: String?

    /// - Parameter root: the folder, where it is not that of the timeline.
    package init(ofTimeline path: String, below root: String?) {
        self.root = FileSystem.resolved(root ?? Self.folder(of: path.contains("/") ? path : "./" + path))
    }

    /// - Parameters:
    ///   - path: as the timeline has it: absolute, or from the folder of the file that says so.
    package func read(_ path: String, for includer: SourceText) -> Result<SourceText, LoadingOptions.IncludeProblem> {
        let place = Self.normalized(path.hasPrefix("/") ? path : Self.folder(of: includer.name) + path)
        do throws(FileSystem.Failure) {
            // Only what a path leads to counts, and only that is opened.
            guard let file = FileSystem.resolved(place) else {
                throw FileSystem.Failure(path: place, reason: "No such file or directory")
            }
            guard let root, file.hasPrefix(root == "/" ? "/" : root + "/") else {
                let message = "\(place) is not below the folder of the timeline: --include-root gives another folder"
                return .failure(.init(message: message))
            }
            return .success(SourceText(name: place, bytes: try FileSystem.read(file)))
        } catch {
            return .failure(.init(message: "cannot read \(place): \(error.reason)"))
        }
    }

    /// With the slash behind it; nothing for a path without a folder.
    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// Without `.` and, as far as that can be known without looking, without `..`.
    private static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}
