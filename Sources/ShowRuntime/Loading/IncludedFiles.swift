import HostSystem
import MarkedYAML
import Timelines

/// Reads the files that timelines include.
enum IncludedFiles {
    /// - Parameters:
    ///   - path: as the timeline has it: absolute, or from the folder of the file that says so.
    static func read(_ path: String, for includer: SourceText) -> Result<SourceText, LoadingOptions.IncludeProblem> {
        let place = normalized(path.hasPrefix("/") ? path : folder(of: includer.name) + path)
        do throws(FileSystem.Failure) {
            return .success(SourceText(name: place, bytes: try FileSystem.read(place)))
        } catch {
            return .failure(.init(message: "cannot read \(error.path): \(error.reason)"))
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
