import ShowTime
import ZegoAPI
import ZegoSimulator

/// The simulator as a rehearsal calls it. It is here that the two meet: neither knows the other.
struct SimulatedServer: RehearsedServer {
    let quota: Int?
    private var server: VirtualServer

    init(_ configuration: SimulatorConfiguration, start: Uptime) {
        quota = configuration.rate
        server = VirtualServer(configuration, start: start)
    }

    var received: Int { server.callLog.totals.received }
    var faulted: Int { server.faulted }
    var mostPerSecond: Int { server.callLog.peakPerSecond }

    mutating func answer(toQuery query: String, at arrival: Moment) -> RehearsedAnswer {
        let response = server.respond(toQuery: query, at: arrival)
        let kind: RehearsedAnswer.Kind =
            switch response.reply {
            case .http(let body): .http(status: body.status, body: body.bytes)
            case .silence: .silence
            case .reset: .reset
            case .refused: .refused
            }
        return RehearsedAnswer(kind, delay: response.delay, isShown: response.isShown)
    }
}
