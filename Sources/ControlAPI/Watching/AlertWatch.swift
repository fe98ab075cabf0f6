import Scheduling
import ShowTime

/// Says of each alarm once that it has begun, and once that it is over: a value that is given a status every second or so.
package struct AlertWatch: Sendable {
    /// So many messages without an answer within ``window``, and that share of what ended in it, are too many.
    static let leastUnknown = 5
    static let leastUnknownShare = 0.01
    static let window = Interval.minutes(1)

    private struct Condition: Hashable {
        var kind: Alarm.Kind
        var run: RunID?
    }

    private struct Count {
        var time: Instant
        var unknown: Int
        var total: Int
    }

    private var current: [Condition: Alarm] = [:]
    private var counts: [RunID: [Count]] = [:]
    private var over: Set<RunID> = []

    package init() {}

    /// Takes in how things stand. Returns what is new: what is over first, then what has begun.
    package mutating func take(_ status: StatusAnswer) -> [Alert] {
        // A run that is over goes on being so: that is said once.
        var alarms = status.alarms(.alerts).filter { $0.kind != .stopped }
        alarms += status.runs.compactMap { unknowns(of: $0) }
        let conditions = Set(alarms.map { Condition(kind: $0.kind, run: $0.run) })
        let gone = current.filter { !conditions.contains($0.key) }.values
            .sorted { ($0.kind.rawValue, $0.run?.description ?? "") < ($1.kind.rawValue, $1.run?.description ?? "") }
        var alerts = gone.map { alert($0, isOver: true, in: status) }
        for alarm in alarms where current[Condition(kind: alarm.kind, run: alarm.run)] == nil {
            alerts.append(alert(alarm, isOver: false, in: status))
        }
        current = Dictionary(alarms.map { (Condition(kind: $0.kind, run: $0.run), $0) }) { first, _ in first }
        for run in status.runs where !run.isPlaying && over.insert(run.run).inserted {
            counts[run.run] = nil
            let end =
                run.state == .ended
                ? Alarm(.ended, of: run.run, "ended, \(run.tally[.sent]) of \(run.tally.total) accepted")
                : Alarm(.stopped, of: run.run, "stopped before its end; the same command goes on with it")
            alerts.append(alert(end, isOver: false, in: status))
        }
        over.formIntersection(status.runs.map(\.run))
        return alerts
    }

    private func alert(_ alarm: Alarm, isOver: Bool, in status: StatusAnswer) -> Alert {
        Alert(alarm: alarm, isOver: isOver, time: status.now, run: status.runs.first { $0.run == alarm.run })
    }

    /// Too many of a run that nobody knows of, by what ended in the last minute.
    private mutating func unknowns(of run: RunAnswer) -> Alarm? {
        guard run.isPlaying else { return nil }
        let new = Count(time: run.now, unknown: run.tally[.unknown], total: run.tally.total)
        // What was there when this began to look has been said by another process, or is too old to matter.
        var kept = counts[run.run] ?? [new]
        kept.append(new)
        // The last one before the window says what there was at its beginning.
        while kept.count > 2, new.time - kept[1].time >= Self.window { kept.removeFirst() }
        counts[run.run] = kept
        let unknown = new.unknown - kept[0].unknown
        let total = new.total - kept[0].total
        let isKnown = current[Condition(kind: .unknown, run: run.run)] != nil
        let isTooMuch = unknown >= Self.leastUnknown && Double(unknown) >= Self.leastUnknownShare * Double(total)
        guard isTooMuch || isKnown && unknown > 0 else { return nil }
        return Alarm(
            .unknown, of: run.run, "\(unknown) of \(total) in the last minute: nobody knows whether they were shown")
    }
}
