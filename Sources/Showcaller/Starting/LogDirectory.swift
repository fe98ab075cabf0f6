package import RunLog
package import Scheduling

/// The folder that logs of one kind of run are kept in: rehearsals and simulations never lie where a live run looks.
package struct LogDirectory: Sendable {
    package let path: String

    package init(_ path: String, mode: RunMode) {
        var path = path
        while path.count > 1, path.last == "/" { path.removeLast() }
        self.path = mode == .live ? path : path + "/rehearsals"
    }

    package func path(of run: RunID) -> String { "\(path)/\(run).jsonl" }

    /// The logs of a timeline's runs, the latest start first.
    package func logs(of timeline: String) -> [String] {
        let names = (try? FileSystem.names(in: path)) ?? []
        return names.filter { $0.hasPrefix("\(timeline)@") && $0.hasSuffix(".jsonl") }.reversed().map {
            "\(path)/\($0)"
        }
    }
}
