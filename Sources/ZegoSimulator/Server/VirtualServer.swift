package import ShowTime

/// The simulated API with everything that a server puts around it but the network: a query and a moment go in, a
/// response comes out. The HTTP server calls it in real time, a rehearsal in virtual time.
package struct VirtualServer: Sendable {
    package private(set) var callLog: CallLog
    /// The calls that each fault of the configuration hit, those that were never received included.
    package var faultHits: [Int] { api.faultHits }

    private let latency: Interval
    private var api: SimulatedAPI

    /// - Parameters:
    ///   - start: when the times of faults are counted from.
    ///   - logCapacity: the number of calls to log in full.
    package init(_ configuration: SimulatorConfiguration, start: Uptime, logCapacity: Int = 0) {
        callLog = CallLog(capacity: logCapacity)
        latency = configuration.latency
        api = SimulatedAPI(configuration, start: start)
    }

    var start: Uptime {
        get { api.start }
        set { api.start = newValue }
    }

    /// Processes one call and logs it.
    ///
    /// - Parameters:
    ///   - query: the part of the URL after its `?`.
    ///   - arrival: when the call arrives.
    package mutating func respond(toQuery query: String, at arrival: Moment) -> SimulatedResponse {
        respond(to: Query(decoding: query), at: arrival)
    }

    /// Processes one call of a sender that is known to sign each as it should.
    package mutating func respond(to call: TrustedCall, at arrival: Moment) -> SimulatedResponse {
        respond(to: .trusted(call), at: arrival)
    }

    mutating func respond(to query: Query, at arrival: Moment) -> SimulatedResponse {
        respond(to: .query(query), at: arrival)
    }

    private mutating func respond(to call: ReceivedCall, at arrival: Moment) -> SimulatedResponse {
        var response = api.respond(to: call, at: arrival)
        if response.reply != .refused {
            callLog.append(call, at: arrival, response)
            response.delay += latency
        }
        return response
    }
}
