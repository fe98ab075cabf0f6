import ShowTime
import Testing

@testable import ZegoSimulator

@Suite struct RateLimiterTests {
    private var caller = Caller()

    /// The codes of that many messages at one moment.
    private mutating func burst(
        _ count: Int, _ api: inout SimulatedAPI, at moment: Moment, adding more: [Query.Parameter] = []
    ) -> [ReturnCode: Int] {
        var codes: [ReturnCode: Int] = [:]
        for _ in 0..<count {
            let response = api.respond(to: caller.message(at: moment, adding: more), at: moment)
            #expect(response.isShown == (response.code == .success))
            codes[response.code ?? -1, default: 0] += 1
        }
        return codes
    }

    @Test mutating func aHundredMessagesASecond() {
        var api = SimulatedAPI()
        #expect(burst(150, &api, at: Caller.begin) == [0: 100, 206: 50])
        #expect(burst(1, &api, at: Caller.after(.seconds(1) - Interval(nanoseconds: 1))) == [206: 1])
        #expect(burst(150, &api, at: Caller.after(.seconds(1))) == [0: 100, 206: 50])
    }

    @Test mutating func tenInTheTestEnvironmentCountedApart() {
        var api = SimulatedAPI()
        let isTest = [Query.Parameter("IsTest", "True")]
        #expect(burst(15, &api, at: Caller.begin, adding: isTest) == [0: 10, 206: 5])
        #expect(burst(101, &api, at: Caller.begin) == [0: 100, 206: 1])
        let live = [Query.Parameter("IsTest", "false")]
        #expect(burst(1, &api, at: Caller.begin, adding: live) == [206: 1])
    }

    @Test mutating func aRefusedCallTakesNoPlace() {
        var api = SimulatedAPI { $0.rate = 1 }
        #expect(burst(1, &api, at: Caller.begin) == [0: 1])
        #expect(burst(50, &api, at: Caller.after(.milliseconds(999))) == [206: 50])
        #expect(burst(1, &api, at: Caller.after(.seconds(1))) == [0: 1])
    }

    @Test mutating func aCallThatIsWrongByItselfTakesNoPlace() {
        var api = SimulatedAPI { $0.rate = 1 }
        #expect(api.respond(to: caller.message(""), at: Caller.begin).code == .contentEmpty)
        #expect(
            api.respond(to: caller.message(changing: ["Signature": "00"]), at: Caller.begin).code == .signatureWrong)
        #expect(burst(2, &api, at: Caller.begin) == [0: 1, 206: 1])
    }

    @Test mutating func canBeUnlimited() {
        var api = SimulatedAPI { $0.rate = nil }
        #expect(burst(1000, &api, at: Caller.begin) == [0: 1000])
    }

    @Test mutating func everyRoomHasItsOwnLimit() {
        var api = SimulatedAPI { $0.roomRate = 2 }
        let rooms = ["a", "a", "a", "b", "b", "b"]
        let codes = rooms.map { api.respond(to: caller.message(room: $0), at: Caller.begin).code }
        #expect(codes == [0, 0, 207, 0, 0, 207])
        let later = Caller.after(.seconds(1))
        #expect(api.respond(to: caller.message(room: "a", at: later), at: later).code == .success)
    }

    @Test mutating func aCallThatItsRoomRefusesTakesNoPlaceOfTheApp() {
        var api = SimulatedAPI {
            $0.rate = 2
            $0.roomRate = 1
        }
        let codes = ["a", "a", "b", "c"].map { api.respond(to: caller.message(room: $0), at: Caller.begin).code }
        #expect(codes == [0, 207, 0, 206])
        let later = Caller.after(.milliseconds(1))
        #expect(api.respond(to: caller.message(room: "c", at: later), at: later).code == .appLimit)
    }

    @Test mutating func countingUsersHasALimitOfItsOwn() {
        var api = SimulatedAPI()
        var codes: [ReturnCode: Int] = [:]
        for _ in 0..<12 {
            codes[api.respond(to: caller.countUsers(in: ["a"]), at: Caller.begin).code ?? -1, default: 0] += 1
        }
        #expect(codes == [0: 10, 206: 2])
        let isTest = [Query.Parameter("IsTest", "true")]
        let test = (0..<2).map { _ in
            api.respond(to: caller.countUsers(in: ["a"], adding: isTest), at: Caller.begin).code
        }
        #expect(test == [0, 206])
        #expect(burst(100, &api, at: Caller.begin) == [0: 100])
    }

    @Test func roomsAreForgottenOnceTheyAreIdle() {
        var limiter = RoomRateLimiter(rate: 1)
        for second in 0..<100 as Range<Int64> {
            for number in 0..<100 {
                let isAdmitted = (1...2).map { _ in limiter.admit("\(second) \(number)", at: .zero + .seconds(second)) }
                #expect(isAdmitted == [true, false])
            }
        }
        #expect(limiter.windows.count <= 1124)
    }
}
