import Pacing
import Scheduling
import ShowTime

/// Tells which quota each delivery had to wait for: the same pacers as the scheduler's, given the same calls.
struct QuotaDelay {
    private var account: Pacer
    private var rooms: [String: Pacer] = [:]
    private let roomRate: Double?

    init(rate: Double?, roomRate: Double?) {
        account = Pacer(rate: rate)
        self.roomRate = roomRate
    }

    /// To be called once for each attempt, in their order.
    mutating func delay(of attempt: AttemptRecord, at now: Moment) -> PreviewRow.Delay? {
        let due = now.uptime + (attempt.due - now.wall)
        let accountFree = account.earliest(from: due)
        account.take(at: now.uptime)
        let roomFree = roomRate == nil ? due : take(at: now.uptime, ofRoom: attempt.roomID, due: due)
        guard now.uptime > due else { return nil }
        return roomFree > accountFree ? .room : .account
    }

    /// Takes a call from the room's quota. Returns when the quota was free before this call.
    private mutating func take(at now: Uptime, ofRoom id: String, due: Uptime) -> Uptime {
        func take(of pacer: inout Pacer) -> Uptime {
            defer { pacer.take(at: now) }
            return pacer.earliest(from: due)
        }
        return take(of: &rooms[id, default: Pacer(rate: roomRate)])
    }
}
