import Pacing
import Scheduling
package import ShowTime
package import Timelines

/// Plays scripts through the scheduler with a virtual clock and an API that accepts everything at once: what comes out is what
/// goes out on the night.
package struct Preview {
    private var scheduler: Scheduler
    private var quota: PreviewQuota
    private let window: PreviewWindow
    private var scripts: [ObjectIdentifier: PreviewedScript] = [:]
    private var runs: [RunID: PreviewedRun] = [:]
    private var summary = PreviewSummary()
    private var forecasts: [ForecastKey: PreviewForecast] = [:]
    private var dues: [Int64] = []
    /// Runs that a script has held, whose next delivery is the one they wait before.
    private var held: Set<RunID> = []

    private struct ForecastKey: Hashable {
        var timeline: String
        var message: String
    }

    private struct Show {
        var timeline: Timeline
        var start: Instant
        var begin: Instant { start + timeline.firstOffset }
    }

    private init(rate: Double?, roomRate: Double?, window: PreviewWindow) {
        var configuration = Scheduler.Configuration(rate: rate, roomRate: roomRate)
        configuration.mostInFlight = .max
        scheduler = Scheduler(configuration)
        quota = PreviewQuota(rate: rate, roomRate: roomRate)
        self.window = window
    }

    /// - Parameters:
    ///   - shows: of one timeline, in the order of their starts.
    ///   - window: what is left out of it is played, and neither taken nor counted.
    ///   - take: is given each delivery in the order in which they leave, those that never do when that is decided;
    ///     returns false for enough.
    package static func play(
        _ shows: [(timeline: Timeline, start: Instant)], rate: Double?, roomRate: Double?,
        window: PreviewWindow = .all, take: (PreviewRow) -> Bool
    ) -> PreviewSummary {
        var preview = Preview(rate: rate, roomRate: roomRate, window: window)
        preview.play(shows.map { Show(timeline: $0.timeline, start: $0.start) }, take)
        return preview.summary
    }

    private mutating func play(_ shows: [Show], _ take: (PreviewRow) -> Bool) {
        guard let begin = shows.map(\.begin).min() else { return }
        var now = Moment(wall: begin - .seconds(1), uptime: .zero)
        var actions: [Scheduler.Action] = []
        // As on the night: one run of each timeline from the first moment on, and later ones when their time comes, so that a
        // year of them is not in the memory at once.
        var names: Set<String> = []
        var later: [Show] = []
        for show in shows {
            if names.insert(show.timeline.name).inserted {
                load(show, at: now, &actions)
            } else {
                later.append(show)
            }
        }
        later.sort { $0.begin > $1.begin }
        while true {
            guard carryOut(&actions, at: now, take) else { break }
            let wake = scheduler.nextWake
            let waits = [
                wake.wall.map { $0 - now.wall }, wake.uptime.map { $0 - now.uptime },
                later.last.map { $0.begin - .seconds(1) - now.wall },
            ]
            guard let wait = waits.compactMap({ $0 }).min() else { break }
            now = now.advanced(by: max(wait, .zero))
            while let next = later.last, next.begin - .seconds(1) <= now.wall {
                later.removeLast()
                load(next, at: now, &actions)
            }
            scheduler.tick(at: now, &actions)
        }
        summary.peak = Self.peak(&dues)
        summary.forecasts = forecasts.values.sorted {
            ($0.missed, $0.worstLate.nanoseconds, $1.messageID) > ($1.missed, $1.worstLate.nanoseconds, $0.messageID)
        }
    }

    private mutating func load(_ show: Show, at now: Moment, _ actions: inout [Scheduler.Action]) {
        let identity = ObjectIdentifier(show.timeline)
        let script: PreviewedScript
        if let known = scripts[identity] {
            script = known
        } else {
            let (bounded, cut) = window.bounded(show.timeline, start: show.start)
            summary.cut += cut
            script = PreviewedScript(bounded)
            scripts[identity] = script
        }
        let id = RunID(timeline: show.timeline.name, start: show.start)
        runs[id] = PreviewedRun(script, id)
        scheduler.load(id, script.timeline, at: now, &actions)
    }

    private mutating func carryOut(
        _ actions: inout [Scheduler.Action], at now: Moment, _ take: (PreviewRow) -> Bool
    ) -> Bool {
        while !actions.isEmpty {
            let batch = actions
            actions.removeAll(keepingCapacity: true)
            for action in batch {
                switch action {
                case .attempt(let attempt):
                    scheduler.attemptEnded(
                        attempt.id, AttemptEnd(.accepted, handedOver: now.wall), at: now, &actions)
                    let delay = quota.delay(of: attempt, at: now)
                    guard let id = attempt.run, var row = runs[id]?.row(of: attempt, at: now.wall) else { continue }
                    row.delay = delay
                    row.isBehindHold = held.remove(id) != nil
                    guard note(row, take) else { return false }
                case .record(.result(let result)) where result.outcome != .sent:
                    guard let row = runs[result.run]?.row(of: result) else { continue }
                    guard note(row, take) else { return false }
                case .record(.control(let control)):
                    if case .holdBefore = control.action {
                        held.insert(control.run)
                        // As if the operator said "go" at once: nothing is moved.
                        try? scheduler.perform(.go, on: control.run, at: now, &actions)
                    }
                case .ended(let run, _): runs[run] = nil
                default: break
                }
            }
        }
        return true
    }

    private mutating func note(_ row: PreviewRow, _ take: (PreviewRow) -> Bool) -> Bool {
        guard window.contains(row) else { return true }
        summary.deliveries += 1
        summary.longest = max(summary.longest, row.bytes)
        summary.first = min(summary.first ?? row.due, row.due)
        summary.last = max(summary.last ?? row.due, row.due)
        dues.append(row.due.nanoseconds)
        if row.expected == nil { summary.missed += 1 }
        if let late = row.late, late > summary.worstLate {
            summary.worstLate = late
            summary.worstLateMessage = row.messageID
        }
        if row.late.map({ $0 >= PreviewForecast.noticeable }) ?? true { forecast(row) }
        return take(row)
    }

    private mutating func forecast(_ row: PreviewRow) {
        let key = ForecastKey(timeline: row.run.timeline, message: row.messageID)
        var forecast =
            forecasts[key]
            ?? PreviewForecast(
                timeline: row.run.timeline, messageID: row.messageID,
                rooms: runs[row.run]?.rooms(ofMessage: row.messageID) ?? 1, occurrence: row.occurrence,
                isRepeated: row.isRepeated)
        if row.expected == nil { forecast.missed += 1 }
        if let late = row.late, late > forecast.worstLate {
            forecast.worstLate = late
            forecast.occurrence = row.occurrence
            forecast.delay = row.delay
        }
        forecasts[key] = forecast
    }

    /// The most dues within any one second.
    private static func peak(_ dues: inout [Int64]) -> (count: Int, from: Instant)? {
        dues.sort()
        var best: (count: Int, from: Instant)?
        var first = 0
        for last in dues.indices {
            while dues[last] - dues[first] >= 1_000_000_000 { first += 1 }
            if last - first + 1 > best?.count ?? 0 { best = (last - first + 1, Instant(nanoseconds: dues[first])) }
        }
        return best
    }
}

/// Says which quota a delivery had to wait for: the same pacers as the scheduler's, given the same calls.
private struct PreviewQuota {
    private var account: Pacer
    private var rooms: [String: Pacer] = [:]
    private let roomRate: Double?

    init(rate: Double?, roomRate: Double?) {
        account = Pacer(rate: rate)
        self.roomRate = roomRate
    }

    /// To be asked once for each attempt, in their order.
    mutating func delay(of attempt: Attempt, at now: Moment) -> PreviewRow.Delay? {
        let due = now.uptime + (attempt.due - now.wall)
        var room = rooms[attempt.roomID] ?? Pacer(rate: roomRate)
        let accountFree = account.earliest(from: due)
        let roomFree = room.earliest(from: due)
        account.take(at: now.uptime)
        room.take(at: now.uptime)
        if roomRate != nil { rooms[attempt.roomID] = room }
        guard now.uptime > due else { return nil }
        return roomFree > accountFree ? .room : .account
    }
}
