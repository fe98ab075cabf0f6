import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// Messages outside of any run.
@Suite(.timeLimit(.minutes(10))) struct LiveDirectSendTests {
    private static let accepted = AttemptEnd(.accepted, code: 0, messageID: "1")

    private func send(
        _ show: LiveShow, _ text: String = "hi", patience: Interval = .seconds(15)
    ) -> Task<AttemptEnd, Never> {
        let driver = show.driver
        let message = try! DirectMessage(
            roomID: "r", sender: Sender(id: "s", name: "n"), category: .chat, text: text)
        return Task { await driver.send(message, patience: patience) }
    }

    @Test func isSentAtOnceAndSaysHowItEnded() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        #expect(await send(show).value == Self.accepted)
        let attempt = try #require(show.transport.attempts.first)
        #expect(attempt.run == nil)
        #expect(attempt.roomID == "r")
        #expect(attempt.sender == Sender(id: "s", name: "n"))
        #expect(attempt.category == .chat)
        #expect(attempt.content == "hi")
    }

    @Test func goesBeforeTheTimelineAndLeavesItsLogAlone() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted }, rate: 1)
        try await show.play(
            timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 0, text: two}\n- {id: c, at: 0, text: three}"),
            into: store)
        let sending = send(show)
        try await show.until { await $0.waitingSends == 1 }
        await show.advance(.seconds(10))
        _ = await sending.value
        await show.driver.waitUntilIdle()
        let place = try #require(show.transport.texts.firstIndex(of: "hi"))
        #expect(place <= 1)
        #expect(store.story.count == 7)
    }

    @Test func manyAreToldApart() async throws {
        let show = LiveShow()
        let tasks = (0..<20).map { send(show, "t\($0)") }
        try await show.transport.sent.reach(20)
        for number in (0..<20).reversed() {
            show.transport.end("t\(number)", AttemptEnd(.refused, code: number, reason: "r"))
        }
        for (number, task) in tasks.enumerated() { #expect(await task.value.code == number) }
    }

    @Test func afterAShutdownItIsNotSent() async {
        let show = LiveShow()
        await show.driver.shutDown(grace: .seconds(1))
        let end = await send(show).value
        #expect(end.kind == .notSent)
        #expect(show.transport.texts == [])
    }

    @Test func aShutdownEndsThoseThatWait() async throws {
        let show = LiveShow(rate: 0.01)
        let first = send(show, "first")
        try await show.transport.sent.reach(1)
        let second = send(show, "second")
        let third = send(show, "third")
        await show.settle()
        await show.driver.shutDown(grace: .seconds(1))
        await show.advance(.seconds(1))
        #expect(await first.value.kind == .unanswered)
        #expect(await second.value.kind == .notSent)
        #expect(await third.value.kind == .notSent)
        await show.driver.waitUntilIdle()
        #expect(show.transport.texts == ["first"])
    }

    @Test func oneThatWaitedTooLongIsNotSentLater() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await show.play(timeline("- {id: a, at: 0, text: one}"), into: store)
        try await show.transport.sent.reach(1)
        store.isFull = true
        show.transport.end("one")
        try await store.failures.reach(1)
        let sending = send(show)
        try await show.until { await $0.waitingSends == 1 }
        await show.advance(.milliseconds(14_999))
        #expect(await show.driver.waitingSends == 1)
        await show.advance(.milliseconds(1))
        #expect(await sending.value == AttemptEnd(.notSent, reason: "the log cannot be written"))
        store.isFull = false
        await show.advance(.seconds(10))
        await show.driver.waitUntilIdle()
        #expect(show.transport.texts == ["one"])
    }

    @Test func oneThatWaitsForTheAccountSaysSo() async throws {
        let show = LiveShow(FakeTransport { _ in AttemptEnd(.account, code: 100_000_005, reason: "wrong") })
        // The first finds out, the second is the first probe, the third waits for the next.
        #expect(await send(show).value.kind == .account)
        let end = send(show, patience: .milliseconds(500))
        try await show.until { await $0.waitingSends == 1 }
        await show.advance(.milliseconds(500))
        #expect(await end.value == AttemptEnd(.notSent, reason: "nothing gets through for the account"))
        await show.advance(.seconds(60))
        #expect(show.transport.attempts.count == 1)
    }

    @Test func oneOnItsWayIsWaitedForHoweverLong() async throws {
        let show = LiveShow()
        let sending = send(show)
        try await show.transport.sent.reach(1)
        await show.advance(.seconds(60))
        show.transport.end("hi", Self.accepted)
        #expect(await sending.value == Self.accepted)
    }

    @Test func theProcessWaitsForIt() async throws {
        let show = LiveShow(FakeTransport { $0.run == nil ? nil : Self.accepted })
        try await show.play(timeline("- {id: a, at: 1s, text: one}"), into: MemoryStore())
        let sending = send(show)
        try await show.transport.sent.reach(1)
        await show.advance(.seconds(5))
        let driver = show.driver
        let idle = Counter()
        let waiting = Task {
            await driver.waitUntilIdle()
            idle.add()
        }
        await show.settle()
        #expect(idle.count == 0)
        show.transport.end("hi", Self.accepted)
        #expect(await sending.value == Self.accepted)
        await waiting.value
    }
}
