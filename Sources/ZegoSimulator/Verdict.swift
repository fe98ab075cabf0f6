package import ShowTime

/// What becomes of one call.
package struct Verdict: Hashable, Sendable {
    /// What the client gets to see.
    package enum Reply: Hashable, Sendable {
        /// The answer, that much later than the simulator's usual latency.
        case answer(Answer, delay: Interval)
        /// HTTP 200 with a body that is not JSON.
        case garbage
        /// HTTP 500 with a page of HTML.
        case http500
        /// Nothing, on a connection that stays open.
        case silence
        /// A connection that breaks.
        case reset
        /// No connection in the first place: the call was never received.
        case refused
    }

    package var reply: Reply
    /// The fault that decided the reply, if one did.
    package var fault: Fault.Kind?
    /// Whether the message reached its audience, whatever the client was told.
    package var isShown: Bool

    package init(reply: Reply, fault: Fault.Kind? = nil, isShown: Bool = false) {
        self.reply = reply
        self.fault = fault
        self.isShown = isShown
    }

    /// The code that the client is told; nil where it gets none.
    package var code: ReturnCode? {
        if case .answer(let answer, _) = reply { answer.code } else { nil }
    }
}
