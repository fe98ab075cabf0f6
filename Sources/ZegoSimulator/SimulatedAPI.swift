package import ShowTime

/// ZEGOCLOUD's Server API v2 as a pure value: a call and the time go in, a verdict comes out. No clock, no I/O, and the
/// same verdicts for the same seed and calls.
package struct SimulatedAPI: Sendable {
    /// When faults' times are counted from.
    package var start: Uptime

    private let configuration: SimulatorConfiguration
    private let signature: Signature
    private var nonces = NonceMemory()
    private var messages: CallLimit
    private var userNums: CallLimit
    private var users: CallLimit
    private var rooms: [String: SlidingWindow] = [:]
    private var faults: FaultPlan
    private var requestIDs: SeededGenerator
    private var acceptedMessages = 0

    package init(_ configuration: SimulatorConfiguration, start: Uptime) {
        self.start = start
        self.configuration = configuration
        signature = Signature(appID: configuration.appID, secret: configuration.serverSecret)
        messages = CallLimit(rate: configuration.rate, testRate: configuration.testRate)
        userNums = CallLimit(rate: configuration.userNumRate, testRate: configuration.userNumTestRate)
        users = CallLimit(rate: configuration.usersRate, testRate: configuration.usersTestRate)
        faults = FaultPlan(configuration.faults, seed: configuration.seed)
        // Apart from the faults' draws, so that another fault does not change every id.
        requestIDs = SeededGenerator(seed: ~configuration.seed)
    }

    /// Decides one call.
    ///
    /// - Parameter moment: when the call arrived. The wall clock judges its `Timestamp`; limits, nonces and faults go
    ///   by the uptime.
    package mutating func answer(to query: Query, at moment: Moment) -> Verdict {
        guard let fault = faults.hit(room: query["RoomId"], at: moment.uptime - start) else {
            return processed(query, at: moment)
        }
        switch fault {
        case .hang: return unanswered(query, at: moment, fault, .silence)
        case .reset: return unanswered(query, at: moment, fault, .reset)
        case .garbage: return unanswered(query, at: moment, fault, .garbage)
        case .http500: return unanswered(query, at: moment, fault, .http500)
        case .refuse: return Verdict(reply: .refused, fault: fault)
        case .slow:
            var verdict = processed(query, at: moment)
            if case .answer(let answer, _) = verdict.reply { verdict.reply = .answer(answer, delay: Fault.slowness) }
            verdict.fault = fault
            return verdict
        case .code(let code): return processed(query, at: moment, forcing: code)
        }
    }

    /// A verdict without a definite answer. A call that was not accepted left no trace: no nonce, no place in a window.
    private mutating func unanswered(
        _ query: Query, at moment: Moment, _ fault: Fault.Kind, _ reply: Verdict.Reply
    ) -> Verdict {
        let isShown = faults.wasAccepted() && processed(query, at: moment).isShown
        return Verdict(reply: reply, fault: fault, isShown: isShown)
    }

    /// The call's own verdict; `code` takes the place of an acceptance.
    private mutating func processed(_ query: Query, at moment: Moment, forcing code: ReturnCode? = nil) -> Verdict {
        let requestID = Int64.random(in: 1_000_000_000_000_000_000 ... .max, using: &requestIDs)
        var answer = Answer(code: .success, requestID: requestID)
        var verdict = Verdict(reply: .silence)
        do throws(ReturnCode) {
            let call = try admitted(query, at: moment)
            if let code {
                verdict.fault = .code(code)
                throw code
            }
            (answer.data, verdict.isShown) = try carryOut(call, at: moment)
        } catch {
            answer.code = error
        }
        verdict.reply = .answer(answer, delay: .zero)
        return verdict
    }

    /// The call, once nothing is wrong with it by itself. The order of the checks is inferred.
    private mutating func admitted(_ query: Query, at moment: Moment) throws(ReturnCode) -> Call {
        guard query.isWellFormed else { throw .badParameter }
        let name = try Call.Name(query)
        let nonce = try query.checkedNonce(appID: configuration.appID, signature: signature, now: moment.wall)
        guard nonces.isNew(nonce, at: moment.uptime) else { throw .signatureWrong }
        return try Call(name, query)
    }

    private mutating func carryOut(
        _ call: Call, at moment: Moment
    ) throws(ReturnCode) -> (data: Answer.Data, isShown: Bool) {
        switch call.action {
        case .send(let message):
            try takePlaces(for: message, isTest: call.isTest, at: moment.uptime)
            let isMissing = configuration.missingRooms.contains(message.roomID)
            guard !isMissing || configuration.missingRoomCode == .success else { throw configuration.missingRoomCode }
            acceptedMessages += 1
            return (.messageID("1_\(moment.wall.milliseconds)_\(acceptedMessages)"), !isMissing)
        case .countUsers(let rooms):
            guard userNums.hasPlace(isTest: call.isTest, at: moment.uptime) else { throw .appLimit }
            userNums.take(isTest: call.isTest, at: moment.uptime)
            return (.userCounts(rooms.map { Answer.UserCount(roomID: $0, count: audience(of: $0)) }), false)
        case .findUsers(let ids, let room):
            guard users.hasPlace(isTest: call.isTest, at: moment.uptime) else { throw .appLimit }
            users.take(isTest: call.isTest, at: moment.uptime)
            guard audience(of: room) > 0 else { throw .roomOfUsersDoesNotExist }
            let there = configuration.users[room] ?? []
            return (.userStates(ids.map { Answer.UserState(userID: $0, isInRoom: there.contains($0)) }), false)
        }
    }

    /// A call that one limit refuses takes no place in the other either.
    private mutating func takePlaces(
        for message: BarrageMessage, isTest: Bool, at time: Uptime
    ) throws(ReturnCode) {
        guard messages.hasPlace(isTest: isTest, at: time) else { throw .appLimit }
        if let roomRate = configuration.roomRate {
            var room = rooms.removeValue(forKey: message.roomID) ?? SlidingWindow(limit: roomRate)
            let hasPlace = room.hasPlace(at: time)
            if hasPlace { room.take(at: time) }
            rooms[message.roomID] = room
            guard hasPlace else { throw .roomLimit }
        }
        messages.take(isTest: isTest, at: time)
    }

    private func audience(of room: String) -> Int {
        guard !configuration.missingRooms.contains(room) else { return 0 }
        return configuration.audiences[room] ?? configuration.defaultAudience
    }
}
