import Rehearsing
import ShowRuntime
import ShowTime
import Timelines

/// Which runs are previewed, and what of them.
struct PreviewSelection {
    let timelines: [Timeline]
    private(set) var shows: [(timeline: Timeline, start: Instant)] = []
    private(set) var window = PreviewWindow.all
    /// Timelines whose start is not known.
    private(set) var startless: [String] = []
    /// Remarks on the selection, a line each.
    private(set) var remarks: [String] = []

    /// The zone of the times in notes about all timelines together.
    var zone: Zone { timelines.first?.zone ?? .utc }

    init(_ timelines: [Timeline], _ options: WindowOptions, start: StartOption?, now: Instant) throws {
        guard let offsets = options.offsets else {
            self.timelines = timelines
            try findRuns(options, start: start, now: now)
            return
        }
        self = PreviewSelection(timelines, window: offsets, start: start, now: now)
    }

    /// Selects the next run of each timeline.
    init(_ timelines: [Timeline], window: PreviewWindow = .all, start: StartOption? = nil, now: Instant) {
        self.timelines = timelines
        self.window = window
        for timeline in timelines {
            let known = start.requested.instant(for: timeline, now: now)
            if known == nil { startless.append(timeline.name) }
            shows.append((timeline, known ?? now))
            if timeline.firings != nil, start == nil {
                remarks.append(
                    "\(timeline.name) starts again and again: this is the next time, --from and --to show others")
            }
        }
    }

    private mutating func findRuns(_ options: WindowOptions, start: StartOption?, now: Instant) throws {
        var runs = WindowRuns()
        for timeline in timelines {
            guard let range = options.instants(in: timeline.zone, now: now) else {
                throw wrongUsage("--from lies behind --to")
            }
            runs.add(timeline, within: range, start: start.requested.instant(for: timeline, now: now))
        }
        shows = runs.shows
        window = .instants(runs.window)
        if let range = options.instants(in: zone, now: now) {
            let span = "from \(zone.text(of: range.lowerBound)) to \(zone.text(of: range.upperBound))"
            remarks.append(shows.isEmpty ? "nothing is played \(span)" : "\(count(shows.count, "run")) \(span)")
        }
        for name in runs.startless { remarks.append("no start is given for \(name): it is not shown") }
        for (timeline, until) in runs.cut {
            remarks.append(
                "\(timeline.name) has more than \(WindowRuns.mostRuns) runs in that time: shown until \(timeline.zone.text(of: until)); a shorter --from … --to shows the others"
            )
        }
    }
}
