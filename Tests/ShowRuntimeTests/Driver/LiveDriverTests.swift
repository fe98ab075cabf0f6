import HostSystem
import NIOCore
import NIOPosix
import RunLog
import Scheduling
import ShowTime
import Synchronization
import Testing
import Timelines
import ZegoAPI

@testable import Showcaller

@Suite(.timeLimit(.minutes(10))) struct ConductorTests {
    private static let accepted = AttemptEnd(.accepted, code: 0)

    @Test func playsAShowToItsEnd() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await rehearsal.play(
            timeline("- {id: a, at: 1s, text: one}\n- {id: b, at: 90s, text: two}"), into: store)
        await rehearsal.advance(.milliseconds(999))
        #expect(rehearsal.transport.texts == [])
        await rehearsal.advance(.milliseconds(1))
        #expect(rehearsal.transport.texts == ["one"])
        await rehearsal.advance(.seconds(200))
        await rehearsal.conductor.waitUntilIdle()
        #expect(rehearsal.transport.texts == ["one", "two"])
        #expect(store.story == ["attempt a#1@a", "sent a#1@a", "attempt b#1@a", "sent b#1@a", "end"])
        #expect(store.isSynchronized)
        #expect(rehearsal.observer.words == ["sent a", "sent b", "ended"])
    }

    @Test func aRecordIsWrittenBeforeItsAttemptLeaves() async throws {
        let store = MemoryStore()
        let found = Mutex<[Bool]>([])
        let transport = FakeTransport { attempt in
            let isThere = store.story.contains("attempt \(attempt.messageID)#1@\(attempt.roomID)")
            found.withLock { $0.append(isThere) }
            return Self.accepted
        }
        let rehearsal = Rehearsal(transport)
        try await rehearsal.play(
            timeline(
                (0..<50).map { "- {id: m\($0), at: \($0 / 10)s, text: t}" }.joined(separator: "\n"), rooms: "[a, b]"),
            into: store)
        await rehearsal.advance(.seconds(10))
        await rehearsal.conductor.waitUntilIdle()
        #expect(found.withLock { $0 } == Array(repeating: true, count: 100))
    }

    @Test func thousandsThatAreDueAtOnceAreAllPlayed() async throws {
        // More than one input moves, in two ways: repeats that lie in the past, and a crowd at one instant.
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        let crowd = (0..<4200).map { "- {id: m\($0), at: 0, text: t}" }.joined(separator: "\n")
        try await rehearsal.play(
            timeline("- {id: r, every: 1s, from: -70m, until: 0s, text: r, max_late: 4h}\n\(crowd)"), into: store)
        await rehearsal.advance(.seconds(5))
        await rehearsal.conductor.waitUntilIdle()
        #expect(rehearsal.transport.attempts.count == 4201 + 4200)
        #expect(store.story.last == "end")
    }

    @Test func manyThatEndAtOnceFromManyThreadsAllCount() async throws {
        let store = MemoryStore()
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let transport = FakeTransport()
        let observer = EventLog()
        let conductor = Conductor(
            Scheduler.Configuration(rate: nil, roomRate: nil), on: loops.next(), time: SystemTime(),
            transport: transport, observer: observer)
        let messages = (0..<1000).map { "- {id: m\($0), at: 0, text: t\($0)}" }.joined(separator: "\n")
        let now = SystemTime().now.wall.wholeMilliseconds
        await conductor.play(try .inMemory(timeline(messages), start: now), into: store)
        try await transport.sent.reach(1000)
        await withTaskGroup(of: Void.self) { group in
            for part in 0..<8 {
                group.addTask { for number in stride(from: part, to: 1000, by: 8) { transport.end("t\(number)") } }
            }
        }
        await conductor.waitUntilIdle()
        #expect(store.story.count { $0.hasPrefix("sent") } == 1000)
        #expect(store.story.last == "end")
        #expect(observer.words.count { $0.hasPrefix("sent") } == 1000)
        try await loops.shutdownGracefully()
    }

    @Test func anEndThatIsToldTwiceCountsOnce() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport(tellsTwice: true))
        try await rehearsal.play(timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 1m, text: two}"), into: store)
        await rehearsal.settle()
        rehearsal.transport.end("one")
        await rehearsal.settle()
        #expect(store.story == ["attempt a#1@a", "sent a#1@a"])
    }

    @Test func aTransportThatEndsAtOnceIsNoTrouble() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in AttemptEnd(.notSent, reason: "no") })
        try await rehearsal.play(timeline("- {id: a, at: 0, text: one}"), into: store)
        await rehearsal.advance(.seconds(60))
        await rehearsal.conductor.waitUntilIdle()
        #expect(rehearsal.transport.texts == Array(repeating: "one", count: 5))
        #expect(store.story.last { $0.hasPrefix("failed") } == "failed a#1@a")
    }

    @Test func commandsAreCarriedOutAndRecorded() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        let run = try await rehearsal.play(
            timeline("- {id: a, at: 10s, text: one}\n- {id: b, at: 20s, text: two}\n- {id: c, at: 30s, text: three}"),
            into: store)
        try await rehearsal.conductor.perform(.hold, on: run)
        await rehearsal.advance(.seconds(60))
        #expect(rehearsal.transport.texts == [])
        #expect(await rehearsal.conductor.status.runs.first?.state == .held)
        try await rehearsal.conductor.perform(.go, on: run)
        try await rehearsal.conductor.perform(.shift(-.seconds(5)), on: run)
        try await rehearsal.conductor.perform(.skip(message: "b"), on: run)
        await rehearsal.advance(.milliseconds(4999))
        #expect(rehearsal.transport.texts == [])
        await rehearsal.advance(.milliseconds(1))
        #expect(rehearsal.transport.texts == ["one"])
        try await rehearsal.conductor.perform(.cancel, on: run)
        await rehearsal.conductor.waitUntilIdle()
        #expect(
            store.story == [
                "hold", "go", "shift", "skip", "cancelled b#1@a", "attempt a#1@a", "sent a#1@a", "cancel",
                "cancelled c#1@a", "end",
            ])
        await #expect(throws: CommandError.hasEnded(run)) { try await rehearsal.conductor.perform(.hold, on: run) }
        let other = RunID(timeline: "other", start: showStart)
        await #expect(throws: CommandError.noSuchRun(other.description)) {
            try await rehearsal.conductor.perform(.hold, on: other)
        }
    }

    @Test func aReloadInTheMiddleOfACallPlaysNothingTwice() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        let run = try await rehearsal.play(
            timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 1m, text: two}"), into: store)
        try await rehearsal.transport.sent.reach(1)
        await rehearsal.conductor.reload(
            run, try timeline("- {id: new, at: 30s, text: new}\n- {id: a, at: 0, text: changed}"))
        await rehearsal.advance(.seconds(1))
        #expect(rehearsal.transport.texts == ["one"])
        rehearsal.transport.end("one")
        await rehearsal.advance(.seconds(60))
        #expect(rehearsal.transport.texts == ["one", "new"])
        rehearsal.transport.end()
        await rehearsal.conductor.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "reload", "sent a#1@a", "attempt new#1@a", "sent new#1@a", "end"])
    }

    @Test func aReloadOfARunThatIsOverChangesNothing() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        let run = try await rehearsal.play(timeline("- {id: a, at: 0, text: one}"), into: store)
        await rehearsal.advance(.seconds(1))
        await rehearsal.conductor.waitUntilIdle()
        await rehearsal.conductor.reload(run, try timeline("- {id: b, at: 1m, text: two}"))
        await rehearsal.advance(.seconds(120))
        #expect(rehearsal.transport.texts == ["one"])
        #expect(store.story.last == "end")
    }

    // MARK: The clock

    @Test func aWallClockThatIsSetForwardIsFollowedWithinASecond() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await rehearsal.play(timeline("- {id: a, at: 1h, text: one}"), into: store)
        await rehearsal.advance(.seconds(10))
        rehearsal.time.stepWall(by: .hours(1) - .seconds(10))
        #expect(rehearsal.transport.texts == [])
        await rehearsal.advance(.seconds(1))
        #expect(rehearsal.transport.texts == ["one"])
    }

    @Test func aWallClockThatIsSetBackDelays() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await rehearsal.play(timeline("- {id: a, at: 10s, text: one}"), into: store)
        await rehearsal.advance(.seconds(9))
        rehearsal.time.stepWall(by: -.seconds(60))
        await rehearsal.advance(.seconds(60))
        #expect(rehearsal.transport.texts == [])
        await rehearsal.advance(.seconds(1))
        #expect(rehearsal.transport.texts == ["one"])
    }

    @Test func aSteppedClockDoesNotBurstOverTheQuota() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted }, rate: 10)
        let messages = (0..<100).map { "- {id: m\($0), at: \($0 + 1)m, text: t, late: send}" }
        try await rehearsal.play(timeline(messages.joined(separator: "\n")), into: store)
        await rehearsal.advance(.seconds(1))
        rehearsal.time.stepWall(by: .hours(24))
        await rehearsal.advance(.seconds(2))
        #expect(rehearsal.transport.attempts.count <= 21)
        await rehearsal.advance(.seconds(20))
        #expect(rehearsal.transport.attempts.count == 100)
    }

    @Test func aConnectionIsWarmedBeforeTheFirstMessage() async throws {
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await rehearsal.play(timeline("- {id: a, at: 60s, text: one}"), into: MemoryStore())
        await rehearsal.advance(.seconds(50))
        #expect(rehearsal.transport.warmUps == 0)
        await rehearsal.advance(.milliseconds(9900))
        #expect(rehearsal.transport.warmUps == 1)
        await rehearsal.advance(.milliseconds(100))
        #expect(rehearsal.transport.texts == ["one"])
        #expect(rehearsal.transport.warmUps == 1)
    }
}
