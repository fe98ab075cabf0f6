import Pacing
import ShowTime
import Timelines

extension Scheduler {
    /// How many deliveries one input moves at most, so that catching up on a year neither stalls the others nor fills the
    /// memory.
    private static let mostAtOnce = 4096

    /// Brings what is due into the queue.
    mutating func release(at now: Moment, _ actions: inout [Action]) {
        queue.release(at: now.uptime)
        hasMoreToRelease = false
        for index in active where runs[index].state == .playing && !runs[index].isHeldByOperator {
            var late: [Delivery] = []
            let wasHeld = runs[index].isHeld
            if runs[index].release(at: now.wall, most: Self.mostAtOnce, into: &queue, late: &late) {
                hasMoreToRelease = true
            }
            if !wasHeld, let hold = runs[index].hold, let message = hold.message {
                control(.holdBefore(message: message, due: hold.since), of: index, at: now, &actions)
            }
            let start = runs[index].skipsBeforeStart ? runs[index].due(.zero) : nil
            for delivery in late {
                if let start, delivery.due < start, !delivery.isBegun {
                    end(delivery, .missed, code: nil, reason: "before the start", at: now, &actions)
                } else if !endIfLate(delivery, at: now, &actions) {
                    queue.insert(delivery)
                }
            }
        }
    }

    /// Sends from the queue what the quota lets go.
    mutating func dispatch(at now: Moment, _ actions: inout [Action]) {
        guard !isStopping else { return }
        var moved = 0
        while inFlight.count < configuration.mostInFlight {
            guard let next = gate.nextAttempt(from: now.uptime), next <= now.uptime,
                pacer.earliest(from: now.uptime) <= now.uptime
            else { return }
            if let telling = tellings.popFirst(roomPacers, at: now.uptime) {
                send(telling, at: now, &actions)
                continue
            }
            guard moved < Self.mostAtOnce else {
                if queue.hasReady { hasMoreToRelease = true }
                return
            }
            guard let delivery = queue.popFirst() else { return }
            moved += 1
            dispatch(delivery, at: now, &actions)
            let roomFree = roomPacers[Int(delivery.roomSlot)].earliest(from: now.uptime)
            queue.looked(atRoom: delivery.roomSlot, isFreeAt: roomFree)
        }
    }

    private mutating func dispatch(_ delivery: Delivery, at now: Moment, _ actions: inout [Action]) {
        if endIfLate(delivery, at: now, &actions) { return }
        let roomFree = roomPacers[Int(delivery.roomSlot)].earliest(from: now.uptime)
        guard roomFree <= now.uptime else {
            queue.park(delivery, until: roomFree)
            return
        }
        var delivery = delivery
        let id = inFlight.reserve()
        do throws(ExpansionError) {
            let bytes = try runs[Int(delivery.key.run)].attempt(&delivery, id, isProbe: gate.isHeld, &actions)
            if let bytes {
                begin(id, delivery, roomSlot: delivery.roomSlot, bytes: bytes, at: now)
            } else {
                _ = inFlight.end(id)
                runs[Int(delivery.key.run)].close(delivery)
            }
        } catch {
            _ = inFlight.end(id)
            end(delivery, .invalid, code: nil, reason: error.message, at: now, &actions)
        }
    }

    private mutating func send(_ telling: Telling, at now: Moment, _ actions: inout [Action]) {
        let attempt = Attempt(
            id: telling.id, run: nil, messageID: "", occurrence: 1, part: nil, roomID: telling.roomID,
            sender: telling.sender,
            category: telling.category, content: telling.content, due: telling.due, number: 1, isProbe: gate.isHeld)
        begin(telling.id, nil, roomSlot: telling.roomSlot, bytes: attempt.content.utf8.count, at: now)
        actions.append(.attempt(attempt))
    }

    private mutating func begin(
        _ id: Attempt.ID, _ delivery: Delivery?, roomSlot: Int32, bytes: Int, at now: Moment
    ) {
        pacer.take(at: now.uptime)
        roomPacers[Int(roomSlot)].take(at: now.uptime)
        gate.began(id)
        inFlight.begin(id, InFlight(delivery: delivery, roomSlot: roomSlot, sentAt: now.uptime, bytes: bytes))
    }

    // MARK: Lateness

    /// Ends a delivery that is too late. Returns whether it was.
    private mutating func endIfLate(_ delivery: Delivery, at now: Moment, _ actions: inout [Action]) -> Bool {
        guard now.wall > delivery.latest else { return false }
        let timeline = runs[Int(delivery.key.run)].timeline(of: delivery.key)
        let policy = timeline.messages[Int(delivery.key.message)].policy
        let trouble = delivery.trouble
        switch policy.late {
        case .skip where delivery.attempts > 0:
            end(delivery, .failed, code: trouble?.code, reason: trouble?.reason ?? "late", at: now, &actions)
        case .skip:
            let reason =
                switch trouble?.outcome {
                case .throttled: "throttled"
                case .held: "account held"
                default: "late"
                }
            end(delivery, .missed, code: trouble?.code, reason: reason, at: now, &actions)
        case .send:
            let isUntried = delivery.attempts == 0 && delivery.part == 1
            guard isUntried, runs[Int(delivery.key.run)].isSuperseded(delivery, at: now.wall) else { return false }
            end(delivery, .missed, code: trouble?.code, reason: "superseded", at: now, &actions)
        }
        return true
    }

    private mutating func end(
        _ delivery: Delivery, _ outcome: Outcome, code: Int?, reason: String, at now: Moment, _ actions: inout [Action]
    ) {
        endRest(of: delivery, outcome, AttemptEnd(.notSent, code: code, reason: reason), at: now, &actions)
    }
}
