import ShowTime
import Testing

@testable import ZegoSimulator

private let nanosecond = Interval(nanoseconds: 1)

@Suite struct SlidingWindowTests {
    @Test func aPlaceIsFreeExactlyASecondLater() {
        var window = SlidingWindow(limit: 2)
        let begin = Uptime(nanoseconds: 5)
        window.take(at: begin)
        window.take(at: begin + .milliseconds(400))
        #expect(!window.hasPlace(at: begin + (.seconds(1) - nanosecond)))
        #expect(window.hasPlace(at: begin + .seconds(1)))
        window.take(at: begin + .seconds(1))
        #expect(!window.hasPlace(at: begin + (.milliseconds(1400) - nanosecond)))
        #expect(window.hasPlace(at: begin + .milliseconds(1400)))
    }

    @Test func aTimeThatWasOvertakenCountsAsSimultaneous() {
        var window = SlidingWindow(limit: 1)
        window.take(at: Uptime(nanoseconds: 2_000_000_000))
        #expect(!window.hasPlace(at: Uptime(nanoseconds: 1_999_999_999)))
        var full = SlidingWindow(limit: 2)
        full.take(at: Uptime(nanoseconds: 0))
        full.take(at: Uptime(nanoseconds: 1_000_000_000))
        #expect(full.hasPlace(at: Uptime(nanoseconds: 999_999_999)))
    }

    @Test func noLimitAdmitsAllAndZeroNobody() {
        var unlimited = SlidingWindow(limit: nil)
        for _ in 0..<1000 {
            #expect(unlimited.hasPlace(at: .zero))
            unlimited.take(at: .zero)
        }
        #expect(!SlidingWindow(limit: 0).hasPlace(at: .zero))
    }

    /// Against the definition, counted anew for every call.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func agreesWithItsDefinition(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = Int.random(in: 1...20, using: &generator)
        var window = SlidingWindow(limit: limit)
        var admitted: [Uptime] = []
        var now = Uptime.zero
        for _ in 0..<400 {
            now = now + Interval(nanoseconds: .random(in: 0...(2_000_000_000 / Int64(limit)), using: &generator))
            admitted.removeAll { now - $0 >= .seconds(1) }
            let inWindow = admitted.count
            #expect(window.hasPlace(at: now) == (inWindow < limit))
            if inWindow < limit {
                window.take(at: now)
                admitted.append(now)
            }
        }
    }
}

@Suite struct LimitTests {
    private var caller = Caller()

    /// The codes of that many messages at one moment.
    private mutating func burst(
        _ count: Int, _ api: inout SimulatedAPI, at moment: Moment, adding more: [Query.Parameter] = []
    ) -> [ReturnCode: Int] {
        var codes: [ReturnCode: Int] = [:]
        for _ in 0..<count {
            let verdict = api.answer(to: caller.message(at: moment, adding: more), at: moment)
            #expect(verdict.isShown == (verdict.code == .success))
            codes[verdict.code ?? -1, default: 0] += 1
        }
        return codes
    }

    @Test mutating func aHundredMessagesASecond() {
        var api = SimulatedAPI()
        #expect(burst(150, &api, at: Caller.begin) == [0: 100, 206: 50])
        #expect(burst(1, &api, at: Caller.after(.seconds(1) - nanosecond)) == [206: 1])
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
        #expect(api.answer(to: caller.message(""), at: Caller.begin).code == .contentEmpty)
        #expect(api.answer(to: caller.message(changing: ["Signature": "00"]), at: Caller.begin).code == .signatureWrong)
        #expect(burst(2, &api, at: Caller.begin) == [0: 1, 206: 1])
    }

    @Test mutating func canBeUnlimited() {
        var api = SimulatedAPI { $0.rate = nil }
        #expect(burst(1000, &api, at: Caller.begin) == [0: 1000])
    }

    @Test mutating func everyRoomHasItsOwnLimit() {
        var api = SimulatedAPI { $0.roomRate = 2 }
        let rooms = ["a", "a", "a", "b", "b", "b"]
        let codes = rooms.map { api.answer(to: caller.message(room: $0), at: Caller.begin).code }
        #expect(codes == [0, 0, 207, 0, 0, 207])
        let later = Caller.after(.seconds(1))
        #expect(api.answer(to: caller.message(room: "a", at: later), at: later).code == .success)
    }

    @Test mutating func aCallThatItsRoomRefusesTakesNoPlaceOfTheApp() {
        var api = SimulatedAPI {
            $0.rate = 2
            $0.roomRate = 1
        }
        let codes = ["a", "a", "b", "c"].map { api.answer(to: caller.message(room: $0), at: Caller.begin).code }
        #expect(codes == [0, 207, 0, 206])
        let later = Caller.after(.milliseconds(1))
        #expect(api.answer(to: caller.message(room: "c", at: later), at: later).code == .appLimit)
    }

    @Test mutating func countingUsersHasALimitOfItsOwn() {
        var api = SimulatedAPI()
        var codes: [ReturnCode: Int] = [:]
        for _ in 0..<12 {
            codes[api.answer(to: caller.countUsers(in: ["a"]), at: Caller.begin).code ?? -1, default: 0] += 1
        }
        #expect(codes == [0: 10, 206: 2])
        let isTest = [Query.Parameter("IsTest", "true")]
        let test = (0..<2).map { _ in
            api.answer(to: caller.countUsers(in: ["a"], adding: isTest), at: Caller.begin).code
        }
        #expect(test == [0, 206])
        #expect(burst(100, &api, at: Caller.begin) == [0: 100])
    }
}
