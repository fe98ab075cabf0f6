import Pacing
import ShowTime
import Timelines

/// From the plan into the queue, and from the queue onto the wire.
extension Scheduler {
    /// About the most deliveries that an input moves in each step (of each run, where a step goes run by run), so that catching
    /// up on a year neither stalls the other runs nor fills the memory.
    static let mostAtOnce = 4096

    /// Brings what is due into the queue.
    mutating func release(at now: Moment) {
        queue.release(at: now.uptime)
        hasMoreToRelease = false
        for index in active where runs[index].state == .playing {
            if runs[index].isCancelled {
                endCancelled(in: index, at: now)
                continue
            }
            guard !runs[index].isHeldByOperator else { continue }
            var late: [Delivery] = []
            var isBehind = false
            let wasHeld = runs[index].isHeld
            if runs[index].release(at: runs[index].time(at: now), most: Self.mostAtOnce, into: &queue, late: &late) {
                hasMoreToRelease = true
                isBehind = true
            }
            if !wasHeld, let hold = runs[index].hold, let message = hold.message {
                let inputs = runs[index].inputsOfHold()
                control(
                    .holdBefore(message: message, due: hold.since, inputs: inputs, needsGo: !hold.isForInput),
                    of: index, at: now)
            }
            let start = runs[index].skipsBeforeStart ? runs[index].due(.zero) : nil
            for delivery in late {
                if let start, delivery.due < start, !delivery.isBegun {
                    end(delivery, as: .missed, reason: "before the start", at: now)
                } else if !endIfLate(delivery, at: now) {
                    queue.insert(delivery)
                }
            }
            // What the show waited for was given in a process that was killed then, or was skipped.
            if !isBehind, runs[index].hasWhatItWaitedFor() {
                try? goOn(index, CommandOrigin(), at: now)
                hasMoreToRelease = true
            }
        }
    }

    /// Sends from the queue what the quota lets go.
    mutating func dispatch(at now: Moment) {
        guard !isStopping, !isBlocked else { return }
        var moved = 0
        while isOpen, inFlight.count < configuration.mostInFlight, pacer.earliest(from: now.uptime) <= now.uptime {
            if !directSends.isEmpty,
                let message = directSends.popFirst(roomPacers, besideRuns: queue.runCount, at: now.uptime)
            {
                send(message, at: now)
                continue
            }
            guard moved < Self.mostAtOnce else {
                if queue.hasReady { hasMoreToRelease = true }
                return
            }
            guard let delivery = queue.popFirst() else { return }
            moved += 1
            dispatch(delivery, at: now)
            looked(atRoom: delivery.roomSlot, at: now)
        }
    }

    /// Lets the deliveries parked for a room go on, once a delivery to that room was taken out of the queue.
    private mutating func looked(atRoom slot: Int32, at now: Moment) {
        queue.looked(atRoom: slot, isFreeAt: roomPacers[Int(slot)].earliest(from: now.uptime))
    }

    private mutating func dispatch(_ delivery: Delivery, at now: Moment) {
        if endIfLate(delivery, at: now) { return }
        let roomFree = roomPacers[Int(delivery.roomSlot)].earliest(from: now.uptime)
        guard roomFree <= now.uptime else {
            queue.park(delivery, until: roomFree)
            return
        }
        guard isClaimed(delivery) else { return waitForClaim(delivery, at: now) }
        let index = Int(delivery.key.run)
        var delivery = delivery
        do throws(ExpansionError) {
            guard let content = try runs[index].content(of: &delivery) else {
                end(delivery, as: .cancelled, reason: Self.fewerParts, at: now)
                return
            }
            let record = runs[index].attemptRecord(of: delivery, content, at: runs[index].time(at: now))
            if !record.inputs.isEmpty { runs[index].usedInputs.formUnion(record.inputs) }
            runs[index].inFlight += 1
            queue.left(delivery)
            directSends.otherLeft()
            let attempt = Attempt(
                id: inFlight.reserve(), sender: runs[index].sender(of: delivery.key),
                body: .delivery(record, runs[index].attemptPlace(of: delivery.key)))
            begin(attempt, delivery, roomSlot: delivery.roomSlot, at: now)
        } catch {
            end(delivery, as: .invalid, reason: error.message, at: now)
        }
    }

    private mutating func send(_ message: DirectSend, at now: Moment) {
        let attempt = Attempt(
            id: message.id, sender: message.sender,
            body: .direct(roomID: message.roomID, category: message.category, content: message.content))
        begin(attempt, nil, roomSlot: message.roomSlot, at: now)
    }

    private mutating func begin(
        _ attempt: consuming Attempt, _ delivery: consuming Delivery?, roomSlot: Int32, at now: Moment
    ) {
        pacer.take(at: now.uptime)
        roomPacers[Int(roomSlot)].take(at: now.uptime)
        networkGate.attemptBegan(at: now.uptime)
        let flight = InFlight(
            delivery: delivery, roomSlot: roomSlot, sentAt: now.uptime, bytes: attempt.content.utf8.count)
        inFlight.begin(attempt.id, flight)
        emit(.attempt(attempt))
    }

    // MARK: Lateness

    /// Ends a delivery that is too late. Returns whether it was.
    private mutating func endIfLate(_ delivery: Delivery, at now: Moment) -> Bool {
        guard time(of: delivery, at: now) > delivery.latest else { return false }
        guard delivery.expires else { return endIfSuperseded(delivery, at: now) }
        // What was tried was not missed.
        let wasTried = delivery.attempts > 0
        let history = delivery.history
        let reason = wasTried ? history?.reason ?? "late" : reasonForLateness(history)
        end(delivery, as: wasTried ? .failed : .missed, code: history?.code, reason: reason, at: now)
        return true
    }

    /// Ends a delivery that a newer occurrence takes the place of. Returns whether one does.
    private mutating func endIfSuperseded(_ delivery: Delivery, at now: Moment) -> Bool {
        let index = Int(delivery.key.run)
        guard delivery.isReplaceable, runs[index].isSuperseded(delivery, at: time(of: delivery, at: now)) else {
            return false
        }
        end(delivery, as: .missed, code: delivery.history?.code, reason: "superseded", at: now)
        return true
    }

    /// Ends what has become too late, wherever it waits and whether or not anything may leave.
    mutating func endExpired(at now: Moment) {
        var ended = 0
        for index in active {
            ended += endSuperseded(of: index, at: now)
            while let delivery = queue.popExpired(ofRun: runs[index].number, at: runs[index].time(at: now)) {
                _ = endIfLate(delivery, at: now)
                looked(atRoom: delivery.roomSlot, at: now)
                ended += 1
                guard ended < Self.mostAtOnce else {
                    hasMoreToRelease = true
                    return
                }
            }
        }
    }

    /// Ends what a newer occurrence takes the place of. Returns how many were looked at.
    private mutating func endSuperseded(of index: Int, at now: Moment) -> Int {
        guard let next = nextSupersession(of: index), next < runs[index].time(at: now) else { return 0 }
        var newest: [Int32: Int] = [:]
        while let next = runs[index].popSupersession(at: runs[index].time(at: now)) {
            newest[Int32(next.message)] = next.newest
        }
        guard !newest.isEmpty else { return 0 }
        let number = runs[index].number
        let older = queue.removeAll { delivery in
            delivery.key.run == number && delivery.isReplaceable
                && newest[delivery.key.message].map { delivery.key.occurrence < $0 } ?? false
        }
        for delivery in older {
            if !endIfSuperseded(delivery, at: now) { queue.insert(delivery) }
            looked(atRoom: delivery.roomSlot, at: now)
        }
        return older.count
    }

    private func time(of delivery: Delivery, at now: Moment) -> Instant { runs[Int(delivery.key.run)].time(at: now) }

    private func reasonForLateness(_ history: AttemptHistory?) -> String {
        switch history?.outcome {
        case .throttled: "throttled"
        // Only what the account's errors held has a code.
        case .held where history?.code != nil: "account held"
        case .held: Self.network
        default: networkGate.isHeld ? Self.network : accountGate.isHeld ? "account held" : "late"
        }
    }

    /// The reason that is recorded where the network is the cause.
    static let network = "network"
}
