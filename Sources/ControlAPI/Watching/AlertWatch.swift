import Scheduling
import ShowTime

/// Reports each alarm once when it begins, and once when it is over. It is a value that is given a status every second or so.
package struct AlertWatch: Sendable {
    /// The least number of messages without an answer within ``window``, and their least share of what ended in it, that are too
    /// many.
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

    /// Takes a new status. Returns the alerts that are new: first what is over, then what has begun.
    package mutating func take(_ status: StatusAnswer) -> [Alert] {
        // A run that has stopped stays so: that is reported once, below.
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

    /// Returns an alarm where nobody knows the fate of too many messages of a run among those that ended in the last minute.
    private mutating func unknowns(of run: RunAnswer) -> Alarm? {
        guard run.isPlaying else { return nil }
        let new = Count(time: run.now, unknown: run.tally[.unknown], total: run.tally.total)
        // What was there when this watch began was reported by another process, or is too old to matter.
        var kept = counts[run.run] ?? [new]
        kept.append(new)
        // The last count before the window stays: it says what there was at the window's beginning.
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
