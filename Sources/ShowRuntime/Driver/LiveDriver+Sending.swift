package import Scheduling
package import ShowTime
package import Timelines

/// Messages outside of any run, sent by hand.
extension LiveDriver {
    /// How long a message may wait for its turn. Less than its caller waits: no message may leave after its caller was told that
    /// it was not sent.
    package static let longestSendWait = Interval.seconds(15)

    /// Sends one message outside of any run and waits for how it ended.
    ///
    /// - Parameter patience: how long it may wait for its turn: for the quota, for an account that is held, for a log.
    package func send(_ message: DirectMessage, patience: Interval = LiveDriver.longestSendWait) async -> AttemptEnd {
        await withCheckedContinuation { continuation in
            let id = scheduler.send(
                roomID: message.roomID, sender: message.sender, category: message.category, content: message.text,
                at: time.now)
            directSends.begin(id, continuation)
            settle()
            if directSends.isWaiting(id) { directSends.wait(id, after(patience) { $0.giveUpSend(id) }) }
            arm()
        }
    }

    /// How many wait for their turn.
    var waitingSends: Int { directSends.waitingCount }

    private func giveUpSend(_ id: Attempt.ID) {
        guard directSends.isWaiting(id) else { return }
        let reason =
            if scheduler.isAccountHeld {
                "nothing gets through for the account"
            } else if scheduler.isNetworkHeld {
                "ZEGO cannot be reached"
            } else if logs.reasonForBlocking != nil {
                "the log cannot be written"
            } else {
                "the quota left no room for it in time"
            }
        give { scheduler, _ in scheduler.takeBack(id, because: reason) }
    }
}
