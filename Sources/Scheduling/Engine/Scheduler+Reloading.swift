package import ShowTime
package import Timelines

/// Going on with another version of a timeline.
extension Scheduler {
    /// Goes on with another version of a run's timeline. Nothing that was played is played again.
    package mutating func reload(_ id: RunID, _ timeline: Timeline, at now: Moment) {
        guard let index = index(of: id), runs[index].state == .playing else { return }
        control(.reload, of: index, at: now)
        let leftHold = leaveTimelineHold(of: index, at: now)
        let number = runs[index].number
        let waiting = queue.removeAll { $0.key.run == number } + runs[index].removeSuspended { _ in true }
        runs[index].replaceTimeline(with: timeline, roomSlots: timeline.rooms.map { roomSlot($0.id) })
        for delivery in inFlight.deliveries(ofRun: number) {
            if let current = runs[index].current(delivery.key) { runs[index].markBegun(current) }
        }
        for delivery in waiting {
            if !delivery.isBegun {
                // The new plan comes to it again if it still has it.
                runs[index].open -= 1
            } else if let current = runs[index].current(delivery) {
                runs[index].markBegun(current.key)
                runs[index].suspend(current)
            } else {
                end(delivery, as: .cancelled, reason: "reload", at: now)
            }
        }
        runs[index].recount(inFlight: inFlight.deliveries(ofRun: number))
        if let leftHold { keep(leftHold, of: index, at: now) }
        endWhatWasCommanded(in: index, at: now)
        tick(at: now)
    }

    /// A reload looks at the show as it stands: where the timeline held it, the plan moves by the time held, and comes to that
    /// point again.
    ///
    /// - Returns: the hold that was left.
    private mutating func leaveTimelineHold(of index: Int, at now: Moment) -> Hold? {
        guard let hold = runs[index].hold, hold.message != nil else { return nil }
        let held = max(.zero, runs[index].time(at: now).nextWholeMillisecond - hold.begin)
        runs[index].hold = nil
        runs[index].shift = runs[index].shift + held
        control(.shift(by: held, total: runs[index].shift), of: index, at: now)
        return hold
    }

    /// Without the message that the show was held before, the hold is an operator's, who alone ends it.
    private mutating func keep(_ hold: Hold, of index: Int, at now: Moment) {
        let comesAgain = runs[index].holds.contains { runs[index].timeline.messages[$0].id == hold.message }
        guard hold.isOperators || !comesAgain else { return }
        control(.hold, of: index, at: now)
        runs[index].hold = .byOperator(since: runs[index].time(at: now).wholeMilliseconds)
    }
}
