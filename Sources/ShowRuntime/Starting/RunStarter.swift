import HostSystem
import RunLog
package import Scheduling
package import ShowTime
package import Timelines

/// Decides which run a start means: a new one, or one that was begun and is not over.
package struct RunStarter: Sendable {
    package var directory: LogDirectory
    package var mode: RunMode
    package var appID: UInt32
    package var host: String
    /// The id of this host's present boot; nil where the time of a run is not that of the host.
    package var boot: String?
    package var start: RequestedStart
    /// Begin afresh, whatever was begun before.
    package var isNew: Bool
    /// Go on with what was begun, however long ago it was last played.
    package var isResuming = false

    package init(
        directory: LogDirectory, mode: RunMode, appID: UInt32, host: String, boot: String? = nil,
        start: RequestedStart, isNew: Bool
    ) {
        self.directory = directory
        self.mode = mode
        self.appID = appID
        self.host = host
        self.boot = boot
        self.start = start
        self.isNew = isNew
    }

    package func prepare(
        _ timeline: Timeline, sha256: String, at now: Moment
    ) throws(StartProblem) -> StartDecision {
        let fixedStart: Instant
        switch start {
        case .now:
            try directory.make()
            return try prepareNow(timeline, sha256, at: now)
        case .at(.instant(let instant)): fixedStart = instant
        case .at(.local(let civil)): fixedStart = timeline.zone.instant(civil)
        case .asWritten:
            guard let written = timeline.start else {
                throw StartProblem(
                    message:
                        "the timeline \"\(timeline.name)\" has no start: give --start now, or --start 2026-11-20T20:00:00+08:00"
                )
            }
            fixedStart = written
        }
        return try prepare(timeline, startingAt: fixedStart, sha256: sha256, at: now)
    }

    /// The firings of a cron timeline that were begun and have not ended, by their logs, earliest first.
    package func unfinishedFirings(of timeline: Timeline) throws(StartProblem) -> [Instant] {
        guard let firings = timeline.firings, !isNew, FileSystem.exists(directory.path) else { return [] }
        var starts: [Instant] = []
        for path in try directory.logs(of: timeline.name) where !LogDirectory.hasEnded(path) {
            guard let header = try header(of: path), header.mode == mode,
                header.run.timeline == timeline.name,
                // A start that was given by hand is not one of these.
                firings.next(after: header.run.start - Interval(nanoseconds: 1), in: timeline.zone) == header.run.start
            else { continue }
            starts.append(header.run.start)
        }
        return starts.sorted()
    }

    private func prepareNow(
        _ timeline: Timeline, _ sha256: String, at now: Moment
    ) throws(StartProblem) -> StartDecision {
        var closing: [PreparedRun] = []
        if !isNew {
            for path in try directory.logs(of: timeline.name) where !LogDirectory.hasEnded(path) {
                guard let header = try header(of: path), header.mode == mode, header.run.timeline == timeline.name
                else { continue }
                let (log, recovered) = try open(path, of: timeline, sha256: sha256, run: header.run)
                guard let recovered else { continue }
                let run = try resume(recovered, in: log, of: timeline, sha256: sha256, at: now)
                guard run.isOver else { return .play(run, isResumed: true, closing: closing) }
                closing.append(run)
            }
        }
        let (id, log) = try newLog(of: timeline, startingFrom: now.wall.wholeMilliseconds)
        var run = PreparedRun(
            id: id, timeline: timeline, log: log,
            header: header(
                id, of: timeline, sha256: sha256, isResumed: false, at: now.advanced(by: id.start - now.wall)))
        run.skipsBeforeStart = true
        return .play(run, isResumed: false, closing: closing)
    }

    /// Opens the log of a run that nobody has begun. If several processes start in one millisecond, each gets a log of its own.
    private func newLog(
        of timeline: Timeline, startingFrom now: Instant
    ) throws(StartProblem) -> (id: RunID, log: RunLogFile) {
        var id = RunID(timeline: timeline.name, start: now)
        while true {
            let path = directory.path(of: id)
            if !FileSystem.exists(path) {
                do throws(LogError) {
                    let log = try RunLogFile(path: path)
                    // Skips a log that another process began, and perhaps ended, between the look and the lock.
                    if FileSystem.isEmpty(path) { return (id, log) }
                } catch {
                    guard case .inUse = error else { throw StartProblem(message: error.message) }
                }
            }
            id = RunID(timeline: timeline.name, start: id.start + .milliseconds(1))
        }
    }

    /// Prepares the run of a timeline that starts at an instant.
    package func prepare(
        _ timeline: Timeline, startingAt start: Instant, sha256: String, at now: Moment
    ) throws(StartProblem) -> StartDecision {
        try directory.make()
        let id = RunID(timeline: timeline.name, start: start)
        let path = directory.path(of: id)
        let isThere = FileSystem.exists(path)
        var emptyLog: RunLogFile?
        if isThere, !isNew {
            let (found, recovered) = try open(path, of: timeline, sha256: sha256, run: id)
            if let recovered {
                if let end = recovered.recovery.end {
                    try checkIdentity(recovered.header, path)
                    return .hasEnded(id, end.tally, log: path)
                }
                return .play(try resume(recovered, in: found, of: timeline, sha256: sha256, at: now), isResumed: true)
            }
            // Left by a process that did not even get to write its header.
            emptyLog = found
        }
        if let end = timeline.end, now.wall > id.start + end {
            throw StartProblem(
                message: """
                    \(timeline.name): this show ended at \(timeline.zone.text(of: id.start + end)): \
                    give another --start to play it again
                    """,
                isPast: true)
        }
        let movedAway = isThere && isNew ? try setAside(path) : nil
        let log: RunLogFile
        do throws(StartProblem) { log = if let emptyLog { emptyLog } else { try directory.open(path) } } catch {
            if let movedAway { PreparedRun.moveBack(movedAway, to: path) }
            throw error
        }
        var run = PreparedRun(
            id: id, timeline: timeline, log: log,
            header: header(id, of: timeline, sha256: sha256, isResumed: false, at: now))
        run.movedAway = movedAway
        return .play(run, isResumed: false)
    }

    // MARK: Logs

    private func resume(
        _ recovered: RecoveredLog, in log: RunLogFile, of timeline: Timeline, sha256: String, at now: Moment
    ) throws(StartProblem) -> PreparedRun {
        try checkIdentity(recovered.header, log.path)
        let id = recovered.header.run
        let clock = recovered.recovery.clock(onBoot: boot)
        let time = clock.moment(at: now)
        let isOver = !recovered.recovery.canBePlayed(from: id.start, at: time.wall.wholeMilliseconds)
        if !isOver { try checkAge(recovered.recovery, log.path, at: now.wall) }
        var run = PreparedRun(
            id: id, timeline: timeline, log: log,
            header: header(id, of: timeline, sha256: sha256, isResumed: true, at: time))
        run.wholeLength = recovered.wholeLength
        run.recovery = recovered.recovery
        // Only a start that was "now" is the very millisecond in which its log was begun.
        run.skipsBeforeStart = recovered.header.time == id.start
        run.keptClock = clock
        run.isOver = isOver
        return run
    }

    /// After a break of this length, nobody is taken to wait for the rest of a show any more. A running process touches its log
    /// every minute.
    private static let longestBreak = Interval.hours(12)

    /// Throws if nobody has played the run for so long: then somebody must say whether it is to go on.
    private func checkAge(_ recovery: RunRecovery, _ path: String, at now: Instant) throws(StartProblem) {
        guard !isResuming, recovery.hasBegun, let played = try? FileSystem.modified(path),
            now - played > Self.longestBreak
        else { return }
        throw StartProblem(
            message: """
                \(path) is the log of a run that has not ended and that nobody has played for \
                \(Interval.hours((now - played).nanoseconds / 3_600_000_000_000).words): \
                go on with it with --resume, or begin afresh with --new
                """)
    }

    /// Throws for a log of another account, server or kind of run: it says nothing about what this one has sent. A salvaged log
    /// may have lost the account and the server: then they are 0 and empty.
    private func checkIdentity(_ header: RunHeader, _ path: String) throws(StartProblem) {
        let difference: String? =
            if header.mode != mode {
                "a \(header.mode.rawValue) run, this is a \(mode.rawValue) run"
            } else if header.appID != 0, header.appID != appID {
                "AppID \(header.appID), this is \(appID)"
            } else if !header.host.isEmpty, header.host != host {
                "the host \(header.host), this is \(host)"
            } else {
                nil
            }
        if let difference {
            throw StartProblem(
                message: "\(path) is the log of \(difference): use another --log-dir, or begin afresh with --new")
        }
    }

    /// The header of a log, nil where no process got to write one. Throws where the header is lost: the whole run may have been
    /// shown.
    private func header(of path: String) throws(StartProblem) -> RunHeader? {
        // A copy under a name of its own is nobody's log.
        guard LogDirectory.run(ofLog: path) != nil, RunLogFile.isBegun(path) else { return nil }
        let header = LogReader.header(of: path)
        if let header, path == directory.path(of: header.run) { return header }
        do throws(LogError) {
            try LogReader.read(path) { _ in }
        } catch {
            // What cannot be read at all is not known to be a log.
            guard case .damaged = error else { return nil }
            throw StartProblem(message: error.message)
        }
        throw StartProblem(message: Self.misnamed(path, header?.run).message)
    }

    private static func misnamed(_ path: String, _ run: RunID?) -> LogError {
        .damaged(path: path, line: 1, what: "this line is of another run, \(run?.description ?? "none")")
    }

    /// Opens the log of `run`. What is recovered is nil where no process got to write into it.
    private func open(
        _ path: String, of timeline: Timeline, sha256: String, run: RunID
    ) throws(StartProblem) -> (RunLogFile, RecoveredLog?) {
        let log = try directory.open(path)
        guard log.isBegun else { return (log, nil) }
        do throws(LogError) {
            let recovered = try LogReader.recover(path, for: timeline, sha256: sha256, boot: boot)
            guard recovered.header.run == run else { throw Self.misnamed(path, recovered.header.run) }
            return (log, recovered)
        } catch {
            throw StartProblem(message: error.message)
        }
    }

    private func header(
        _ id: RunID, of timeline: Timeline, sha256: String, isResumed: Bool, at now: Moment
    ) -> RunHeader {
        RunHeader(
            time: now.wall, run: id, mode: mode, appID: appID, host: host,
            planned: timeline.plannedDeliveries(start: id.start),
            sha256: sha256, isResumed: isResumed, version: showcallerVersion, boot: boot,
            uptimeAtStart: boot.map { _ in now.uptime(at: id.start) })
    }

    /// Keeps the log of a run that is to be played again from its beginning, under another name. Returns that name.
    private func setAside(_ path: String) throws(StartProblem) -> String {
        var number = 1
        while FileSystem.exists("\(path).old-\(number)") { number += 1 }
        let other = "\(path).old-\(number)"
        let log = try directory.open(path)
        let isMoved = FileSystem.rename(path, to: other)
        _ = FileSystem.rename(ClaimFile.path(ofLog: path), to: ClaimFile.path(ofLog: other))
        withExtendedLifetime(log) {}
        guard isMoved else { throw StartProblem(message: "cannot move \(path) away") }
        return other
    }
}
