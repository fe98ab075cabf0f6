import HeapModule
import Pacing
import ShowTime

extension Scheduler {
    package var nextWake: Wake {
        guard !isBlocked else { return Wake(wall: nil, uptime: nextProbe) }
        if hasMoreToRelease { return Wake(wall: nil, uptime: .distantPast) }
        var wall = isStopping ? nil : nextExpiry
        for index in active {
            if let due = nextDue(of: index) { wall = wall.map { min($0, due) } ?? due }
        }
        if let due = nextClaim?.wall { wall = wall.map { min($0, due) } ?? due }
        let uptimes = [nextQueueTime, nextProbe, networkGate.silenceEnds, nextClaim?.uptime]
        return Wake(wall: wall, uptime: uptimes.compactMap { $0 }.min())
    }

    /// When the next delivery of a run comes into the queue, nil where the show stands still or is over.
    ///
    /// Asked after every input: looks at the run where it is, instead of having it copied.
    func nextDue(of index: Int) -> Instant? {
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
