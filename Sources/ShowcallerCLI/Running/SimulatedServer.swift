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

    var received: Int { server.received }
    var faulted: Int { server.faulted }
    var mostPerSecond: Int { server.mostPerSecond }

    mutating func answer(toQuery query: String, at arrival: Moment) -> RehearsedAnswer {
        let (reply, delay, isShown) = server.answer(toQuery: query, at: arrival)
        let kind: RehearsedAnswer.Kind =
            switch reply {
            case .http(let status, let body): .http(status: status, body: body)
            case .silence: .silence
            case .reset: .reset
            case .refused: .refused
            }
        return RehearsedAnswer(kind, delay: delay, isShown: isShown)
    }
}
