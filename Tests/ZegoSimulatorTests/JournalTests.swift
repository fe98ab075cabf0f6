import ShowTime
import Testing

@testable import ZegoSimulator

@Suite struct JournalTests {
    @Test func remembersTheLastAndCountsAll() {
        let journal = Journal(capacity: 3)
        var api = SimulatedAPI {
            $0.rate = 4
            $0.faults = [Fault(.code(1), room: "b")]
        }
        var caller = Caller()
        for number in 1...5 {
            let moment = Caller.after(.milliseconds(Int64(number)))
            let query = caller.message("\(number)", at: moment)
            journal.record(query, at: moment, api.answer(to: query, at: moment))
        }
        let forced = caller.message(room: "b")
        journal.record(forced, at: Caller.begin, api.answer(to: forced, at: Caller.begin))
        let count = caller.countUsers(in: ["a"])
        journal.record(count, at: Caller.begin, api.answer(to: count, at: Caller.begin))

        #expect(journal.entries.map { $0.query["MessageContent"] } == ["5", "hello", nil])
        #expect(journal.entries.map(\.code) == [206, 1, 0])
        #expect(journal.entries.map(\.fault) == [nil, .code(1), nil])
        #expect(journal.entries[0].arrival == Caller.after(.milliseconds(5)))
        #expect(
            journal.totals == Journal.Totals(received: 7, shown: 4, codes: [0: 5, 206: 1, 1: 1], faults: [.code(1): 1]))
        // Counting users is not sending.
        #expect(journal.peakPerSecond == 6)
    }

    @Test func holdsNoSignature() throws {
        let journal = Journal(capacity: 3)
        var caller = Caller()
        let query = caller.message()
        let signature = try #require(query["Signature"])
        journal.record(query, at: Caller.begin, Verdict(reply: .silence))
        var dumped = ""
        dump(journal.entries, to: &dumped)
        #expect(dumped.contains("MessageContent"))
        #expect(!dumped.contains(signature))
    }

    @Test func canRememberNothing() {
        let journal = Journal(capacity: 0)
        journal.record(["a": "b"], at: Caller.begin, Verdict(reply: .reset))
        #expect(journal.entries.isEmpty)
        #expect(journal.totals.received == 1)
    }

    @Test(.timeLimit(.minutes(10))) func tellsWhenCallsWereReceived() async throws {
        let journal = Journal(capacity: 3)
        try await journal.waitForCalls(0)
        async let two: Void = journal.waitForCalls(2)
        journal.record(["a": "1"], at: Caller.begin, Verdict(reply: .reset))
        journal.record(["a": "2"], at: Caller.begin, Verdict(reply: .reset))
        try await two
    }

    @Test(.timeLimit(.minutes(10))) func waitingCanBeCancelled() async {
        let journal = Journal(capacity: 3)
        let waiting = Task { try await journal.waitForCalls(1) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
