import Scheduling
import ShowTime
import Testing
import Timelines

@testable import Showcaller

/// Messages outside of any run.
@Suite(.timeLimit(.minutes(10))) struct TellTests {
    private static let accepted = AttemptEnd(.accepted, code: 0, messageID: "1")

    private func tell(_ rehearsal: Rehearsal, _ text: String = "hi", patience: Interval = .seconds(15)) -> Task<
        AttemptEnd, Never
    > {
        let conductor = rehearsal.conductor
        return Task {
            await conductor.tell(
                roomID: "r", sender: Sender(id: "s", name: "n"), category: .chat, content: text, patience: patience)
        }
    }

    @Test func isSentAtOnceAndSaysHowItEnded() async throws {
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        #expect(await tell(rehearsal).value == Self.accepted)
        let attempt = try #require(rehearsal.transport.attempts.first)
        #expect(attempt.run == nil)
        #expect(attempt.roomID == "r")
        #expect(attempt.sender == Sender(id: "s", name: "n"))
        #expect(attempt.category == .chat)
        #expect(attempt.content == "hi")
    }

    @Test func goesBeforeTheScriptAndLeavesItsLogAlone() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted }, rate: 1)
        try await rehearsal.play(
            timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 0, text: two}\n- {id: c, at: 0, text: three}"),
            into: store)
        let telling = tell(rehearsal)
        try await rehearsal.until { await $0.waitingTellings == 1 }
        await rehearsal.advance(.seconds(10))
        _ = await telling.value
        await rehearsal.conductor.waitUntilIdle()
        let place = try #require(rehearsal.transport.texts.firstIndex(of: "hi"))
        #expect(place <= 1)
        #expect(store.story.count == 7)
    }

    @Test func manyAreToldApart() async throws {
        let rehearsal = Rehearsal()
        let tasks = (0..<20).map { tell(rehearsal, "t\($0)") }
        try await rehearsal.transport.sent.reach(20)
        for number in (0..<20).reversed() {
            rehearsal.transport.end("t\(number)", AttemptEnd(.refused, code: number, reason: "r"))
        }
        for (number, task) in tasks.enumerated() { #expect(await task.value.code == number) }
    }

    @Test func afterAShutdownItIsNotSent() async {
        let rehearsal = Rehearsal()
        await rehearsal.conductor.shutDown(grace: .seconds(1))
        let end = await tell(rehearsal).value
        #expect(end.kind == .notSent)
        #expect(rehearsal.transport.texts == [])
    }

    @Test func aShutdownEndsThoseThatWait() async throws {
        let rehearsal = Rehearsal(rate: 0.01)
        let first = tell(rehearsal, "first")
        try await rehearsal.transport.sent.reach(1)
        let second = tell(rehearsal, "second")
        let third = tell(rehearsal, "third")
        await rehearsal.settle()
        await rehearsal.conductor.shutDown(grace: .seconds(1))
        await rehearsal.advance(.seconds(1))
        #expect(await first.value.kind == .unanswered)
        #expect(await second.value.kind == .notSent)
        #expect(await third.value.kind == .notSent)
        await rehearsal.conductor.waitUntilIdle()
        #expect(rehearsal.transport.texts == ["first"])
    }

    @Test func oneThatWaitedTooLongIsNotSentLater() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        try await rehearsal.play(timeline("- {id: a, at: 0, text: one}"), into: store)
        try await rehearsal.transport.sent.reach(1)
        store.isFull = true
        rehearsal.transport.end("one")
        try await store.failures.reach(1)
        let telling = tell(rehearsal)
        try await rehearsal.until { await $0.waitingTellings == 1 }
        await rehearsal.advance(.milliseconds(14_999))
        #expect(await rehearsal.conductor.waitingTellings == 1)
        await rehearsal.advance(.milliseconds(1))
        #expect(await telling.value == AttemptEnd(.notSent, reason: "the log cannot be written"))
        store.isFull = false
        await rehearsal.advance(.seconds(10))
        await rehearsal.conductor.waitUntilIdle()
        #expect(rehearsal.transport.texts == ["one"])
    }

    @Test func oneThatWaitsForTheAccountSaysSo() async throws {
        let rehearsal = Rehearsal(FakeTransport { _ in AttemptEnd(.account, code: 100_000_005, reason: "wrong") })
        // The first finds out, the second is the first probe, the third waits for the next.
        #expect(await tell(rehearsal).value.kind == .account)
        let end = tell(rehearsal, patience: .milliseconds(500))
        try await rehearsal.until { await $0.waitingTellings == 1 }
        await rehearsal.advance(.milliseconds(500))
        #expect(await end.value == AttemptEnd(.notSent, reason: "nothing gets through for the account"))
        await rehearsal.advance(.seconds(60))
        #expect(rehearsal.transport.attempts.count == 1)
    }

    @Test func oneOnItsWayIsWaitedForHoweverLong() async throws {
        let rehearsal = Rehearsal()
        let telling = tell(rehearsal)
        try await rehearsal.transport.sent.reach(1)
        await rehearsal.advance(.seconds(60))
        rehearsal.transport.end("hi", Self.accepted)
        #expect(await telling.value == Self.accepted)
    }

    @Test func theProcessWaitsForIt() async throws {
        let rehearsal = Rehearsal(FakeTransport { $0.run == nil ? nil : Self.accepted })
        try await rehearsal.play(timeline("- {id: a, at: 1s, text: one}"), into: MemoryStore())
        let telling = tell(rehearsal)
        try await rehearsal.transport.sent.reach(1)
        await rehearsal.advance(.seconds(5))
        let conductor = rehearsal.conductor
        let idle = Counter()
        let waiting = Task {
            await conductor.waitUntilIdle()
            idle.add()
        }
        await rehearsal.settle()
        #expect(idle.count == 0)
        rehearsal.transport.end("hi", Self.accepted)
        #expect(await telling.value == Self.accepted)
        await waiting.value
    }
}
