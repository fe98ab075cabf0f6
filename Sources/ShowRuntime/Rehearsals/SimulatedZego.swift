package import Rehearsing
package import Scheduling
package import ShowTime
package import ZegoAPI
package import ZegoSimulator

/// The simulator as a rehearsal calls it. It is here that the sender's side and the simulator meet: neither knows the other.
package struct SimulatedZego: RehearsedAPI {
    package let quota: Int?
    private let account: ZegoAccount
    private var server: VirtualServer
    private var nonces: SeededGenerator
    /// By how much the API's clock is ahead of the show's.
    private let clockLead: Interval

    /// - Parameters:
    ///   - start: of the first show.
    ///   - begin: the first moment of the rehearsal. No API takes a `Timestamp` from before 1970: it hears of an older show a
    ///     hundred years later.
    package init(_ configuration: SimulatorConfiguration, account: ZegoAccount, start: Uptime, begin: Instant) {
        quota = configuration.rate
        self.account = account
        server = VirtualServer(configuration, start: start)
        nonces = SeededGenerator(seed: configuration.seed ^ 0x6E6F_6E63_6573)
        clockLead = begin.seconds < 0 ? .days(36525) : .zero
    }

    package var received: Int { server.callLog.totals.received }
    package var faultHits: [Int] { server.faultHits }
    package var mostPerSecond: Int { server.callLog.peakPerSecond }
    package var timeout: AttemptEnd { .timedOut }

    package mutating func answer(_ attempt: Attempt, sent: Moment, arrival: Moment) -> RehearsedAnswer {
        respond(
            to: SignedCall(attempt, account: account, nonce: nonces.next(), timestamp: timestamp(of: sent)), at: arrival
        )
    }

    package mutating func answer(_ probe: Probe, sent: Moment, arrival: Moment) -> RehearsedAnswer {
        respond(
            to: SignedCall(probe, account: account, nonce: nonces.next(), timestamp: timestamp(of: sent)), at: arrival)
    }

    private func timestamp(of sent: Moment) -> Int64 { (sent.wall + clockLead).seconds }

    private mutating func respond(to call: SignedCall, at arrival: Moment) -> RehearsedAnswer {
        let moment = Moment(wall: arrival.wall + clockLead, uptime: arrival.uptime)
        let response = server.respond(toQuery: call.query, at: moment)
        let end: AttemptEnd? =
            switch response.reply {
            case .http(let body): call.end(status: body.status, body: body.bytes)
            case .silence: nil
            case .reset: .connectionReset
            case .refused: .connectionRefused
            }
        return RehearsedAnswer(end, delay: response.delay, isShown: response.isShown)
    }
}
