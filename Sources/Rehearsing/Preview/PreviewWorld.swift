import Pacing
import Scheduling
import ShowTime
import Timelines

/// The world around the scheduler of a preview: every call is accepted at once, and an operator says "go" at once.
struct PreviewWorld: VirtualWorld {
    enum Event: Sendable {
        case begin(Timeline, Instant)
    }

    private var rows: [PreviewRow] = []
    private var totals = PreviewSummary()
    /// By timeline and message.
    private var forecasts: [[String]: PreviewForecast] = [:]
    private var dues: [Int64] = []
    private let window: PreviewWindow
    private var quota: QuotaDelay
    private var timelines: [ObjectIdentifier: PreviewedTimeline] = [:]
    private var runs: [RunID: PreviewedRun] = [:]
    /// The run of the last attempt: most attempts are of the same run as the one before.
    private var lastRun: PreviewedRun?
    /// What the runs that their timeline has held wait for: the hold is before the next delivery of such a run.
    private var held: [RunID: PreviewRow.Hold] = [:]

    init(rate: Double?, roomRate: Double?, window: PreviewWindow) {
        quota = QuotaDelay(rate: rate, roomRate: roomRate)
        self.window = window
    }

    mutating func happen(_ event: Event, _ driver: inout VirtualDriver<Event>) {
        guard case .begin(let timeline, let start) = event else { return }
        let identity = ObjectIdentifier(timeline)
        if timelines[identity] == nil {
            let (bounded, cut) = window.bounded(timeline, start: start)
            totals.cut += cut
            timelines[identity] = PreviewedTimeline(bounded.withoutUsualInputs())
        }
        guard let indexed = timelines[identity] else { return }
        let id = RunID(timeline: timeline.name, start: start)
        runs[id] = PreviewedRun(indexed, id)
        lastRun = nil
        driver.scheduler.load(id, indexed.timeline, at: driver.now)
    }

    mutating func carryOut(_ actions: [Scheduler.Action], _ driver: inout VirtualDriver<Event>) {
        for action in actions {
            switch action {
            case .attempt(let attempt): accept(attempt, &driver)
            case .record(.result(let result)) where result.outcome != .sent:
                if let row = runs[result.run]?.row(of: result) { add(row) }
            case .record(.control(let control)):
                guard case .holdBefore(_, _, let inputs, let needsGo) = control.action else { continue }
                held[control.run] = PreviewRow.Hold(inputs: inputs, needsGo: needsGo)
                // This moves nothing, because no time has passed.
                driver.scheduler.assumeInputs(inputs, of: control.run, at: driver.now)
                if needsGo { _ = try? driver.scheduler.perform(.go, on: control.run, at: driver.now) }
            case .ended(let run, _):
                runs[run] = nil
                lastRun = nil
            default: break
            }
        }
    }

    private mutating func accept(_ attempt: Attempt, _ driver: inout VirtualDriver<Event>) {
        let now = driver.now
        driver.scheduler.attemptEnded(attempt.id, AttemptEnd(.accepted, handedOver: now.uptime), at: now)
        guard let record = attempt.record, let place = attempt.place else { return }
        let delay = quota.delay(of: record, at: now)
        if lastRun?.id != record.run { lastRun = runs[record.run] }
        guard var row = lastRun?.row(of: record, at: place, sender: attempt.sender, expected: now.wall) else { return }
        row.delay = delay
        if !held.isEmpty { row.hold = held.removeValue(forKey: record.run) }
        add(row)
    }

    // MARK: Rows

    var rowCount: Int { rows.count }

    mutating func takeRows() -> [PreviewRow] {
        var taken: [PreviewRow] = []
        taken.reserveCapacity(rows.count)
        swap(&taken, &rows)
        return taken
    }

    private mutating func add(_ row: PreviewRow) {
        guard window.contains(row) else { return }
        rows.append(row)
        dues.append(row.due.nanoseconds)
        totals.add(row)
        if row.late.map({ $0 >= PreviewForecast.noticeable }) ?? true { addForecast(row) }
    }

    private mutating func addForecast(_ row: PreviewRow) {
        let key = [row.run.timeline, row.messageID]
        var forecast =
            forecasts[key]
            ?? PreviewForecast(
                timeline: row.run.timeline, messageID: row.messageID,
                rooms: runs[row.run]?.rooms(ofMessage: row.messageID) ?? 1, occurrence: row.occurrence,
                isRepeated: row.isRepeated)
        forecast.add(row)
        forecasts[key] = forecast
    }

    var summary: PreviewSummary {
        var summary = totals
        var peak = SlidingPeak()
        for due in dues.sorted() { peak.add(Instant(nanoseconds: due)) }
        summary.peak = peak.from.map { (peak.most, $0) }
        summary.forecasts = forecasts.values.sorted {
            ($0.missed, $0.worstLate.nanoseconds, $1.messageID) > ($1.missed, $1.worstLate.nanoseconds, $0.messageID)
        }
        return summary
    }
}

extension PreviewSummary {
    fileprivate mutating func add(_ row: PreviewRow) {
        deliveries += 1
        longest = max(longest, row.bytes)
        first = min(first ?? row.due, row.due)
        last = max(last ?? row.due, row.due)
        if row.expected == nil { missed += 1 }
        if let late = row.late, late > worstLate {
            worstLate = late
            worstLateMessage = row.messageID
        }
    }
}

extension PreviewForecast {
    fileprivate mutating func add(_ row: PreviewRow) {
        if row.expected == nil { missed += 1 }
        if let late = row.late, late > worstLate {
            worstLate = late
            occurrence = row.occurrence
            delay = row.delay
        }
    }
}
