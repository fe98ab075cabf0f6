package import ShowTime

/// The first line that each process writes into the log of a run.
package struct RunHeader: Sendable, Hashable {
    package var time: Instant
    package var run: RunID
    package var mode: RunMode
    package var appID: UInt32
    /// The host of the API that is called.
    package var host: String
    /// Nil where the timeline has no end.
    package var planned: Int?
    /// Of every file read and the variables given, in hexadecimal.
    package var sha256: String
    /// Whether the process goes on with what another began.
    package var isResumed: Bool
    package var version: String
    /// The id of the present boot of the host that plays the run; nil in logs of earlier versions and of what is not played live.
    package var boot: String?
    /// What the host's uptime was, or will be, at the start of the run by the run's own time: on the same boot a later
    /// process keeps that time. To the millisecond; nil where ``boot`` is.
    package var uptimeAtStart: Uptime?

    package init(
        time: Instant, run: RunID, mode: RunMode, appID: UInt32, host: String, planned: Int?, sha256: String,
        isResumed: Bool, version: String, boot: String? = nil, uptimeAtStart: Uptime? = nil
    ) {
        self.time = time.wholeMilliseconds
        self.run = run
        self.mode = mode
        self.appID = appID
        self.host = host
        self.planned = planned
        self.sha256 = sha256
        self.isResumed = isResumed
        self.version = version
        self.boot = boot
        self.uptimeAtStart = uptimeAtStart?.wholeMilliseconds
    }
}
