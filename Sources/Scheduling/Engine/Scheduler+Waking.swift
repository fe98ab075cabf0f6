import HeapModule
import Pacing
import ShowTime

extension Scheduler {
    package var nextWake: Wake {
        guard !isBlocked else { return Wake(uptime: nextProbe) }
        if hasMoreToRelease { return Wake(uptime: .distantPast) }
        let uptimes = [isStopping ? nil : nextExpiry, nextQueueTime, nextProbe, networkGate.silenceEnds]
        var wake = Wake(uptime: uptimes.compactMap { $0 }.min())
        for index in active {
            guard let due = nextDue(of: index) else { continue }
            if let uptime = runs[index].clock.uptime(at: due) {
                wake.due = wake.due.map { min($0, uptime) } ?? uptime
            } else {
                let begin = min(due, runs[index].begin)
                wake.wall = wake.wall.map { min($0, begin) } ?? begin
            }
        }
        return wake
    }

    /// When the next delivery of a run comes into the queue, nil where the show stands still or is over.
    ///
    /// Asked after every input: looks at the run where it is, instead of having it copied.
    private func nextDue(of index: Int) -> Instant? {
        guard runs[index].state == .playing, !runs[index].isHeld else { return nil }
        let begin = runs[index].id.start + runs[index].shift
        let planned = runs[index].cursor.next.map { begin + $0.offset }
        guard let first = runs[index].suspended.min else { return planned }
        let resumed = first.offset.map { begin + $0 } ?? .distantPast
        return planned.map { min($0, resumed) } ?? resumed
    }

    /// When the queue can go on, by the uptime clock.
    private var nextQueueTime: Uptime? {
        let release = queue.nextRelease
        guard !isStopping, inFlight.count < configuration.mostInFlight,
            let ready = queue.hasReady ? .distantPast : directSends.earliest(roomPacers), isOpen
        else { return release }
        let next = pacer.earliest(from: ready)
        return release.map { min($0, next) } ?? next
    }
}
