import ShowTime
import Testing

@testable import ZegoSimulator

@Suite struct FaultInjectorTests {
    private var caller = Caller()

    /// The response to a message into room 123, that long after the start.
    private mutating func response(_ faults: Fault..., after interval: Interval = .zero) -> SimulatedResponse {
        var api = SimulatedAPI { $0.faults = faults }
        return api.respond(to: caller.message(at: Caller.after(interval)), at: Caller.after(interval))
    }

    @Test mutating func aCodeTakesThePlaceOfAnAcceptance() {
        let response = response(Fault(.code(5018)))
        #expect(response.code == 5018)
        #expect(response.fault == .code(5018))
        #expect(!response.isShown)
    }

    @Test mutating func aCallThatIsWrongByItselfKeepsItsCode() {
        var api = SimulatedAPI { $0.faults = [Fault(.code(206))] }
        let response = api.respond(to: caller.message(""), at: Caller.begin)
        #expect(response.code == .contentEmpty)
        #expect(response.fault == nil)
    }

    @Test mutating func aForcedCodeTakesNoPlaceInTheWindow() {
        var api = SimulatedAPI {
            $0.rate = 1
            $0.faults = [Fault(.code(1), room: "b")]
        }
        #expect(api.respond(to: caller.message(room: "b"), at: Caller.begin).code == 1)
        #expect(api.respond(to: caller.message(room: "a"), at: Caller.begin).code == .success)
    }

    @Test mutating func aSlowAnswerIsTheRightOne() {
        let response = response(Fault(.slow))
        #expect(response.code == .success)
        #expect(response.delay == .seconds(3))
        #expect(response.isShown)
        #expect(response.fault == .slow)
    }

    @Test(arguments: [
        (Fault.Kind.hang, SimulatedResponse.Reply.silence), (.reset, .reset), (.garbage, .http(.garbage)),
        (.http500, .http(.errorPage)),
    ])
    mutating func withoutADefiniteAnswerTheMessageMayBeShown(kind: Fault.Kind, reply: SimulatedResponse.Reply) {
        var api = SimulatedAPI {
            $0.rate = nil
            $0.faults = [Fault(kind)]
        }
        var shown = 0
        for _ in 0..<400 {
            let response = api.respond(to: caller.message(), at: Caller.begin)
            #expect(response.reply == reply)
            #expect(response.fault == kind)
            #expect(response.code == nil)
            shown += response.isShown ? 1 : 0
        }
        #expect((150...250).contains(shown))
    }

    @Test mutating func aMessageThatIsWrongIsNotShownByAHang() {
        var api = SimulatedAPI { $0.faults = [Fault(.hang)] }
        for _ in 0..<100 { #expect(!api.respond(to: caller.message(""), at: Caller.begin).isShown) }
    }

    @Test mutating func aRefusedCallIsNotReceived() {
        let response = response(Fault(.hang), Fault(.refuse))
        #expect(response == SimulatedResponse(reply: .refused, fault: .refuse, isShown: false))
    }

    @Test mutating func aFaultKeepsToItsTime() {
        let fault = Fault(.code(206), from: .seconds(30), to: .seconds(40))
        let nanosecond = Interval(nanoseconds: 1)
        #expect(response(fault, after: .seconds(30) - nanosecond).code == .success)
        #expect(response(fault, after: .seconds(30)).code == .appLimit)
        #expect(response(fault, after: .seconds(40) - nanosecond).code == .appLimit)
        #expect(response(fault, after: .seconds(40)).code == .success)
        #expect(response(Fault(.code(206), from: .seconds(30)), after: .days(300)).code == .appLimit)
        #expect(response(Fault(.code(206), from: .minutes(-10), to: .seconds(1))).code == .appLimit)
    }

    @Test mutating func aFaultKeepsToItsRoom() {
        var api = SimulatedAPI { $0.faults = [Fault(.code(104), room: "124")] }
        #expect(api.respond(to: caller.message(room: "123"), at: Caller.begin).code == .success)
        #expect(api.respond(to: caller.message(room: "124"), at: Caller.begin).code == 104)
        #expect(api.respond(to: caller.countUsers(in: ["124"]), at: Caller.begin).code == .success)
    }

    @Test mutating func theFirstFaultThatHitsDecides() {
        #expect(response(Fault(.code(1), room: "x"), Fault(.code(151)), Fault(.code(122))).code == 151)
    }

    @Test mutating func aShareIsAboutKept() {
        var api = SimulatedAPI {
            $0.rate = nil
            $0.faults = [Fault(.code(206), share: 0.2)]
        }
        var hits = 0
        for _ in 0..<2000 { hits += api.respond(to: caller.message(), at: Caller.begin).code == 206 ? 1 : 0 }
        #expect((330...470).contains(hits))
    }

    @Test func oneSeedIsOneNight() {
        func night(seed: UInt64) -> [SimulatedResponse] {
            var caller = Caller()
            var api = SimulatedAPI {
                $0.seed = seed
                $0.rate = nil
                $0.faults = [Fault(.hang, share: 0.1), Fault(.reset, share: 0.3), Fault(.code(1), share: 0.5)]
            }
            return (0..<200).map { _ in api.respond(to: caller.message(), at: Caller.begin) }
        }
        #expect(night(seed: 42) == night(seed: 42))
        #expect(night(seed: 42) != night(seed: 43))
    }
}
