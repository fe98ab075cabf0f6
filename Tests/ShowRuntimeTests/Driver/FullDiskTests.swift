import RunLog
import Scheduling
import ShowTime
import Testing
import Timelines

@testable import Showcaller

/// A message without a record is not sent; what happened is not forgotten.
@Suite(.timeLimit(.minutes(10))) struct FullDiskTests {
    private static let accepted = AttemptEnd(.accepted, code: 0)

    @Test func nothingIsSentWhileNothingCanBeWritten() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await rehearsal.play(
            timeline("- {id: a, at: 1s, text: one}\n- {id: b, at: 10s, text: two}\n- {id: c, at: 40s, text: three}"),
            into: store)
        store.isFull = true
        await rehearsal.advance(.seconds(20))
        #expect(rehearsal.transport.texts == [])
        #expect(store.text == "")
        #expect(await rehearsal.conductor.status.isBlocked)
        store.isFull = false
        await rehearsal.advance(.seconds(1))
        #expect(rehearsal.transport.texts == ["one", "two"])
        #expect(await !rehearsal.conductor.status.isBlocked)
        await rehearsal.advance(.seconds(60))
        await rehearsal.conductor.waitUntilIdle()
        // Told once each, however often it was tried in between.
        #expect(rehearsal.observer.words == ["blocked", "restored", "sent a", "sent b", "sent c", "ended"])
        #expect(
            store.story == [
                "attempt a#1@a", "attempt b#1@a", "sent a#1@a", "sent b#1@a", "attempt c#1@a", "sent c#1@a", "end",
            ])
    }

    @Test func whatBecameTooLateMeanwhileIsMissed() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await rehearsal.play(
            timeline("- {id: a, at: 1s, text: one, max_late: 5s}\n- {id: b, at: 60s, text: two}"), into: store)
        store.isFull = true
        await rehearsal.advance(.seconds(20))
        store.isFull = false
        await rehearsal.advance(.seconds(60))
        await rehearsal.conductor.waitUntilIdle()
        #expect(rehearsal.transport.texts == ["two"])
        #expect(store.story == ["missed a#1@a", "attempt b#1@a", "sent b#1@a", "end"])
    }

    @Test func whatWasOnItsWayIsRecordedOnceTheDiskHasRoom() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        try await rehearsal.play(
            timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 0, text: two}\n- {id: c, at: 2s, text: three}"),
            into: store)
        try await rehearsal.transport.sent.reach(2)
        store.isFull = true
        rehearsal.transport.end("two")
        await rehearsal.advance(.seconds(3))
        rehearsal.transport.end("one")
        await rehearsal.advance(.seconds(3))
        #expect(store.story == ["attempt a#1@a", "attempt b#1@a"])
        #expect(rehearsal.transport.texts == ["one", "two"])
        store.isFull = false
        await rehearsal.advance(.seconds(2))
        rehearsal.transport.end()
        await rehearsal.conductor.waitUntilIdle()
        #expect(
            store.story == [
                "attempt a#1@a", "attempt b#1@a", "sent b#1@a", "sent a#1@a", "attempt c#1@a", "sent c#1@a", "end",
            ])
    }

    @Test func aFlickeringDiskLosesAndDoublesNothing() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        let messages = (0..<200).map { "- {id: m\($0), at: \($0 * 137)ms, text: t\($0), late: send}" }
        try await rehearsal.play(timeline(messages.joined(separator: "\n")), into: store)
        for round in 0..<40 {
            store.isFull = !round.isMultiple(of: 3)
            await rehearsal.advance(.milliseconds(700 + Int64(round * 13)))
            if round.isMultiple(of: 4) { store.fill(after: round % 5) }
        }
        store.isFull = false
        await rehearsal.advance(.seconds(60))
        await rehearsal.conductor.waitUntilIdle()
        #expect(rehearsal.transport.attempts.count == 200)
        #expect(Set(rehearsal.transport.texts).count == 200)
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
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        full.isFull = true
        try await rehearsal.play(timeline("- {id: a, at: 1s, text: one}", name: "full"), into: full)
        try await rehearsal.play(timeline("- {id: b, at: 2s, text: two, late: send}", name: "good"), into: good)
        await rehearsal.advance(.seconds(3))
        #expect(!rehearsal.transport.texts.contains("one"))
        full.isFull = false
        await rehearsal.advance(.seconds(3))
        await rehearsal.conductor.waitUntilIdle()
        #expect(rehearsal.transport.texts.sorted() == ["one", "two"])
        #expect(full.story.last == "end")
        #expect(good.story.last == "end")
    }

    // MARK: The end

    @Test func aRunEndsOnlyOnceItsLogIsWhole() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        try await rehearsal.play(timeline("- {id: a, at: 0, text: one}"), into: store)
        try await rehearsal.transport.sent.reach(1)
        store.isFull = true
        rehearsal.transport.end()
        await rehearsal.advance(.seconds(30))
        #expect(!rehearsal.observer.words.contains("ended"))
        store.isFull = false
        await rehearsal.advance(.seconds(2))
        await rehearsal.conductor.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "sent a#1@a", "end"])
        #expect(rehearsal.observer.words.last == "ended")
    }

    @Test func aShutdownDoesNotWaitForTheDiskForEver() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        try await rehearsal.play(
            timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 1h, text: two}"), into: store)
        try await rehearsal.transport.sent.reach(1)
        store.isFull = true
        rehearsal.transport.end()
        await rehearsal.settle()
        await rehearsal.conductor.shutDown(grace: .seconds(10))
        await rehearsal.advance(.milliseconds(9999))
        #expect(!rehearsal.observer.words.contains("lost"))
        await rehearsal.advance(.milliseconds(1))
        await rehearsal.conductor.waitUntilIdle()
        #expect(rehearsal.observer.words == ["sent a", "blocked", "shutdown", "lost"])
        guard case .recordsLost(let run, let reason) = rehearsal.observer.events.last else { return }
        #expect(run == RunID(timeline: "show", start: showStart))
        #expect(reason == "cannot write memory: No space left on device")
    }

    @Test func aDiskThatFillsUpWithTheLastRecordsDoesNotHoldAShutdown() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        try await rehearsal.play(timeline("- {id: a, at: 0, text: one}"), into: store)
        try await rehearsal.transport.sent.reach(1)
        await rehearsal.conductor.shutDown(grace: .seconds(10))
        await rehearsal.advance(.seconds(9))
        store.isFull = true
        await rehearsal.advance(.seconds(1))
        await rehearsal.conductor.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "shutdown"])
        #expect(rehearsal.observer.words == ["shutdown", "unknown a", "blocked", "lost"])
    }

    @Test func aDiskThatHasRoomAgainWithinTheGraceLosesNothing() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        try await rehearsal.play(timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 1h, text: two}"), into: store)
        try await rehearsal.transport.sent.reach(1)
        store.isFull = true
        await rehearsal.conductor.shutDown(grace: .seconds(10))
        rehearsal.transport.end()
        await rehearsal.advance(.seconds(5))
        store.isFull = false
        await rehearsal.advance(.seconds(2))
        await rehearsal.conductor.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "shutdown", "sent a#1@a"])
        #expect(rehearsal.observer.words.last == "stopped")
    }
}
