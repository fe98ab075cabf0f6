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
        var room = rooms[attempt.roomID] ?? Pacer(rate: roomRate)
        let accountFree = account.earliest(from: due)
        let roomFree = room.earliest(from: due)
        account.take(at: now.uptime)
        room.take(at: now.uptime)
        if roomRate != nil { rooms[attempt.roomID] = room }
        guard now.uptime > due else { return nil }
        return roomFree > accountFree ? .room : .account
    }
}
