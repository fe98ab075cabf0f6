import HostSystem
import RunLog
package import Scheduling

/// The folder that logs of one kind of run are kept in: rehearsals and simulations never lie where a live run looks.
package struct LogDirectory: Sendable {
    package let path: String

    package init(_ path: String, mode: RunMode) {
        var path = path
        while path.count > 1, path.last == "/" { path.removeLast() }
        self.path = mode == .live ? path : path + "/" + Self.rehearsals
    }

    /// The name of the subfolder for the logs of rehearsals and simulations.
    package static let rehearsals = "rehearsals"

    /// The kind of run that a log belongs to, judged by the log's folder.
    package static func mode(ofLog path: String) -> RunMode {
        path.split(separator: "/").dropLast().last.map(String.init) == rehearsals ? .simulate : .live
    }

    package func path(of run: RunID) -> String { "\(path)/\(run)\(Self.ending)" }

    /// The run that a log belongs to, judged by the log's name; nil where the name has another form.
    package static func run(ofLog path: String) -> RunID? {
        let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
        return name.hasSuffix(ending) ? RunID(String(name.dropLast(ending.count))) : nil
    }

    package func make() throws(StartProblem) {
        do throws(FileSystem.Failure) { try FileSystem.makeFolder(path) } catch {
            throw StartProblem(message: "cannot make the folder for logs, \(error.path): \(error.reason)")
        }
    }

    /// Opens a log, or creates it, and holds it.
    func open(_ path: String) throws(StartProblem) -> RunLogFile {
        do throws(LogError) { return try RunLogFile(path: path) } catch { throw StartProblem(message: error.message) }
    }

    /// The logs of a timeline's runs, the latest start first.
    package func logs(of timeline: String) throws(StartProblem) -> [String] {
        let all: [String]
        do throws(FileSystem.Failure) { all = try FileSystem.names(in: path) } catch {
            throw StartProblem(message: error.message)
        }
        let names = all.filter { $0.hasPrefix("\(timeline)@") && $0.hasSuffix(Self.ending) }
        // Without the Z, so that a start with milliseconds comes after that of the whole second.
        return names.map { ($0.dropLast(Self.ending.count + 1), $0) }.sorted { $0 > $1 }.map { "\(path)/\($0.1)" }
    }

    /// Whether the last record of a log says that its run has ended; found out without reading the rest.
    static func hasEnded(_ path: String) -> Bool {
        // Longer than any record of an end.
        guard let tail = FileSystem.tail(of: path, count: 4096), let last = tail.split(separator: 0x0A).last else {
            return false
        }
        return last.withUnsafeBufferPointer { line in
            var reader = RecordReader()
            return if case .end = reader.record(line) { true } else { false }
        }
    }

    private static let ending = ".jsonl"
}
