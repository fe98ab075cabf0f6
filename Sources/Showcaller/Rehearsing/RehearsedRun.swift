import HostSystem
package import RunLog
package import Scheduling
package import ShowTime
package import Timelines

/// A run that can be rehearsed: its log is open and held, and nothing is written yet.
///
/// A rehearsal is always played from its beginning. The log of an earlier rehearsal of the same run is replaced, so that
/// the same command leaves the same log; the log of anything else is never touched.
package struct RehearsedRun: Sendable {
    package let id: RunID
    /// With an end, whatever the script says.
    package let timeline: Timeline
    /// The ids of the messages that were given one.
    package let cut: [String]
    /// How many deliveries it has.
    package let planned: Int
    package let log: RunLogFile
    package let sha256: String

    init(id: RunID, timeline: Timeline, cut: [String], log: RunLogFile, sha256: String) {
        self.id = id
        self.timeline = timeline
        self.cut = cut
        planned = timeline.plannedDeliveries(start: id.start) ?? 0
        self.log = log
        self.sha256 = sha256
    }

    /// - Parameter directory: the one for rehearsals; it is made where it is not there.
    package init(
        _ timeline: Timeline, start: Instant, sha256: String, in directory: LogDirectory
    ) throws(StartProblem) {
        do throws(FileSystem.Failure) {
            try FileSystem.makeFolder(directory.path)
        } catch {
            throw StartProblem(message: "cannot make the folder for logs, \(error.path): \(error.reason)")
        }
        id = RunID(timeline: timeline.name, start: start)
        (self.timeline, cut) = timeline.bounded()
        planned = self.timeline.plannedDeliveries(start: id.start) ?? 0
        self.sha256 = sha256
        let path = directory.path(of: id)
        do throws(LogError) { log = try RunLogFile(path: path) } catch { throw StartProblem(message: error.message) }
        // Only now: until it was held, another process may have written it.
        guard FileSystem.isEmpty(path) || LogReader.header(of: path)?.mode == .rehearse else {
            throw StartProblem(
                message: "\(path) is not the log of a rehearsal and is not replaced: use another --log-dir")
        }
    }

    /// Lets go of a run that is not rehearsed after all: everything is as it was.
    package func abandon() { if FileSystem.isEmpty(log.path) { FileSystem.remove(log.path) } }

    /// Writes the header into a log that has nothing else.
    func begin(at now: Instant, appID: UInt32, host: String) throws(LogError) {
        var line: [UInt8] = []
        line.append(
            RunHeader(
                time: now, run: id, mode: .rehearse, appID: appID, host: host, planned: planned,
                sha256: sha256, isResumed: false, version: showcallerVersion))
        try log.trim(to: 0)
        try log.append(line)
    }
}
