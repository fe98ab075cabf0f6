package import ShowTime
import Timelines

/// Claims: what may leave is noted durably before it leaves, so that a power loss does not make it leave twice.
///
/// The plan and the quota tell what may leave within the next two seconds. All of that is claimed ahead, so that nothing waits on
/// a healthy disk. What nobody could foresee, like a delivery that a reload brought, waits for a claim of its own.
extension Scheduler {
    /// The pause between two looks at what is to come.
    static let claimPause = Interval.milliseconds(250)

    var needsClaims: Bool { configuration.durability != .process }

    /// Whether a delivery may leave, as far as claims go.
    func isClaimed(_ delivery: Delivery) -> Bool {
        guard needsClaims else { return true }
        let index = Int(delivery.key.run)
        if configuration.durability == .power, runs[index].claims.isOverdue { return true }
        return runs[index].claims.durable.contains(delivery.key)
    }

    /// Puts a delivery aside whose turn has come, until it is claimed. For the pause between two claims, which is longer than a
    /// healthy disk takes, that wait does not make it too late.
    mutating func waitForClaim(_ delivery: Delivery, at now: Moment) {
        var delivery = delivery
        delivery.waitForClaim(until: runs[Int(delivery.key.run)].time(at: now) + Self.claimPause)
        queue.waitForClaim(delivery)
        runs[Int(delivery.key.run)].claims.isUrgent = true
        runs[Int(delivery.key.run)].claims.lacks(at: now.uptime)
    }

    // MARK: The store's answers

    /// Takes note that a claim is durable: from now on it survives a power loss.
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

    /// Reports the claims that have become overdue. With ``Durability/power``, what waits for them goes on without a claim.
    mutating func checkUnclaimed(at now: Moment) {
        guard needsClaims, !isBlocked else { return }
        // From a run that is stopping nothing leaves any more, whatever becomes of its claim.
        for index in active where runs[index].state == .playing && runs[index].claims.becomesOverdue(at: now.uptime) {
            emit(.claimsOverdue(runs[index].id, true))
            guard configuration.durability == .power else { continue }
            queue.releaseUnclaimed(ofRun: runs[index].number) { _ in true }
        }
    }

    /// Restarts the deadlines of claims: nothing was claimed while records could not be written.
    mutating func waitAnewForClaims(at now: Moment) {
        for index in active { runs[index].claims.waitAnew(from: now.uptime) }
    }

    // MARK: Asking

    /// Claims what is to come, if it is time to, and sets when to look again.
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

    /// Whether a run's claim needs a look: something may leave within its reach, or is claimed and may not leave any more.
    private func hasToClaim(_ index: Int, at now: Moment) -> Bool {
        if !runs[index].claims.durable.isEmpty { return true }
        // A fired delivery does not wait for holds.
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
