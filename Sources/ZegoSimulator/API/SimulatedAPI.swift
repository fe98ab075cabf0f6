package import ShowTime

/// ZEGOCLOUD's Server API v2 as a pure value: a call and the time go in, a response comes out. No clock, no I/O, and
/// the same responses for the same seed and calls.
package struct SimulatedAPI: Sendable {
    /// The origin of the times of faults.
    package var start: Uptime

    private let configuration: SimulatorConfiguration
    private let signature: Signature
    private var nonces = NonceCache()
    private var messages: RateLimiter
    private var rooms: RoomRateLimiter
    private var userNums: RateLimiter
    private var users: RateLimiter
    private var faults: FaultInjector
    private var requestIDs: SeededGenerator
    private var acceptedMessages = 0
    /// The calls that each fault of the configuration hit.
    package private(set) var faultHits: [Int]

    package init(_ configuration: SimulatorConfiguration, start: Uptime) {
        self.start = start
        self.configuration = configuration
        signature = Signature(appID: configuration.appID, secret: configuration.serverSecret)
        messages = RateLimiter(rate: configuration.rate, testRate: 10)
        rooms = RoomRateLimiter(rate: configuration.roomRate)
        // Documented for `DescribeUserNum`; that `DescribeUsers` has the same for tests is inferred.
        userNums = RateLimiter(rate: 10, testRate: 1)
        users = RateLimiter(rate: 10, testRate: 1)
        faults = FaultInjector(configuration.faults, seed: configuration.seed)
        faultHits = Array(repeating: 0, count: configuration.faults.count)
        // Drawn apart from the faults, so that another fault does not change every id.
        requestIDs = SeededGenerator(seed: ~configuration.seed)
    }

    /// Processes one call.
    ///
    /// - Parameter moment: when the call arrived. The wall clock judges its `Timestamp`; limits, nonces and faults go
    ///   by the uptime.
    package mutating func respond(to query: Query, at moment: Moment) -> SimulatedResponse {
        respond(to: .query(query), at: moment)
    }

    mutating func respond(to call: ReceivedCall, at moment: Moment) -> SimulatedResponse {
        guard let (place, fault) = faults.draw(room: call.room, at: moment.uptime - start) else {
            return process(call, at: moment)
        }
        let response = respond(to: call, at: moment, with: fault)
        // A call that is wrong by itself keeps its own code: no fault hit it.
        if response.fault != nil { faultHits[place] += 1 }
        return response
    }

    private mutating func respond(
        to call: ReceivedCall, at moment: Moment, with fault: Fault.Kind
    ) -> SimulatedResponse {
        switch fault {
        case .hang: return respond(.silence, to: call, at: moment, because: fault)
        case .reset: return respond(.reset, to: call, at: moment, because: fault)
        case .garbage: return respond(.http(.garbage), to: call, at: moment, because: fault)
        case .http500: return respond(.http(.errorPage), to: call, at: moment, because: fault)
        case .refuse: return SimulatedResponse(reply: .refused, fault: fault)
        case .slow:
            var response = process(call, at: moment)
            response.delay = Fault.slowness
            response.fault = fault
            return response
        case .code(let code): return process(call, at: moment, forcing: code)
        }
    }

    /// Replies without a definite answer. A call that was not accepted leaves no trace: no nonce, no place in a window.
    private mutating func respond(
        _ reply: SimulatedResponse.Reply, to call: ReceivedCall, at moment: Moment, because fault: Fault.Kind
    ) -> SimulatedResponse {
        let isShown = faults.drawAcceptance() && process(call, at: moment).isShown
        return SimulatedResponse(reply: reply, fault: fault, isShown: isShown)
    }

    /// Answers a call on its merits; `code` takes the place of an acceptance.
    private mutating func process(
        _ received: ReceivedCall, at moment: Moment, forcing code: ReturnCode? = nil
    ) -> SimulatedResponse {
        let requestID = Int64.random(in: 1_000_000_000_000_000_000 ... .max, using: &requestIDs)
        var answer = Answer(code: .success, requestID: requestID)
        var isForced = false
        var isShown = false
        do throws(ReturnCode) {
            let call = try checkedCall(received, at: moment)
            if let code {
                isForced = true
                throw code
            }
            (answer.data, isShown) = try carryOut(call, at: moment)
        } catch {
            answer.code = error
        }
        return SimulatedResponse(
            reply: .http(.answer(answer)), fault: isForced ? .code(answer.code) : nil, isShown: isShown)
    }

    /// Reads a call and checks what does not depend on other calls. The order of the checks is inferred.
    private mutating func checkedCall(_ received: ReceivedCall, at moment: Moment) throws(ReturnCode) -> Call {
        let query: Query
        switch received {
        case .trusted(let call): return try Call(call)
        case .query(let written): query = written
        }
        guard query.isWellFormed else { throw .badParameter }
        let name = try Call.Name(query)
        let nonce = try query.authenticatedNonce(appID: configuration.appID, signature: signature, now: moment.wall)
        guard nonces.insert(nonce, at: moment.uptime) else { throw .signatureWrong }
        return try Call(name, query)
    }

    private mutating func carryOut(
        _ call: Call, at moment: Moment
    ) throws(ReturnCode) -> (data: Answer.Data, isShown: Bool) {
        switch call.action {
        case .send(let message):
            // A call that one limit refuses does not count for the other either.
            guard messages.admits(isTest: call.isTest, at: moment.uptime) else { throw .appLimit }
            guard rooms.admit(message.roomID, at: moment.uptime) else { throw .roomLimit }
            messages.admit(isTest: call.isTest, at: moment.uptime)
            let isMissing = configuration.missingRooms.contains(message.roomID)
            guard !isMissing || configuration.missingRoomCode == .success else { throw configuration.missingRoomCode }
            acceptedMessages += 1
            return (.messageID("1_\(moment.wall.milliseconds)_\(acceptedMessages)"), !isMissing)
        case .countUsers(let rooms):
            guard userNums.admit(isTest: call.isTest, at: moment.uptime) else { throw .appLimit }
            return (.userCounts(rooms.map { Answer.UserCount(roomID: $0, count: audience(of: $0)) }), false)
        case .findUsers(let ids, let room):
            guard users.admit(isTest: call.isTest, at: moment.uptime) else { throw .appLimit }
            guard audience(of: room) > 0 else { throw .roomOfUsersDoesNotExist }
            let present = configuration.users[room] ?? []
            return (.userStates(ids.map { Answer.UserState(userID: $0, isInRoom: present.contains($0)) }), false)
        }
    }

    private func audience(of room: String) -> Int {
        guard !configuration.missingRooms.contains(room) else { return 0 }
        return configuration.audiences[room] ?? 1
    }
}
