package import Rehearsing
package import Scheduling
package import ShowTime
import Timelines
import ZegoAPI
package import ZegoSimulator

/// The simulator as a rehearsal calls it. It is here that the sender's side and the simulator meet: neither knows the other.
///
/// What both would write as bytes and read again is handed over as values; a test checks that this makes no difference.
package struct SimulatedZego: RehearsedAPI {
    package let quota: Int?
    private var server: VirtualServer
    /// By how much the API's clock is ahead of the show's.
    private let clockLead: Interval

    /// - Parameters:
    ///   - start: of the first show.
    ///   - begin: the first moment of the rehearsal. No API knows times from before 1970: for an older show its clock is a
    ///     hundred years ahead.
    package init(_ configuration: SimulatorConfiguration, start: Uptime, begin: Instant) {
        quota = configuration.rate
        server = VirtualServer(configuration, start: start)
        clockLead = begin.seconds < 0 ? .days(36525) : .zero
    }

    package var received: Int { server.callLog.totals.received }
    package var faultHits: [Int] { server.faultHits }
    package var mostPerSecond: Int { server.callLog.peakPerSecond }
    package var timeout: AttemptEnd { .timedOut }

    package mutating func answer(_ attempt: Attempt, sent: Moment, arrival: Moment) -> RehearsedAnswer {
        respond(
            to: .send(
                roomID: attempt.roomID, userID: attempt.sender.id, userName: attempt.sender.name,
                category: "\(attempt.category.rawValue)", content: attempt.content), at: arrival)
    }

    package mutating func answer(_ probe: Probe, sent: Moment, arrival: Moment) -> RehearsedAnswer {
        respond(to: .countUsers(rooms: [probe.roomID]), at: arrival)
    }

    private mutating func respond(to action: TrustedCall.Action, at arrival: Moment) -> RehearsedAnswer {
        let moment = Moment(wall: arrival.wall + clockLead, uptime: arrival.uptime)
        let response = server.respond(to: TrustedCall(action, isTest: false), at: moment)
        let end: AttemptEnd? =
            switch response.reply {
            case .http(.answer(let answer)): AttemptEnd(answer)
            case .http(let body): AttemptEnd(answeredWithStatus: body.status, body: body.bytes)
            case .silence: nil
            case .reset: .connectionReset
            case .refused: .connectionRefused
            }
        return RehearsedAnswer(end, delay: response.delay, isShown: response.isShown)
    }
}

extension AttemptEnd {
    fileprivate init(_ answer: Answer) {
        var messageID: String?
        if case .messageID(let id)? = answer.data { messageID = id }
        self.init(
            answeredWithCode: answer.code.rawValue, message: answer.code.message, messageID: messageID,
            requestID: String(answer.requestID))
    }
}
