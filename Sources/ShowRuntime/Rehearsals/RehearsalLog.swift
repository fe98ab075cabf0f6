import HostSystem
package import Rehearsing
package import RunLog
import Scheduling
import ShowTime

/// The log of a rehearsed run: open and held, with nothing written yet.
///
/// The log of an earlier rehearsal of the same run is replaced, so that the same command leaves the same log; the log of
/// anything else is never touched.
package struct RehearsalLog: Sendable {
    package let run: RehearsedRun
    package let file: RunLogFile
    private let sha256: String

    /// - Parameter directory: the one for rehearsals; it is made where it is not there.
    package init(_ run: RehearsedRun, sha256: String, in directory: LogDirectory) throws(StartProblem) {
        self.run = run
        self.sha256 = sha256
        let path = directory.path(of: run.id)
        try directory.make()
        file = try directory.open(path)
        // Checked only now: before the log was held, another process may have written it.
        guard FileSystem.isEmpty(path) || LogReader.header(of: path)?.mode == .rehearse else {
            throw StartProblem(
                message: "\(path) is not the log of a rehearsal and is not replaced: use another --log-dir")
        }
    }

    /// - Parameter file: in place of the log's own.
    init(_ log: RehearsalLog, file: RunLogFile) {
        run = log.run
        sha256 = log.sha256
        self.file = file
    }

    /// Lets go of a run that is not rehearsed after all: everything is as it was.
    package func abandon() { if FileSystem.isEmpty(file.path) { FileSystem.remove(file.path) } }

    /// Empties the log and writes the header into it.
    func begin(at now: Instant, appID: UInt32, host: String) throws(LogError) -> RunHeader {
        let header = RunHeader(
            time: now, run: run.id, mode: .rehearse, appID: appID, host: host, planned: run.planned, sha256: sha256,
            isResumed: false, version: showcallerVersion)
        var line: [UInt8] = []
        line.append(.run(header))
        try file.trim(to: 0)
        try file.begin(line, after: 0)
        return header
    }
}
