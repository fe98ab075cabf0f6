package import ShowTime
package import Timelines

/// Messages outside of any run, sent by hand.
extension Scheduler {
    static let notSent = AttemptEnd(.notSent, reason: "shut down before it was sent")

    /// Sends a message outside of any run, ahead of the deliveries that wait; between two such messages each run has a turn. Ends
    /// with ``Action/directSendEnded(_:_:)``, perhaps at once.
    package mutating func send(
        roomID: String, sender: Sender, category: Category, content: String, at now: Moment
    ) -> Attempt.ID {
        let message = DirectSend(
            id: inFlight.reserve(), roomID: roomID, roomSlot: roomSlot(roomID), sender: sender, category: category,
            content: content)
        if isStopping {
            withdraw(message)
        } else {
            directSends.append(message)
            tick(at: now)
        }
        return message.id
    }

    /// Takes back a message that still waits for its turn: it takes no slot of the quota, and no process waits for it. One that
    /// has left goes on.
    package mutating func takeBack(_ id: Attempt.ID, because reason: String) {
        guard let message = directSends.remove(id) else { return }
        withdraw(message, AttemptEnd(.notSent, reason: reason))
    }

    mutating func cancelDirectSends() { for message in directSends.removeAll() { withdraw(message) } }

    private mutating func withdraw(_ message: DirectSend, _ end: AttemptEnd = notSent) {
        _ = inFlight.end(message.id)
        emit(.directSendEnded(message.id, end))
    }
}
