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

    /// Puts a delivery aside whose turn has come, until it is claimed. A healthy disk takes less than the pause between two
    /// claims: so long it is not too late for the claim's sake.
    mutating func waitForClaim(_ delivery: Delivery, at now: Moment) {
        var delivery = delivery
        delivery.waitForClaim(until: runs[Int(delivery.key.run)].time(at: now) + Self.claimPause)
        queue.waitForClaim(delivery)
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

    /// Looks whether what waits for its claim may go on without one.
    mutating func checkUnclaimed(at now: Moment) {
        guard needsClaims, !isBlocked else { return }
        // Of a run that stops nothing leaves any more, whatever becomes of its claim.
        for index in active where runs[index].state == .playing && runs[index].claims.becomesOverdue(at: now.uptime) {
            emit(.claimsOverdue(runs[index].id, true))
            guard configuration.durability == .power else { continue }
            queue.releaseUnclaimed(ofRun: runs[index].number) { _ in true }
        }
    }

    /// Nothing was claimed while records could not be written: the disk has its time from now on.
    mutating func waitAnewForClaims(at now: Moment) {
        for index in active { runs[index].claims.waitAnew(from: now.uptime) }
    }

    // MARK: Asking

    /// Claims what is to come, where it is time to.
    mutating func claimUpcoming(at now: Moment) {
        nextClaim = nil
        guard needsClaims, !isStopping, !isBlocked else { return }
        let playing = active.filter { runs[$0].state == .playing }
        let isUrgent = playing.contains { runs[$0].claims.isUrgent && runs[$0].claims.isFree }
        let isTime = lastClaimRound + Self.claimPause <= now.uptime
        if isUrgent || isTime && playing.contains(where: { hasToClaim($0, at: now) }) {
            lastClaimRound = now.uptime
            claim(playing, at: now)
        }
        for index in playing {
            if !runs[index].claims.isOverdue { nextClaim = earlier(nextClaim, runs[index].claims.deadline) }
            let round =
                hasToClaim(index, at: now)
                ? lastClaimRound + Self.claimPause
                : nextDue(of: index).map { runs[index].uptime(at: $0 - RunClaims.reach, now) }
            nextClaim = earlier(nextClaim, round)
        }
    }

    /// Whether anything of a run may leave within a claim's reach, or is claimed and may not.
    private func hasToClaim(_ index: Int, at now: Moment) -> Bool {
        if !runs[index].claims.durable.isEmpty { return true }
        // What an operator sends waits for no hold.
        if queue.hasUnclaimed(ofRun: runs[index].number) { return true }
        if runs[index].isHeldByOperator { return false }
        if runs[index].open > 0 { return true }
        return nextDue(of: index).map { runs[index].uptime(at: $0 - RunClaims.reach, now) <= now.uptime } ?? false
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
            let time = runs[index].time(at: now)
            emit(.claim(Claim(id: id, run: runs[index].id, time: time, deliveries: deliveries)))
        }
    }

    private func upcoming(of playing: [Int], at now: Moment) -> [Int32: [DeliveryKey]] {
        guard isOpen else { return [:] }
        let end = now.uptime + RunClaims.reach
        var upcoming = UpcomingDeliveries(configuration)
        var waiting = queue.uncounted
        waiting.releaseUnclaimed()
        upcoming.take(from: &waiting, until: end)
        let coming = playing.filter { !runs[$0].isHeldByOperator && !runs[$0].isCancelled }
        upcoming.take(from: coming.map { runs[$0] }, at: now)
        upcoming.take(from: inFlight)
        return upcoming.keys
    }
}

extension Run {
    /// The uptime at an instant of the run's own time, as the clocks stand to each other now.
    fileprivate func uptime(at instant: Instant, _ now: Moment) -> Uptime { clock.moment(at: now).uptime(at: instant) }

    fileprivate func claimed(_ key: DeliveryKey) -> ClaimedDelivery {
        let timeline = timeline(of: key)
        return ClaimedDelivery(
            messageID: timeline.messages[Int(key.message)].id, occurrence: key.occurrence,
            roomID: timeline.rooms[timeline.roomIndex(of: key)].id)
    }
}
