import ShowTime
import Timelines

extension Run {
    /// The number of unwanted occurrences that are passed over, at most, in the search for a wanted one.
    private static let mostLookedAt = 1000

    /// Whether a newer occurrence of a repeat is too late as well: of the late ones, only the newest is sent. What comes after
    /// the point at which the show is held is not late.
    mutating func isSuperseded(_ delivery: Delivery, at now: Instant) -> Bool {
        let message = timeline(of: delivery.key).messages[Int(delivery.key.message)]
        guard message.schedule.isRepeated else { return false }
        let clock = offset(at: showTime(at: now))
        let late = offset(at: now) - message.policy.maxLate
        var key = delivery.key
        var occurrence = scheduled(key)
        for _ in 0..<Self.mostLookedAt {
            key.occurrence += 1
            occurrence += 1
            guard message.schedule.contains(occurrence: occurrence),
                case let offset = message.schedule.offset(ofOccurrence: occurrence), offset < late, offset <= clock
            else { return false }
            if isWanted(key) { return true }
        }
        return false
    }

    // MARK: When that happens

    /// Watches an occurrence that has come to be due: once it is too late, the older ones that still wait are superseded.
    mutating func watch(_ occurrence: Int, ofMessage message: Int) {
        let entry = timeline.messages[message]
        supersessions.insert(
            Supersessions.Entry(
                offset: entry.schedule.offset(ofOccurrence: occurrence) + entry.policy.maxLate, message: message,
                occurrence: occurrence))
    }

    /// Watches the occurrence after that of a waiting delivery if it has come to be due; otherwise it is watched once it has.
    mutating func watchWhatFollows(_ delivery: Delivery, at now: Instant) {
        guard delivery.isReplaceable else { return }
        let next = scheduled(delivery.key) + 1
        if hasCome(next, ofMessage: Int(delivery.key.message), at: now) {
            watch(next, ofMessage: Int(delivery.key.message))
        }
    }

    private func hasCome(_ occurrence: Int, ofMessage message: Int, at now: Instant) -> Bool {
        let schedule = timeline.messages[message].schedule
        return schedule.isRepeated && schedule.contains(occurrence: occurrence)
            && schedule.offset(ofOccurrence: occurrence) <= offset(at: showTime(at: now))
    }

    /// The instant after which something that waits may be superseded; nil while nothing is watched, or the run does not play, or
    /// an operator holds the show.
    var nextSupersession: Instant? {
        @inline(__always) get {
            guard let first = supersessions.first, state == .playing, !isHeldByOperator else { return nil }
            return due(first.offset)
        }
    }

    /// Takes out the next message that has a watched occurrence which is too late by now.
    ///
    /// - Returns: the message, and the number of its newest occurrence that is too late; nil where there is none.
    mutating func popSupersession(at now: Instant) -> (message: Int, newest: Int)? {
        guard let next = nextSupersession, next < now, let entry = supersessions.popFirst() else { return nil }
        let message = timeline.messages[entry.message]
        let late = message.schedule.firstOccurrence(from: offset(at: now) - message.policy.maxLate) - 1
        let newest = max(entry.occurrence, min(late, message.schedule.lastOccurrence))
        if hasCome(newest + 1, ofMessage: entry.message, at: now) { watch(newest + 1, ofMessage: entry.message) }
        return (entry.message, newest + lead(of: entry.message))
    }
}
