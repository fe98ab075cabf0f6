import HostSystem
package import RunLog
package import Scheduling
import ShowTime
package import Timelines

/// A run that can be played: its log is open and held, and nothing is written yet.
package struct PreparedRun: Sendable {
    package var id: RunID
    package var timeline: Timeline
    package var log: RunLogFile
    package var header: RunHeader
    /// The number of bytes of the log that are whole records of earlier processes.
    package var wholeLength = 0
    /// What an earlier process left of it; nil where none did, and once the run is played.
    package var recovery: RunRecovery? {
        get { left.value }
        set { left = TakenOnce(newValue) }
    }
    private var left = TakenOnce<RunRecovery>(nil)
    package var skipsBeforeStart = false
    /// The run's clock as an earlier process kept it since the last boot.
    var keptClock = RunClock()
    package var isOver = false
    /// Where the log of an earlier performance was moved to, to make room for this one.
    var movedAway: String?

    package init(id: RunID, timeline: Timeline, log: RunLogFile, header: RunHeader) {
        self.id = id
        self.timeline = timeline
        self.log = log
        self.header = header
    }

    /// Takes out what an earlier process left, for whoever plays the run: after a long log that is much, and the run goes on with
    /// its own copy.
    func takeRecovery() -> RunRecovery? { left.take() }

    var clock: RunClock { keptClock.logged(in: header) }

    /// Writes this process's header into the log, behind its whole records.
    package func begin() throws(StartProblem) {
        var line: [UInt8] = []
        line.append(.run(header))
        do throws(LogError) {
            try log.begin(line, after: wholeLength)
        } catch {
            throw StartProblem(message: error.message)
        }
    }

    /// Lets go of a run that is not played after all: a new log is removed, and a log that was moved away gets its name back.
    package func abandon() {
        if wholeLength == 0 { FileSystem.remove(log.path) }
        defer { log.letGo() }
        if let movedAway { Self.moveBack(movedAway, to: log.path) }
    }

    /// Gives the log of an earlier performance its name again.
    static func moveBack(_ movedAway: String, to path: String) {
        _ = FileSystem.rename(movedAway, to: path)
        _ = FileSystem.rename(ClaimFile.path(ofLog: movedAway), to: ClaimFile.path(ofLog: path))
    }
}
