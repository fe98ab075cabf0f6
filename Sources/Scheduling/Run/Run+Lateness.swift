import ShowTime
import Timelines

extension Run {
    /// Of so many occurrences that nobody wants the next that somebody does is looked for.
    private static let mostLookedAt = 1000

    /// Whether a newer occurrence of a repeat is too late as well: of those only the newest is sent.
    mutating func isSuperseded(_ delivery: Delivery, at now: Instant) -> Bool {
        let message = timeline(of: delivery.key).messages[Int(delivery.key.message)]
        guard message.schedule.isRepeated else { return false }
        var key = delivery.key
        var occurrence = scheduled(key)
        for _ in 0..<Self.mostLookedAt {
            key.occurrence += 1
            occurrence += 1
            guard message.schedule.contains(occurrence: occurrence),
                now - due(message.schedule.offset(ofOccurrence: occurrence)) > message.policy.maxLate
            else { return false }
            if isWanted(key) { return true }
        }
        return false
    }
}
