import RunLog
import Scheduling
import ShowTime
import Synchronization
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// What leaves is claimed on the disk before; a disk that does not answer delays what the durability says.
@Suite(.timeLimit(.minutes(10))) struct DurabilityTests {
    private static let accepted = AttemptEnd(.accepted, code: 0)
    private static let ticks = "- {id: a, every: 500ms, from: 3s, times: 20, max_late: 1s, text: x}"

    private func show(
        _ durability: Durability, _ store: MemoryStore, unclaimed: Counter = Counter()
    ) -> LiveShow {
        let transport = FakeTransport { attempt in
            let name = "\(attempt.messageID)#\(attempt.record?.occurrence ?? 0)@\(attempt.roomID)"
            if !store.claims.contains(where: { $0.contains(name) }) { unclaimed.add() }
            return Self.accepted
        }
        return LiveShow(transport, durability: durability)
    }

    @Test(arguments: [Durability.power, .strict])
    func everythingIsClaimedBeforeItLeavesAndLeavesOnTime(durability: Durability) async throws {
        let store = MemoryStore()
        let unclaimed = Counter()
        let show = show(durability, store, unclaimed: unclaimed)
        try await show.play(try timeline(Self.ticks), into: store)
        try await show.advance(.seconds(14), atMost: .milliseconds(50))
        await show.driver.waitUntilIdle()
        #expect(show.transport.texts.count == 20)
        #expect(unclaimed.count == 0)
        #expect(store.story.count { $0.hasPrefix("sent") } == 20)
        #expect(store.areClaimsEnded)
        // Nothing is claimed for longer than it may leave.
        #expect(store.claims.allSatisfy { $0.count <= 10 })
    }

    @Test func nothingIsClaimedForAProcessAlone() async throws {
        let store = MemoryStore()
        let show = show(.process, store)
        try await show.play(try timeline(Self.ticks), into: store)
        try await show.advance(.seconds(14), atMost: .milliseconds(50))
        await show.driver.waitUntilIdle()
        #expect(store.claims.isEmpty)
        #expect(store.story.last == "end")
    }

    @Test func aDiskThatStallsIsOneAlarmAndTheShowGoesOn() async throws {
        let store = MemoryStore()
        let show = show(.power, store)
        try await show.play(try timeline(Self.ticks), into: store)
        try await show.advance(.seconds(4), atMost: .milliseconds(50))
        store.stall()
        await show.advance(.seconds(6))
        #expect(show.transport.texts.count == 15)
        #expect(show.observer.words.count { $0.hasPrefix("disk") } == 1)
        store.stall(false)
        try await show.until { await !$0.isAtDisk }
        try await show.advance(.seconds(4), atMost: .milliseconds(50))
        await show.driver.waitUntilIdle()
        #expect(show.transport.texts.count == 20)
        #expect(show.observer.words.filter { $0.hasPrefix("disk") } == ["disk stalls", "disk answers"])
        // What left unclaimed is claimed when the disk answers, until the log is on it.
        #expect(store.claims.contains { Set(["a#12@a", "a#13@a"]).isSubset(of: $0) })
    }

    @Test func aStrictShowWaitsForTheDisk() async throws {
        let store = MemoryStore()
        let unclaimed = Counter()
        let show = show(.strict, store, unclaimed: unclaimed)
        try await show.play(try timeline(Self.ticks), into: store)
        try await show.advance(.seconds(4), atMost: .milliseconds(50))
        store.stall()
        await show.advance(.seconds(6))
        #expect(show.transport.texts.count < 9)
        store.stall(false)
        try await show.until { await !$0.isAtDisk }
        try await show.advance(.seconds(4), atMost: .milliseconds(50))
        await show.driver.waitUntilIdle()
        #expect(unclaimed.count == 0)
        #expect(store.story.count { $0.hasPrefix("missed") } >= 4)
        #expect(store.story.count { $0.hasPrefix("sent") || $0.hasPrefix("missed") } == 20)
        #expect(show.observer.words.filter { $0.hasPrefix("disk") } == ["disk stalls", "disk answers"])
    }

    /// A claim names what the timeline of its time does: the log must say which one that is.
    @Test func aReloadIsOnTheDiskBeforeWhatFollowsItIsClaimed() async throws {
        let store = MemoryStore()
        let show = show(.power, store)
        let run = try await show.play(try timeline("- {id: a, at: 10s, text: one}"), into: store)
        try await show.advance(.seconds(9), atMost: .milliseconds(50))
        let before = store.work.count
        await show.driver.reload(run, try timeline("- {id: b, at: 10s, text: one}"))
        try await show.advance(.milliseconds(50), atMost: .milliseconds(50))
        #expect(store.work[before...].prefix(3) == ["synchronize", "claim", "synchronize"])
        #expect(store.claims.last == ["b#1@a"])
    }

    /// What a process before this one claimed counts until the log says on the disk how it ended.
    @Test func anEarlierClaimIsKeptUntilTheLogIsOnTheDisk() async throws {
        let timeline = try timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 30s, text: two}")
        let id = RunID(timeline: timeline.name, start: showStart)
        var recovery = RunRecovery(timeline)
        recovery.take(
            ClaimRecord(
                time: showStart, run: id, boot: "before",
                deliveries: [ClaimedDelivery(messageID: "a", occurrence: 1, roomID: "a")]))
        recovery.finish()
        var run = try PreparedRun.inMemory(timeline)
        run.recovery = recovery
        let store = MemoryStore()
        let show = show(.power, store)
        await show.driver.play(run, into: store)
        try await show.advance(.seconds(40), atMost: .milliseconds(50))
        await show.driver.waitUntilIdle()
        #expect(store.story == ["unknown a#1@a", "attempt b#1@a", "sent b#1@a", "end"])
        #expect(store.claims.first == ["a#1@a"])
    }
}
