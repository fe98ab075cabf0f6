import AsyncHTTPClient
import Glibc
import NIOCore
package import Scheduling
package import ShowTime

/// Makes the calls of a rehearsal: signed, written and read as ``ZegoTransport`` does it, with a network that is nothing
/// but time drawn from a seed.
///
/// A call is 10 to 30 ms under way to the server, so that calls arrive with the jitter that the pacer promises to absorb,
/// and its answer 5 to 25 ms back; one answer in a hundred takes a tenth to half of a second more.
package struct VirtualCalls: Sendable {
    /// A call under way to the server.
    package struct Call: Sendable {
        package let attempt: Attempt
        package let arrival: Moment
        fileprivate let began: Moment
        fileprivate let query: String
        fileprivate let signature: Signature
    }

    private let account: ZegoAccount
    /// By how much the API's clock is ahead of the show's.
    private let clockLead: Interval
    private let timeouts: ZegoTransport.Timeouts
    private var nonces: SeededGenerator
    private var latencies: SeededGenerator

    /// - Parameter begin: the first moment of the rehearsal. No API takes a `Timestamp` from before 1970: it hears of an older
    ///   show a hundred years later.
    package init(
        account: ZegoAccount, seed: UInt64, begin: Instant,
        timeouts: ZegoTransport.Timeouts = ZegoTransport.Timeouts()
    ) {
        self.account = account
        clockLead = begin.seconds < 0 ? .days(36525) : .zero
        self.timeouts = timeouts
        // Apart from each other, and from what the scheduler draws from the same seed.
        nonces = SeededGenerator(seed: seed ^ 0x6E6F_6E63_6573)
        latencies = SeededGenerator(seed: seed ^ 0x6C61_7465_6E63)
    }

    /// Sends an attempt. It is to be ``end(of:by:)``-ed when it arrives.
    package mutating func begin(_ attempt: Attempt, at now: Moment) -> Call {
        let signature = Signature(
            appID: account.appID, secret: account.secret, nonce: nonces.next(),
            timestamp: (now.wall + clockLead).seconds)
        let url = BarrageRequest.url(for: attempt, from: account, signature: signature)
        let query = url.utf8.firstIndex(of: UInt8(ascii: "?")).map { url[url.utf8.index(after: $0)...] } ?? ""
        return Call(
            attempt: attempt, arrival: now.advanced(by: draw(.milliseconds(10)...(.milliseconds(30)))), began: now,
            query: String(query), signature: signature)
    }

    /// Lets the server have a call that has arrived.
    ///
    /// - Returns: how the attempt ends, when that is known here, and whether the message was shown.
    package mutating func end(
        of call: Call, by server: inout any RehearsedServer
    ) -> (end: AttemptEnd, time: Uptime, isShown: Bool) {
        let arrival = Moment(wall: call.arrival.wall + clockLead, uptime: call.arrival.uptime)
        let answer = server.answer(toQuery: call.query, at: arrival)
        var way = draw(.milliseconds(5)...(.milliseconds(25)))
        if UInt8.random(in: 0..<100, using: &latencies) == 0 { way += draw(.milliseconds(100)...(.milliseconds(500))) }
        let deadline = call.began.uptime + timeouts.wholeCall
        var time = call.arrival.uptime + answer.delay + way
        var end: AttemptEnd
        switch answer.kind {
        case .http(let status, let body) where time < deadline:
            end = body.withUnsafeBufferPointer { Answer.end(status: status, body: $0) }
        case .http, .silence:
            time = deadline
            end = NetworkFailure.end(of: HTTPClientError.deadlineExceeded, wasHandedOver: true)
        case .reset:
            end = NetworkFailure.end(of: IOError(errnoCode: ECONNRESET, reason: "read"), wasHandedOver: true)
        case .refused:
            end = NetworkFailure.end(of: IOError(errnoCode: ECONNREFUSED, reason: "connect"), wasHandedOver: false)
        }
        end.leaveOutEcho(of: call.signature, account.secret)
        if case .refused = answer.kind {} else { end.handedOver = call.began.wall }
        end.took = time - call.began.uptime
        return (end, time, answer.isShown)
    }

    private mutating func draw(_ range: ClosedRange<Interval>) -> Interval {
        let nanoseconds = range.lowerBound.nanoseconds...range.upperBound.nanoseconds
        return Interval(nanoseconds: .random(in: nanoseconds, using: &latencies))
    }
}
