import ShowTime

/// How runs end, or stop to be continued.
extension Scheduler {
    mutating func stopRun(_ index: Int, _ origin: CommandOrigin = CommandOrigin(), at now: Moment) {
        control(.shutdown, of: index, origin, at: now)
        let number = runs[index].number
        _ = queue.removeAll { $0.key.run == number }
        runs[index].state = .stopping
        runs[index].open = runs[index].inFlight
    }

    /// Ends runs that have nothing left, and retires stopped runs that have nothing in flight.
    mutating func finishRuns(at now: Moment) {
        var hasEnded = false
        for index in active {
            switch runs[index].state {
            // While records cannot be written, the run stays open.
            case .playing where runs[index].open == 0 && runs[index].cursor.next == nil && !isBlocked:
                let id = runs[index].id
                let tally = runs[index].tally
                let planned = runs[index].planned ?? tally.total
                let time = runs[index].time(at: now)
                retire(index, as: .ended)
                emit(.record(.end(EndRecord(time: time, run: id, planned: planned, tally: tally))))
                emit(.ended(id, tally))
                hasEnded = true
            case .stopping where runs[index].inFlight == 0:
                retire(index, as: .stopped)
                emit(.stopped(runs[index].id))
                hasEnded = true
            default: break
            }
        }
        if hasEnded { active.removeAll { runs[$0].state == .ended || runs[$0].state == .stopped } }
    }

    private mutating func retire(_ index: Int, as state: Run.State) {
        runs[index].retire(as: state)
        queue.forget(run: runs[index].number)
    }
}
