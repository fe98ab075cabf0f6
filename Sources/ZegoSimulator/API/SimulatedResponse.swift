package import ShowTime

/// The simulator's response to one call.
package struct SimulatedResponse: Hashable, Sendable {
    package enum Reply: Hashable, Sendable {
        case http(Body)
        /// No answer, on a connection that stays open.
        case silence
        /// The connection breaks.
        case reset
        /// There is no connection in the first place: the call was never received.
        case refused
    }

    package enum Body: Hashable, Sendable {
        case answer(Answer)
        /// HTTP 200 with an answer that breaks off: the code is legible to anything less than a JSON parser.
        case garbage
        /// HTTP 500 with a page of HTML.
        case errorPage
    }

    package var reply: Reply
    /// The time from the call's arrival to the reply.
    package var delay = Interval.zero
    /// The fault that decided the reply, if one did.
    package var fault: Fault.Kind?
    /// Whether the message reached its audience, whatever the client was told.
    package var isShown = false

    /// The API's answer; nil where the client gets none.
    package var answer: Answer? { if case .http(.answer(let answer)) = reply { answer } else { nil } }
    package var code: ReturnCode? { answer?.code }
}

extension SimulatedResponse.Body {
    package var status: Int { self == .errorPage ? 500 : 200 }

    package var bytes: [UInt8] {
        switch self {
        case .answer(let answer): Array(answer.json.utf8)
        case .garbage: Array(#"{"Code":0,"Data":{"Messa"#.utf8)
        case .errorPage:
            Array(
                "<html><head><title>500</title></head><body><h1>500 Internal Server Error</h1></body></html>\n".utf8)
        }
    }
}
