import Scheduling
import ServiceLifecycle
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

@Suite(.timeLimit(.minutes(10))) struct ShutdownTests {
    private static let accepted = AttemptEnd(.accepted, code: 0)
    private static let script = "- {id: a, at: 0, text: one}\n- {id: b, at: 1s, text: two}"

    @Test func whatIsOnItsWayMayEndAndNothingNewLeaves() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await show.play(timeline(Self.script), into: store)
        try await show.transport.sent.reach(1)
        await show.driver.shutDown(grace: .seconds(10))
        await show.advance(.seconds(5))
        #expect(show.transport.texts == ["one"])
        show.transport.end()
        await show.driver.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "shutdown", "sent a#1@a"])
        #expect(show.observer.words == ["shutdown", "sent a", "stopped"])
    }

    @Test func whatOutlivesTheGraceIsUnknown() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await show.play(timeline(Self.script), into: store)
        try await show.transport.sent.reach(1)
        await show.driver.shutDown(grace: .seconds(10))
        await show.advance(.milliseconds(9999))
        #expect(store.story == ["attempt a#1@a", "shutdown"])
        await show.advance(.milliseconds(1))
        await show.driver.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "shutdown", "unknown a#1@a"])
        // What it says after all comes too late to be heard.
        show.transport.end()
        await show.advance(.seconds(10))
        #expect(store.story.count == 3)
    }

    @Test func withoutAnyGraceItIsOverAtOnce() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await show.play(timeline(Self.script), into: store)
        try await show.transport.sent.reach(1)
        await show.driver.shutDown(grace: .zero)
        await show.settle()
        await show.driver.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "shutdown", "unknown a#1@a"])
    }

    @Test func aSecondShutdownChangesNothing() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await show.play(timeline(Self.script), into: store)
        try await show.transport.sent.reach(1)
        await show.driver.shutDown(grace: .seconds(10))
        await show.advance(.seconds(1))
        await show.driver.shutDown(grace: .zero)
        await show.advance(.seconds(5))
        #expect(store.story == ["attempt a#1@a", "shutdown"])
    }

    @Test func aRunThatComesAfterAShutdownIsStoppedAtOnce() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        await show.driver.shutDown(grace: .seconds(10))
        try await show.play(timeline(Self.script), into: store)
        await show.driver.waitUntilIdle()
        await show.advance(.seconds(60))
        #expect(show.transport.texts == [])
        #expect(store.story == ["shutdown"])
        #expect(show.observer.words == ["shutdown", "stopped"])
    }

    @Test func oneRunIsStoppedAndTheOthersGoOn() async throws {
        let first = MemoryStore()
        let second = MemoryStore()
        let show = LiveShow()
        let run = try await show.play(timeline(Self.script, name: "first"), into: first)
        try await show.play(timeline(Self.script, name: "second"), into: second)
        try await show.transport.sent.reach(2)
        try await show.driver.stop(run, grace: .seconds(3))
        await show.advance(.seconds(3))
        #expect(first.story == ["attempt a#1@a", "shutdown", "unknown a#1@a"])
        show.transport.end()
        await show.advance(.seconds(1))
        show.transport.end()
        await show.driver.waitUntilIdle()
        #expect(second.story.last == "end")
        #expect(first.story.count == 3)
        await #expect(throws: CommandError.hasEnded(run)) {
            try await show.driver.stop(run, grace: .seconds(3))
        }
    }

    @Test func whoWaitsWhenNothingIsPlayedDoesNotWait() async {
        let show = LiveShow()
        await show.driver.waitUntilIdle()
        await show.driver.shutDown(grace: .seconds(1))
        await show.driver.waitUntilIdle()
    }

    @Test func everybodyWhoWaitsIsTold() async throws {
        let show = LiveShow()
        try await show.play(timeline(Self.script), into: MemoryStore())
        try await show.transport.sent.reach(1)
        let conductor = show.driver
        let waiting = (0..<10).map { _ in Task { await conductor.waitUntilIdle() } }
        await show.settle()
        await conductor.shutDown(grace: .zero)
        await show.settle()
        for task in waiting { await task.value }
    }

    // MARK: As a service

    /// Runs a show as a service until something ends it.
    private func serve(
        _ show: LiveShow, _ script: String = script, beside others: [any Service] = []
    ) throws -> (ServiceGroup, Task<Void, any Error>) {
        let run = try PreparedRun.inMemory(timeline(script))
        let show = ShowService(show.driver, runs: [run], grace: .zero)
        let services =
            others.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) } + [
                .init(service: show, successTerminationBehavior: .gracefullyShutdownGroup)
            ]
        let group = ServiceGroup(configuration: .init(services: services, logger: .silent))
        return (group, Task { try await group.run() })
    }

    @Test func aServiceEndsWithItsShow() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        let (_, running) = try serve(show, "- {id: a, at: 0, text: one}")
        try await running.value
        #expect(show.observer.words == ["sent a", "ended"])
        // Nothing is begun that the process would not live to see.
        let end = await show.driver.send(
            try DirectMessage(roomID: "r", sender: Sender(id: "s"), category: .chat, text: "hi"))
        #expect(end.kind == .notSent)
        #expect(show.transport.attempts.count == 1)
    }

    @Test func aServiceStopsWhenItIsToldTo() async throws {
        let show = LiveShow()
        let (group, running) = try serve(show)
        try await show.transport.sent.reach(1)
        await group.triggerGracefulShutdown()
        try await show.observer.count.reach(1)
        await show.settle()
        try await running.value
        #expect(show.observer.words == ["shutdown", "unknown a", "stopped"])
    }

    @Test func aServiceThatIsShutDownBeforeItBeganEnds() async throws {
        let show = LiveShow()
        let (group, running) = try serve(show, "- {id: a, at: 1h, text: one}")
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(show.observer.words == ["shutdown", "stopped"])
        #expect(show.transport.texts == [])
    }

    private struct Failing: Service {
        struct Failure: Error {}
        let begin: Counter

        func run() async throws {
            try await begin.reach(1)
            throw Failure()
        }
    }

    @Test func aShowWhoseNeighbourFailsIsStoppedInOrder() async throws {
        let show = LiveShow()
        let (_, running) = try serve(show, beside: [Failing(begin: show.transport.sent)])
        try await show.observer.count.reach(1)
        await show.settle()
        await #expect(throws: Failing.Failure.self) { try await running.value }
        #expect(show.observer.words == ["shutdown", "unknown a", "stopped"])
    }
}
