import ShowTime
import Testing

@testable import ZegoSimulator

@Suite struct CallLogTests {
    @Test func keepsTheLastCallsAndCountsAll() {
        var log = CallLog(capacity: 3)
        var api = SimulatedAPI {
            $0.rate = 4
            $0.faults = [Fault(.code(1), room: "b")]
        }
        var caller = Caller()
        for number in 1...5 {
            let moment = Caller.after(.milliseconds(Int64(number)))
            let query = caller.message("\(number)", at: moment)
            log.append(query, at: moment, api.respond(to: query, at: moment))
        }
        let forced = caller.message(room: "b")
        log.append(forced, at: Caller.begin, api.respond(to: forced, at: Caller.begin))
        let count = caller.countUsers(in: ["a"])
        log.append(count, at: Caller.begin, api.respond(to: count, at: Caller.begin))

        #expect(log.entries.map { $0.query["MessageContent"] } == ["5", "hello", nil])
        #expect(log.entries.map(\.code) == [206, 1, 0])
        #expect(log.entries.map(\.fault) == [nil, .code(1), nil])
        #expect(log.entries[0].arrival == Caller.after(.milliseconds(5)))
        #expect(log.totals == CallLog.Totals(received: 7, shown: 4))
        // Counting users is not sending.
        #expect(log.peakPerSecond == 6)
    }

    @Test func holdsNoSignature() throws {
        var log = CallLog(capacity: 3)
        var caller = Caller()
        let query = caller.message()
        let signature = try #require(query["Signature"])
        log.append(query, at: Caller.begin, SimulatedResponse(reply: .silence))
        var dumped = ""
        dump(log, to: &dumped)
        #expect(dumped.contains("MessageContent"))
        #expect(!dumped.contains(signature))
    }

    @Test func canKeepNoCall() {
        var log = CallLog(capacity: 0)
        log.append(["a": "b"], at: Caller.begin, SimulatedResponse(reply: .reset))
        #expect(log.entries.isEmpty)
        #expect(log.totals.received == 1)
    }
}
