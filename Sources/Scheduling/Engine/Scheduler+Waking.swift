import HeapModule
import Pacing
import ShowTime

extension Scheduler {
    package var nextWake: Wake {
        if hasMoreToRelease { return Wake(uptime: .distantPast) }
        var wake = Wake(
            uptime: earlier(earlier(nextQueueTime, nextProbe), earlier(networkGate.silenceEnds, nextClaim)))
        for index in active {
            guard let due = earlier(nextDue(of: index), nextExpiry(of: index)) else { continue }
            if let uptime = runs[index].clock.uptime(at: due) {
                wake.due = earlier(wake.due, uptime)
            } else {
                wake.wall = earlier(wake.wall, min(due, runs[index].begin))
            }
        }
        return wake
    }

    /// When the next delivery of a run comes into the queue, nil where the show stands still or is over.
    ///
    /// Called after every input: reads the run in place, so that it is not copied.
    func nextDue(of index: Int) -> Instant? {
        guard runs[index].state == .playing, !runs[index].isHeld, !runs[index].isCancelled else { return nil }
        let begin = runs[index].id.start + runs[index].shift
        let planned = runs[index].cursor.next.map { begin + $0.offset }
        guard let first = runs[index].suspended.min else { return planned }
        return earlier(planned, first.offset.map { begin + $0 } ?? .distantPast)
    }

    /// When the next delivery of a run is too late.
    private func nextExpiry(of index: Int) -> Instant? {
        let deadline = earlier(queue.deadline(ofRun: runs[index].number), nextSupersession(of: index))
        return deadline.map { $0 + Interval(nanoseconds: 1) }
    }

    /// The instant after which something that waits may be superseded. Most runs have nothing of the kind: they are not copied to
    /// find out.
    func nextSupersession(of index: Int) -> Instant? {
        runs[index].supersessions.isEmpty ? nil : runs[index].nextSupersession
    }

    /// When the queue can go on, by the uptime clock.
    private var nextQueueTime: Uptime? {
        let release = queue.nextRelease
        guard !isStopping, !isBlocked, inFlight.count < configuration.mostInFlight,
            let ready = queue.hasReady ? .distantPast : directSends.isEmpty ? nil : directSends.earliest(roomPacers),
            isOpen
        else { return release }
        return earlier(release, pacer.earliest(from: ready))
    }
}
