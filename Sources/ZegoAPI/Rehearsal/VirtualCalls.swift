package import Scheduling
package import ShowTime

/// Makes the calls of a rehearsal: signed, written and read as ``ZegoTransport`` does it, over a network of drawn
/// delays.
package struct VirtualCalls: Sendable {
    /// A call under way to the server.
    package struct Call: Sendable {
        package let attempt: Attempt
        package let arrival: Moment
        fileprivate let began: Moment
        fileprivate let call: SignedCall
    }

    private let account: ZegoAccount
    /// By how much the API's clock is ahead of the show's.
    private let clockLead: Interval
    private let timeouts: Timeouts
    private var nonces: SeededGenerator
    private var delays: NetworkDelays

    /// - Parameter begin: the first moment of the rehearsal. No API takes a `Timestamp` from before 1970: for an older
    ///   show its clock is a hundred years ahead.
    package init(account: ZegoAccount, seed: UInt64, begin: Instant, timeouts: Timeouts = Timeouts()) {
        self.account = account
        clockLead = begin.seconds < 0 ? .days(36525) : .zero
        self.timeouts = timeouts
        // Apart from each other, and from the scheduler's draws from the same seed.
        nonces = SeededGenerator(seed: seed ^ 0x6E6F_6E63_6573)
        delays = NetworkDelays(seed: seed ^ 0x6C61_7465_6E63)
    }

    /// Sends an attempt. It is to be ``end(of:by:)``-ed when it arrives.
    package mutating func begin(_ attempt: Attempt, at now: Moment) -> Call {
        let timestamp = (now.wall + clockLead).seconds
        let call = SignedCall(attempt, account: account, nonce: nonces.next(), timestamp: timestamp)
        return Call(
            attempt: attempt, arrival: now.advanced(by: delays.drawRequestDelay()), began: now, call: call)
    }

    /// Gives the server a call that has arrived.
    ///
    /// - Returns: how the attempt ends, when the client knows it, and whether the message was shown.
    package mutating func end(
        of call: Call, by server: inout any RehearsedServer
    ) -> (end: AttemptEnd, time: Uptime, isShown: Bool) {
        let arrival = Moment(wall: call.arrival.wall + clockLead, uptime: call.arrival.uptime)
        let answer = server.answer(toQuery: call.call.query, at: arrival)
        let deadline = call.began.uptime + timeouts.wholeCall
        var time = call.arrival.uptime + answer.delay + delays.drawAnswerDelay()
        var end: AttemptEnd
        switch answer.kind {
        case .http(let status, let body) where time < deadline: end = call.call.end(status: status, body: body)
        case .http, .silence:
            time = deadline
            end = .timedOut
        case .reset: end = .connectionReset
        case .refused: end = .connectionRefused
        }
        if end.kind != .notSent { end.handedOver = call.began.wall }
        end.took = time - call.began.uptime
        return (end, time, answer.isShown)
    }
}
