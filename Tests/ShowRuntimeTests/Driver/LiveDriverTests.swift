import HostSystem
import NIOCore
import NIOPosix
import RunLog
import Scheduling
import ShowTime
import Synchronization
import TestSupport
import Testing
import Timelines
import ZegoAPI

@testable import ShowRuntime

@Suite(.timeLimit(.minutes(10))) struct LiveDriverTests {
    private static let accepted = AttemptEnd(.accepted, code: 0)

    @Test func playsAShowToItsEnd() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await show.play(
            timeline("- {id: a, at: 1s, text: one}\n- {id: b, at: 90s, text: two}"), into: store)
        await show.advance(.milliseconds(999))
        #expect(show.transport.texts == [])
        await show.advance(.milliseconds(1))
        #expect(show.transport.texts == ["one"])
        await show.advance(.seconds(200))
        await show.driver.waitUntilIdle()
        #expect(show.transport.texts == ["one", "two"])
        #expect(store.story == ["attempt a#1@a", "sent a#1@a", "attempt b#1@a", "sent b#1@a", "end"])
        #expect(store.isSynchronized)
        #expect(show.observer.words == ["sent a", "sent b", "ended"])
    }

    @Test func aRecordIsWrittenBeforeItsAttemptLeaves() async throws {
        let store = MemoryStore()
        let found = Mutex<[Bool]>([])
        let transport = FakeTransport { attempt in
            let isThere = store.story.contains("attempt \(attempt.messageID)#1@\(attempt.roomID)")
            found.withLock { $0.append(isThere) }
            return Self.accepted
        }
        let show = LiveShow(transport)
        try await show.play(
            timeline(
                (0..<50).map { "- {id: m\($0), at: \($0 / 10)s, text: t}" }.joined(separator: "\n"), rooms: "[a, b]"),
            into: store)
        await show.advance(.seconds(10))
        await show.driver.waitUntilIdle()
        #expect(found.withLock { $0 } == Array(repeating: true, count: 100))
    }

    /// A run that is over ends all that it has left: the lines of half a million records need not be in the memory for it.
    @Test func manyThatEndAtOnceAreWrittenInPieces() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        let messages = (0..<10_000).map { "- {id: m\($0), at: 0, text: t}" }.joined(separator: "\n")
        var run = try PreparedRun.inMemory(timeline(messages))
        run.isOver = true
        await show.driver.play(run, into: store)
        await show.driver.waitUntilIdle()
        #expect(store.story == (0..<10_000).map { "missed m\($0)#1@a" } + ["end"])
        #expect(store.longestAppend < store.text.utf8.count / 2)
        #expect(show.transport.texts == [])
    }

    /// What a long log says is much.
    @Test func nobodyKeepsWhatAnEarlierProcessLeftOfARunThatIsPlayed() async throws {
        let show = LiveShow()
        let timeline = try timeline("- {id: a, at: 1h, text: one}")
        var run = try PreparedRun.inMemory(timeline)
        run.recovery = RunRecovery(timeline)
        let copy = run
        #expect(copy.recovery != nil)
        await show.driver.play(run, into: MemoryStore())
        #expect(copy.recovery == nil)
    }

    @Test func thousandsThatAreDueAtOnceAreAllPlayed() async throws {
        // More than one input moves, in two ways: repeats that lie in the past, and a crowd at one instant.
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        let crowd = (0..<4200).map { "- {id: m\($0), at: 0, text: t}" }.joined(separator: "\n")
        try await show.play(
            timeline("- {id: r, every: 1s, from: -70m, until: 0s, text: r, max_late: 4h}\n\(crowd)"), into: store)
        await show.advance(.seconds(5))
        await show.driver.waitUntilIdle()
        #expect(show.transport.attempts.count == 4201 + 4200)
        #expect(store.story.last == "end")
    }

    @Test func manyThatEndAtOnceFromManyThreadsAllCount() async throws {
        let store = MemoryStore()
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let transport = FakeTransport()
        let observer = EventLog()
        let conductor = LiveDriver(
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
        let show = LiveShow(FakeTransport(tellsTwice: true))
        try await show.play(timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 1m, text: two}"), into: store)
        await show.settle()
        show.transport.end("one")
        await show.settle()
        #expect(store.story == ["attempt a#1@a", "sent a#1@a"])
    }

    @Test func aTransportThatEndsAtOnceIsNoTrouble() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in AttemptEnd(.notSent, reason: "no") })
        try await show.play(timeline("- {id: a, at: 0, text: one}"), into: store)
        await show.advance(.seconds(60))
        await show.driver.waitUntilIdle()
        // Probes get through and it does not: the holds grow longer, and it is tried until it is too late.
        #expect((4...30).contains(show.transport.texts.count))
        #expect(store.story.last { $0.hasPrefix("missed") } == "missed a#1@a")
    }

    @Test func commandsAreCarriedOutAndRecorded() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        let run = try await show.play(
            timeline("- {id: a, at: 10s, text: one}\n- {id: b, at: 20s, text: two}\n- {id: c, at: 30s, text: three}"),
            into: store)
        try await show.driver.perform(.hold, on: run)
        await show.advance(.seconds(60))
        #expect(show.transport.texts == [])
        #expect(await show.driver.status.runs.first?.state == .held)
        try await show.driver.perform(.go, on: run)
        try await show.driver.perform(.shift(-.seconds(5)), on: run)
        try await show.driver.perform(.skip(CueSelector("b")), on: run)
        await show.advance(.milliseconds(4999))
        #expect(show.transport.texts == [])
        await show.advance(.milliseconds(1))
        #expect(show.transport.texts == ["one"])
        try await show.driver.perform(.cancel, on: run)
        await show.driver.waitUntilIdle()
        #expect(
            store.story == [
                "hold", "go", "shift", "skip", "cancelled b#1@a", "attempt a#1@a", "sent a#1@a", "cancel",
                "cancelled c#1@a", "end",
            ])
        await #expect(throws: CommandError.hasEnded(run)) { try await show.driver.perform(.hold, on: run) }
        let other = RunID(timeline: "other", start: showStart)
        await #expect(throws: CommandError.noSuchRun(other.description)) {
            try await show.driver.perform(.hold, on: other)
        }
    }

    @Test func aReloadInTheMiddleOfACallPlaysNothingTwice() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        let run = try await show.play(
            timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 1m, text: two}"), into: store)
        try await show.transport.sent.reach(1)
        await show.driver.reload(
            run, try timeline("- {id: new, at: 30s, text: new}\n- {id: a, at: 0, text: changed}"))
        await show.advance(.seconds(1))
        #expect(show.transport.texts == ["one"])
        show.transport.end("one")
        await show.advance(.seconds(60))
        #expect(show.transport.texts == ["one", "new"])
        show.transport.end()
        await show.driver.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "reload", "sent a#1@a", "attempt new#1@a", "sent new#1@a", "end"])
    }

    @Test func aReloadOfARunThatIsOverChangesNothing() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        let run = try await show.play(timeline("- {id: a, at: 0, text: one}"), into: store)
        await show.advance(.seconds(1))
        await show.driver.waitUntilIdle()
        await show.driver.reload(run, try timeline("- {id: b, at: 1m, text: two}"))
        await show.advance(.seconds(120))
        #expect(show.transport.texts == ["one"])
        #expect(store.story.last == "end")
    }

    // MARK: The clock

    @Test func whatHasNotBegunFollowsTheWallClockWithinASecond() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await show.play(
            timeline("- {id: a, at: 0s, text: one}"), start: showStart + .hours(1), into: store)
        await show.advance(.seconds(10))
        show.time.stepWall(by: .hours(1) - .seconds(10))
        #expect(show.transport.texts == [])
        await show.advance(.seconds(1))
        #expect(show.transport.texts == ["one"])
    }

    /// The clock of the host is set by five minutes, either way: nothing of the show is missed or late.
    @Test(arguments: [300, -300] as [Int64])
    func aRunInProgressKeepsItsOwnTime(seconds: Int64) async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        let messages = (0..<41).map { "- {id: m\($0), at: \($0)s, text: t}" }
        try await show.play(timeline(messages.joined(separator: "\n")), into: store)
        await show.advance(.milliseconds(10_500))
        show.time.stepWall(by: .seconds(seconds))
        await show.advance(.seconds(1))
        #expect(await show.driver.status.runs[0].clockOff == .seconds(seconds))
        await show.advance(.milliseconds(29_500))
        await show.driver.waitUntilIdle()
        #expect(show.observer.words.count { $0.hasPrefix("sent") } == 41)
        #expect(show.observer.words.count { $0 == "clockStep" } == 1)
        for case .result(let result) in show.observer.events { #expect(result.late == .zero) }
    }

    @Test func aClockThatIsOffZegosIsToldOnce() async throws {
        let off = Interval.seconds(45)
        let show = LiveShow()
        let messages = (0..<5).map { "- {id: m\($0), at: \($0 * 40)s, text: \($0)}" }
        try await show.play(timeline(messages.joined(separator: "\n")), into: MemoryStore())
        for number in 0..<5 {
            await show.advance(.milliseconds(100))
            var end = Self.accepted
            let server = show.time.now.wall - (number < 2 ? off : .zero)
            end.clock = ClockReading(server: server, asked: show.time.now.wall, answered: show.time.now.wall)
            show.transport.end("\(number)", end)
            await show.settle()
            #expect(await show.driver.status.clockAhead == (number < 4 ? .seconds(44) : nil))
            if number < 4 { await show.advance(.milliseconds(39_900)) }
        }
        #expect(show.observer.words.filter { $0.hasPrefix("clock") } == ["clock wrong", "clock right"])
    }

    @Test func aConnectionIsWarmedBeforeTheFirstMessage() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await show.play(timeline("- {id: a, at: 60s, text: one}"), into: MemoryStore())
        await show.advance(.seconds(50))
        #expect(show.transport.warmUps == 0)
        await show.advance(.milliseconds(9900))
        #expect(show.transport.warmUps == 1)
        await show.advance(.milliseconds(100))
        #expect(show.transport.texts == ["one"])
        #expect(show.transport.warmUps == 1)
    }
}
