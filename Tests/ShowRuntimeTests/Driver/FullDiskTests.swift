import RunLog
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// A message without a record is not sent; what happened is not forgotten.
@Suite(.timeLimit(.minutes(10))) struct FullDiskTests {
    private static let accepted = AttemptEnd(.accepted, code: 0)

    @Test func nothingIsSentWhileNothingCanBeWritten() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await show.play(
            timeline("- {id: a, at: 1s, text: one}\n- {id: b, at: 10s, text: two}\n- {id: c, at: 40s, text: three}"),
            into: store)
        store.isFull = true
        await show.advance(.seconds(20))
        #expect(show.transport.texts == [])
        #expect(store.text == "")
        #expect(await show.driver.status.isBlocked)
        store.isFull = false
        await show.advance(.seconds(1))
        #expect(show.transport.texts == ["one", "two"])
        #expect(await !show.driver.status.isBlocked)
        await show.advance(.seconds(60))
        await show.driver.waitUntilIdle()
        // Told once each, however often it was tried in between.
        #expect(show.observer.words == ["blocked", "restored", "sent a", "sent b", "sent c", "ended"])
        #expect(
            store.story == [
                "attempt a#1@a", "attempt b#1@a", "sent a#1@a", "sent b#1@a", "attempt c#1@a", "sent c#1@a", "end",
            ])
    }

    @Test func whatBecameTooLateMeanwhileIsMissed() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await show.play(
            timeline("- {id: a, at: 1s, text: one, max_late: 5s}\n- {id: b, at: 60s, text: two}"), into: store)
        store.isFull = true
        await show.advance(.seconds(20))
        store.isFull = false
        await show.advance(.seconds(60))
        await show.driver.waitUntilIdle()
        #expect(show.transport.texts == ["two"])
        #expect(store.story == ["missed a#1@a", "attempt b#1@a", "sent b#1@a", "end"])
    }

    @Test func whatWasOnItsWayIsRecordedOnceTheDiskHasRoom() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await show.play(
            timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 0, text: two}\n- {id: c, at: 2s, text: three}"),
            into: store)
        try await show.transport.sent.reach(2)
        store.isFull = true
        show.transport.end("two")
        await show.advance(.seconds(3))
        show.transport.end("one")
        await show.advance(.seconds(3))
        #expect(store.story == ["attempt a#1@a", "attempt b#1@a"])
        #expect(show.transport.texts == ["one", "two"])
        // What is in no log is not told.
        #expect(show.observer.words == ["blocked"])
        #expect(show.observer.attempts == ["a", "b"])
        store.isFull = false
        await show.advance(.seconds(2))
        show.transport.end()
        await show.driver.waitUntilIdle()
        #expect(
            store.story == [
                "attempt a#1@a", "attempt b#1@a", "sent b#1@a", "sent a#1@a", "attempt c#1@a", "sent c#1@a", "end",
            ])
        #expect(show.observer.words == ["blocked", "restored", "sent b", "sent a", "sent c", "ended"])
        #expect(show.observer.attempts == ["a", "b", "c"])
    }

    @Test func aFlickeringDiskLosesAndDoublesNothing() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        let messages = (0..<200).map { "- {id: m\($0), at: \($0 * 137)ms, text: t\($0), late: send}" }
        try await show.play(timeline(messages.joined(separator: "\n")), into: store)
        for round in 0..<40 {
            store.isFull = !round.isMultiple(of: 3)
            await show.advance(.milliseconds(700 + Int64(round * 13)))
            if round.isMultiple(of: 4) { store.fill(after: round % 5) }
        }
        store.isFull = false
        await show.advance(.seconds(60))
        await show.driver.waitUntilIdle()
        #expect(show.transport.attempts.count == 200)
        #expect(Set(show.transport.texts).count == 200)
        let story = store.story
        #expect(story.count == 401)
        #expect(story.last == "end")
        for number in 0..<200 {
            let attempt = try #require(story.firstIndex(of: "attempt m\(number)#1@a"))
            let result = try #require(story.firstIndex(of: "sent m\(number)#1@a"))
            #expect(attempt < result)
        }
    }

    @Test func oneLogThatCannotBeWrittenHoldsTheOthersToo() async throws {
        let full = MemoryStore()
        let good = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        full.isFull = true
        try await show.play(timeline("- {id: a, at: 1s, text: one}", name: "full"), into: full)
        try await show.play(timeline("- {id: b, at: 2s, text: two, late: send}", name: "good"), into: good)
        await show.advance(.seconds(3))
        #expect(!show.transport.texts.contains("one"))
        full.isFull = false
        await show.advance(.seconds(3))
        await show.driver.waitUntilIdle()
        #expect(show.transport.texts.sorted() == ["one", "two"])
        #expect(full.story.last == "end")
        #expect(good.story.last == "end")
    }

    // MARK: The end

    @Test func aRunEndsOnlyOnceItsLogIsWhole() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await show.play(timeline("- {id: a, at: 0, text: one}"), into: store)
        try await show.transport.sent.reach(1)
        store.isFull = true
        show.transport.end()
        await show.advance(.seconds(30))
        #expect(!show.observer.words.contains("ended"))
        store.isFull = false
        await show.advance(.seconds(2))
        await show.driver.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "sent a#1@a", "end"])
        #expect(show.observer.words.last == "ended")
    }

    @Test func aShutdownDoesNotWaitForTheDiskForEver() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await show.play(
            timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 1h, text: two}"), into: store)
        try await show.transport.sent.reach(1)
        store.isFull = true
        show.transport.end()
        await show.settle()
        await show.driver.shutDown(grace: .seconds(10))
        await show.advance(.milliseconds(9999))
        #expect(!show.observer.words.contains("lost"))
        await show.advance(.milliseconds(1))
        await show.driver.waitUntilIdle()
        // Only who watches hears the last of it, and before that, that it is in no log.
        #expect(show.observer.words == ["blocked", "lost", "sent a", "shutdown"])
        guard case .recordsLost(let run, let reason) = show.observer.events[1] else { return }
        #expect(run == RunID(timeline: "show", start: showStart))
        #expect(reason == "cannot write memory: No space left on device")
    }

    @Test func aDiskThatFillsUpWithTheLastRecordsDoesNotHoldAShutdown() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await show.play(timeline("- {id: a, at: 0, text: one}"), into: store)
        try await show.transport.sent.reach(1)
        await show.driver.shutDown(grace: .seconds(10))
        await show.advance(.seconds(9))
        store.isFull = true
        await show.advance(.seconds(1))
        await show.driver.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "shutdown"])
        #expect(show.observer.words == ["shutdown", "blocked", "lost", "unknown a"])
    }

    @Test func aDiskThatHasRoomAgainWithinTheGraceLosesNothing() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await show.play(timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 1h, text: two}"), into: store)
        try await show.transport.sent.reach(1)
        store.isFull = true
        await show.driver.shutDown(grace: .seconds(10))
        show.transport.end()
        await show.advance(.seconds(5))
        store.isFull = false
        await show.advance(.seconds(2))
        await show.driver.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "shutdown", "sent a#1@a"])
        #expect(show.observer.words.last == "stopped")
    }
}
