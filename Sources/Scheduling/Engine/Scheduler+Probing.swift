package import ShowTime

/// The holds of the whole account: what begins and ends them.
extension Scheduler {
    /// Whether attempts may be begun.
    var isOpen: Bool { !accountGate.isHeld && !networkGate.isHeld }

    /// When the next probe is due, nil where none is.
    var nextProbe: Uptime? {
        guard probe == nil, !isStopping, !active.isEmpty || !directSends.isEmpty else { return nil }
        return earlier(accountGate.hold.nextProbe, networkGate.hold.nextProbe)
    }

    /// Begins a probe where one is due.
    mutating func probeIfDue(at now: Moment) {
        guard let nextProbe, nextProbe <= now.uptime, let roomID = roomIDs.last else { return }
        lastProbe += 1
        let id = Probe.ID(number: lastProbe)
        probe = id
        emit(.probe(Probe(id: id, roomID: roomID)))
    }

    /// A probe has ended.
    package mutating func probeEnded(_ id: Probe.ID, _ end: AttemptEnd, at now: Moment) {
        guard probe == id else { return }
        probe = nil
        note(networkGate.probeEnded(end.kind, at: now.uptime), at: now)
        if accountGate.probeEnded(end.kind, at: now.uptime) { controlAll(.accountOK, at: now) }
        tick(at: now)
    }

    /// Takes note of what an attempt's end says about the account and the network.
    mutating func noteHolds(_ end: AttemptEnd, of flight: InFlight, at now: Moment) {
        note(
            networkGate.attemptEnded(end, room: flight.roomSlot, sentAt: flight.sentAt, at: now.uptime), at: now)
        if accountGate.attemptEnded(end, sentAt: flight.sentAt, at: now.uptime) {
            controlAll(.accountHold(code: end.code, reason: end.reason ?? ""), at: now)
        }
    }

    mutating func checkSilence(at now: Moment) {
        if networkGate.checkSilence(at: now.uptime) { note(.hold, at: now) }
    }

    private mutating func note(_ change: NetworkGate.Change, at now: Moment) {
        switch change {
        case .none: break
        case .hold:
            // What waited for its next try now waits in the order of the queue.
            queue.releaseRetries()
            controlAll(.networkHold(reason: networkGate.hold.cause?.reason ?? ""), at: now)
        case .open: controlAll(.networkOK, at: now)
        }
    }

    private mutating func controlAll(_ action: ControlRecord.Action, at now: Moment) {
        for index in active { control(action, of: index, at: now) }
    }
}
