import NIOCore
package import ShowTime

/// The simulated API with everything that a server puts around it but the network, in virtual time: a query and a moment
/// go in, an answer comes out.
package struct VirtualServer: Sendable {
    package enum Reply: Hashable, Sendable {
        case http(status: Int, body: [UInt8])
        /// Nothing, on a connection that stays open.
        case silence
        case reset
        /// No connection in the first place: the call was never received.
        case refused
    }

    /// Calls that were received.
    package private(set) var received = 0
    /// Calls that a fault hit, those that were never received included.
    package private(set) var faulted = 0
    /// The largest number of calls within any second, refused ones included.
    package var mostPerSecond: Int { peak.peak }

    private let latency: Interval
    private var api: SimulatedAPI
    private var peak = PeakMeter()

    /// - Parameter start: when faults' times are counted from.
    package init(_ configuration: SimulatorConfiguration, start: Uptime) {
        latency = configuration.latency
        api = SimulatedAPI(configuration, start: start)
    }

    /// - Parameters:
    ///   - query: what follows the `?` of the URL.
    ///   - moment: when the call arrives.
    /// - Returns: the reply, how long after that it leaves, and whether the message reached its audience.
    package mutating func answer(
        toQuery query: String, at moment: Moment
    ) -> (reply: Reply, delay: Interval, isShown: Bool) {
        let verdict = api.answer(to: Query(decoding: query), at: moment)
        if verdict.fault != nil { faulted += 1 }
        guard verdict.reply != .refused else { return (.refused, .zero, false) }
        received += 1
        peak.add(moment.uptime)
        var delay = latency
        let reply: Reply
        switch verdict.reply {
        case .answer(let answer, let more):
            delay += more
            reply = .http(status: 200, body: Array(answer.json().readableBytesView))
        case .garbage: reply = .http(status: 200, body: Array(WrongAnswers.garbage.utf8))
        case .http500: reply = .http(status: 500, body: Array(WrongAnswers.errorPage.utf8))
        case .silence: reply = .silence
        case .reset: reply = .reset
        case .refused: reply = .refused
        }
        return (reply, delay, verdict.isShown)
    }
}
