import NIOCore
import Scheduling

/// Direct sends whose callers wait for how they end.
struct WaitingSends {
    private struct Send {
        let continuation: CheckedContinuation<AttemptEnd, Never>
        var patience: Scheduled<Void>?
        var isOnItsWay = false
    }

    private var sends: [Attempt.ID: Send] = [:]

    /// How many wait for their turn.
    var waitingCount: Int { sends.values.count { !$0.isOnItsWay } }

    func isWaiting(_ id: Attempt.ID) -> Bool { sends[id]?.isOnItsWay == false }

    mutating func begin(_ id: Attempt.ID, _ continuation: CheckedContinuation<AttemptEnd, Never>) {
        sends[id] = Send(continuation: continuation)
    }

    /// - Parameter patience: is cancelled when its turn has come.
    mutating func wait(_ id: Attempt.ID, _ patience: Scheduled<Void>) { sends[id]?.patience = patience }

    /// Notes that the turn of a message has come. Returns whether its caller still waits.
    mutating func leave(_ id: Attempt.ID) -> Bool {
        sends[id]?.patience?.cancel()
        sends[id]?.isOnItsWay = true
        return sends[id] != nil
    }

    mutating func end(_ id: Attempt.ID, _ end: AttemptEnd) {
        let send = sends.removeValue(forKey: id)
        send?.patience?.cancel()
        send?.continuation.resume(returning: end)
    }
}
