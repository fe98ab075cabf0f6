package import ShowTime
package import Timelines

/// Messages outside of any run, sent by hand.
extension Scheduler {
    static let notSent = AttemptEnd(.notSent, reason: "shut down before it was sent")

    /// Sends a message outside of any run, before what waits; of several, each run has a turn before the next. Ends with
    /// ``Action/directSendEnded(_:_:)``, perhaps at once.
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

    mutating func cancelDirectSends() { for message in directSends.removeAll() { withdraw(message) } }

    private mutating func withdraw(_ message: DirectSend) {
        _ = inFlight.end(message.id)
        emit(.directSendEnded(message.id, Self.notSent))
    }
}
