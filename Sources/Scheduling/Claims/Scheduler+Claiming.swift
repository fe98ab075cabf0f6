package import ShowTime
import Timelines

/// Claims: what may leave is noted, so that a power loss does not make it leave twice, before it does.
///
/// The plan and the quota say what may leave within the next two seconds, and all that is claimed ahead, so that on a healthy
/// disk nothing waits. What nobody could foresee, like a delivery that a reload brought, waits for a claim of its own.
extension Scheduler {
    /// What is to come is looked at so often.
    static let claimPause = Interval.milliseconds(250)

    var needsClaims: Bool { configuration.durability != .process }

    /// Whether a delivery may leave, as far as claims go.
    func isClaimed(_ delivery: Delivery) -> Bool {
        guard needsClaims else { return true }
        let index = Int(delivery.key.run)
        if configuration.durability == .power, runs[index].claims.isOverdue { return true }
        return runs[index].claims.durable.contains(delivery.key)
    }

    mutating func waitForClaim(_ delivery: Delivery, at now: Moment) {
        queue.unclaimed.insert(delivery)
        runs[Int(delivery.key.run)].claims.isUrgent = true
        runs[Int(delivery.key.run)].claims.lacks(at: now.uptime)
    }

    // MARK: The store's answers

    /// A claim outlives a power loss from now on.
    package mutating func claimed(_ id: Claim.ID, at now: Moment) { claimEnded(id, isDurable: true, at: now) }

    /// A claim could not be made. What waits for one goes on waiting; it is asked for again.
    package mutating func claimFailed(_ id: Claim.ID, at now: Moment) { claimEnded(id, isDurable: false, at: now) }

    private mutating func claimEnded(_ id: Claim.ID, isDurable: Bool, at now: Moment) {
        let index = Int(id.run)
        guard runs.indices.contains(index), runs[index].claims.answered(id, isDurable: isDurable) else { return }
        if runs[index].claims.catchesUp() { emit(.claimsOverdue(runs[index].id, false)) }
        let claims = runs[index].claims
        queue.releaseUnclaimed(ofRun: id.run) { claims.durable.contains($0.key) }
        tick(at: now)
    }

    // MARK: Waiting

    /// Looks at what waits for its claim: whether it may go on without one, or is too late.
    mutating func checkUnclaimed(at now: Moment) {
        guard needsClaims else { return }
        for index in active where runs[index].claims.becomesOverdue(at: now.uptime) {
            emit(.claimsOverdue(runs[index].id, true))
            guard configuration.durability == .power else { continue }
            queue.releaseUnclaimed(ofRun: runs[index].number) { _ in true }
        }
        guard !queue.unclaimed.isEmpty else { return }
        var unclaimed = queue.unclaimed
        let late = unclaimed.removeAll { expires($0) && $0.latest < now.wall }
        queue.unclaimed = unclaimed
        for delivery in late { _ = endIfLate(delivery, at: now) }
    }

    // MARK: Asking

    /// Claims what is to come, where it is time to.
    mutating func claimUpcoming(at now: Moment) {
        nextClaim = nil
        guard needsClaims, !isStopping else { return }
        let playing = active.filter { runs[$0].state == .playing }
        let isUrgent = playing.contains { runs[$0].claims.isUrgent && runs[$0].claims.isFree }
        let isTime = lastClaimRound + Self.claimPause <= now.uptime
        if isUrgent || isTime && playing.contains(where: { hasToClaim($0, at: now) }) {
            lastClaimRound = now.uptime
            claim(playing, at: now)
        }
        let waiting = playing.filter { !runs[$0].claims.isOverdue }
        var wake = Wake(wall: nil, uptime: waiting.compactMap { runs[$0].claims.deadline }.min())
        if playing.contains(where: { hasToClaim($0, at: now) }) {
            let round = lastClaimRound + Self.claimPause
            wake.uptime = wake.uptime.map { min($0, round) } ?? round
        } else {
            wake.wall = playing.compactMap { nextDue(of: $0) }.min().map { $0 - RunClaims.reach }
        }
        nextClaim = wake
    }

    /// Whether anything of a run may leave within a claim's reach, or is claimed and may not.
    private func hasToClaim(_ index: Int, at now: Moment) -> Bool {
        if !runs[index].claims.durable.isEmpty { return true }
        if runs[index].isHeldByOperator { return false }
        return runs[index].open > 0 || nextDue(of: index).map { $0 <= now.wall + RunClaims.reach } ?? false
    }

    private mutating func claim(_ playing: [Int], at now: Moment) {
        let upcoming = upcoming(of: playing, at: now)
        for index in playing {
            let keys = upcoming[runs[index].number] ?? []
            let set = Set(keys)
            if set.isSubset(of: runs[index].claims.durable) {
                runs[index].claims.covers(from: now.uptime)
            } else {
                runs[index].claims.lacks(at: now.uptime)
            }
            guard runs[index].claims.isFree else { continue }
            runs[index].claims.isUrgent = false
            guard set != runs[index].claims.durable else { continue }
            lastClaim += 1
            let id = Claim.ID(run: runs[index].number, number: lastClaim)
            runs[index].claims.ask(for: set, as: id, at: now.uptime)
            let deliveries = keys.map { runs[index].claimed($0) }
            emit(.claim(Claim(id: id, run: runs[index].id, deliveries: deliveries)))
        }
    }

    private func upcoming(of playing: [Int], at now: Moment) -> [Int32: [DeliveryKey]] {
        guard isOpen else { return [:] }
        let end = now.advanced(by: RunClaims.reach)
        var upcoming = UpcomingDeliveries(configuration)
        var waiting = queue
        for delivery in waiting.unclaimed.removeAll(where: { _ in true }) { waiting.insert(delivery) }
        upcoming.take(from: &waiting, until: end)
        let moving = playing.filter { !runs[$0].isHeldByOperator }.map { runs[$0] }
        upcoming.take(from: moving, until: end) { expires($0) && $0.latest < now.wall }
        upcoming.take(from: inFlight)
        return upcoming.keys
    }
}

extension Run {
    fileprivate func claimed(_ key: DeliveryKey) -> ClaimedDelivery {
        let timeline = timeline(of: key)
        return ClaimedDelivery(
            messageID: timeline.messages[Int(key.message)].id, occurrence: key.occurrence,
            roomID: timeline.rooms[timeline.roomIndex(of: key)].id)
    }
}
