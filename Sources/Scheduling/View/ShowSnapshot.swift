import Pacing
package import ShowTime

/// Everything that one process plays, as it stands at one moment. Taken beside the show's own work: it costs a copy of a few
/// references, however much waits.
package struct ShowSnapshot: Sendable {
    /// A hold of everything.
    package struct Gate: Sendable, Hashable {
        package var isHeld: Bool
        package var reason: String?
        package var since: Instant?
    }

    package var now: Moment
    package var account: Gate
    package var network: Gate
    /// Calls a second; nil is unlimited.
    package var rate: Double?
    /// How far apart calls are at full rate; zero where it is unlimited.
    package var spacing: Interval
    /// The share of the quota in use, 1 unless the server throttled.
    package var quotaShare: Double
    /// Those that play, and the last ones that are over.
    package var runs: [RunSnapshot]
}

extension Scheduler {
    /// How many runs that are over are shown at most.
    private static let mostOver = 20

    package mutating func snapshot(at now: Moment) -> ShowSnapshot {
        let over = runs.indices.filter { runs[$0].state == .ended || runs[$0].state == .stopped }
        let shown = (over.suffix(Self.mostOver) + active).sorted()
        var places: [Int32: Int] = [:]
        for (place, index) in shown.enumerated() { places[runs[index].number] = place }
        var snapshots = shown.map { RunSnapshot(runs[$0], at: now) }
        for place in snapshots.indices where snapshots[place].status.isPlaying {
            let (run, time) = (snapshots[place].run.number, snapshots[place].now)
            (snapshots[place].late, snapshots[place].firstDue) = queue.lateness(ofRun: run, at: time)
            if snapshots[place].late > 0 { snapshots[place].lateBySlot = queue.lateRooms(ofRun: run, at: time) }
        }
        for (_, flight) in inFlight.flights {
            guard let delivery = flight.delivery, let place = places[delivery.key.run] else { continue }
            if let key = snapshots[place].run.place(of: delivery.key) { snapshots[place].flying.insert(key) }
            snapshots[place].firstDue = earlier(snapshots[place].firstDue, delivery.due)
        }
        let backlog = snapshots.reduce(0) { $0 + max(0, $1.status.open - $1.status.inFlight) }
        let share = pacer.currentShare(at: now.uptime)
        let spacing = Interval(nanoseconds: Int64(Double(pacer.interval.nanoseconds) / max(share, 0.01)))
        for place in snapshots.indices {
            snapshots[place].backlog = backlog
            snapshots[place].spacing = spacing
        }
        return ShowSnapshot(
            now: now, account: gate(accountGate.hold, at: now), network: gate(networkGate.hold, at: now),
            rate: configuration.rate, spacing: pacer.interval, quotaShare: share, runs: snapshots)
    }

    private func gate(_ hold: ProbedHold, at now: Moment) -> ShowSnapshot.Gate {
        guard let cause = hold.cause else { return ShowSnapshot.Gate(isHeld: false) }
        let code = cause.code.map { "\($0) " } ?? ""
        return ShowSnapshot.Gate(
            isHeld: true, reason: code + cause.reason,
            since: hold.begunAt.map { now.wall - (now.uptime - $0) })
    }
}
