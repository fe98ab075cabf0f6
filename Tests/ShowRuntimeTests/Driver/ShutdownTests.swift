import Scheduling
import ServiceLifecycle
import ShowTime
import Testing
import Timelines

@testable import Showcaller

@Suite(.timeLimit(.minutes(10))) struct ShutdownTests {
    private static let accepted = AttemptEnd(.accepted, code: 0)
    private static let script = "- {id: a, at: 0, text: one}\n- {id: b, at: 1s, text: two}"

    @Test func whatIsOnItsWayMayEndAndNothingNewLeaves() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        try await rehearsal.play(timeline(Self.script), into: store)
        try await rehearsal.transport.sent.reach(1)
        await rehearsal.conductor.shutDown(grace: .seconds(10))
        await rehearsal.advance(.seconds(5))
        #expect(rehearsal.transport.texts == ["one"])
        rehearsal.transport.end()
        await rehearsal.conductor.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "shutdown", "sent a#1@a"])
        #expect(rehearsal.observer.words == ["shutdown", "sent a", "stopped"])
    }

    @Test func whatOutlivesTheGraceIsUnknown() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        try await rehearsal.play(timeline(Self.script), into: store)
        try await rehearsal.transport.sent.reach(1)
        await rehearsal.conductor.shutDown(grace: .seconds(10))
        await rehearsal.advance(.milliseconds(9999))
        #expect(store.story == ["attempt a#1@a", "shutdown"])
        await rehearsal.advance(.milliseconds(1))
        await rehearsal.conductor.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "shutdown", "unknown a#1@a"])
        // What it says after all comes too late to be heard.
        rehearsal.transport.end()
        await rehearsal.advance(.seconds(10))
        #expect(store.story.count == 3)
    }

    @Test func withoutAnyGraceItIsOverAtOnce() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        try await rehearsal.play(timeline(Self.script), into: store)
        try await rehearsal.transport.sent.reach(1)
        await rehearsal.conductor.shutDown(grace: .zero)
        await rehearsal.settle()
        await rehearsal.conductor.waitUntilIdle()
        #expect(store.story == ["attempt a#1@a", "shutdown", "unknown a#1@a"])
    }

    @Test func aSecondShutdownChangesNothing() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        try await rehearsal.play(timeline(Self.script), into: store)
        try await rehearsal.transport.sent.reach(1)
        await rehearsal.conductor.shutDown(grace: .seconds(10))
        await rehearsal.advance(.seconds(1))
        await rehearsal.conductor.shutDown(grace: .zero)
        await rehearsal.advance(.seconds(5))
        #expect(store.story == ["attempt a#1@a", "shutdown"])
    }

    @Test func aRunThatComesAfterAShutdownIsStoppedAtOnce() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        await rehearsal.conductor.shutDown(grace: .seconds(10))
        try await rehearsal.play(timeline(Self.script), into: store)
        await rehearsal.conductor.waitUntilIdle()
        await rehearsal.advance(.seconds(60))
        #expect(rehearsal.transport.texts == [])
        #expect(store.story == ["shutdown"])
        #expect(rehearsal.observer.words == ["shutdown", "stopped"])
    }

    @Test func oneRunIsStoppedAndTheOthersGoOn() async throws {
        let first = MemoryStore()
        let second = MemoryStore()
        let rehearsal = Rehearsal()
        let run = try await rehearsal.play(timeline(Self.script, name: "first"), into: first)
        try await rehearsal.play(timeline(Self.script, name: "second"), into: second)
        try await rehearsal.transport.sent.reach(2)
        try await rehearsal.conductor.stop(run, grace: .seconds(3))
        await rehearsal.advance(.seconds(3))
        #expect(first.story == ["attempt a#1@a", "shutdown", "unknown a#1@a"])
        rehearsal.transport.end()
        await rehearsal.advance(.seconds(1))
        rehearsal.transport.end()
        await rehearsal.conductor.waitUntilIdle()
        #expect(second.story.last == "end")
        #expect(first.story.count == 3)
        await #expect(throws: CommandError.hasEnded(run)) {
            try await rehearsal.conductor.stop(run, grace: .seconds(3))
        }
    }

    @Test func whoWaitsWhenNothingIsPlayedDoesNotWait() async {
        let rehearsal = Rehearsal()
        await rehearsal.conductor.waitUntilIdle()
        await rehearsal.conductor.shutDown(grace: .seconds(1))
        await rehearsal.conductor.waitUntilIdle()
    }

    @Test func everybodyWhoWaitsIsTold() async throws {
        let rehearsal = Rehearsal()
        try await rehearsal.play(timeline(Self.script), into: MemoryStore())
        try await rehearsal.transport.sent.reach(1)
        let conductor = rehearsal.conductor
        let waiting = (0..<10).map { _ in Task { await conductor.waitUntilIdle() } }
        await rehearsal.settle()
        await conductor.shutDown(grace: .zero)
        await rehearsal.settle()
        for task in waiting { await task.value }
    }

    // MARK: As a service

    /// Runs a show as a service until something ends it.
    private func serve(
        _ rehearsal: Rehearsal, _ script: String = script, beside others: [any Service] = []
    ) throws -> (ServiceGroup, Task<Void, any Error>) {
        let run = try PreparedRun.inMemory(timeline(script))
        let show = ShowService(rehearsal.conductor, runs: [run], grace: .zero)
        let services =
            others.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) } + [
                .init(service: show, successTerminationBehavior: .gracefullyShutdownGroup)
            ]
        let group = ServiceGroup(configuration: .init(services: services, logger: .silent))
        return (group, Task { try await group.run() })
    }

    @Test func aServiceEndsWithItsShow() async throws {
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        let (_, running) = try serve(rehearsal, "- {id: a, at: 0, text: one}")
        try await running.value
        #expect(rehearsal.observer.words == ["sent a", "ended"])
        // Nothing is begun that the process would not live to see.
        let end = await rehearsal.conductor.tell(
            roomID: "r", sender: Sender(id: "s"), category: .chat, content: "hi")
        #expect(end.kind == .notSent)
        #expect(rehearsal.transport.attempts.count == 1)
    }

    @Test func aServiceStopsWhenItIsToldTo() async throws {
        let rehearsal = Rehearsal()
        let (group, running) = try serve(rehearsal)
        try await rehearsal.transport.sent.reach(1)
        await group.triggerGracefulShutdown()
        try await rehearsal.observer.count.reach(1)
        await rehearsal.settle()
        try await running.value
        #expect(rehearsal.observer.words == ["shutdown", "unknown a", "stopped"])
    }

    @Test func aServiceThatIsShutDownBeforeItBeganEnds() async throws {
        let rehearsal = Rehearsal()
        let (group, running) = try serve(rehearsal, "- {id: a, at: 1h, text: one}")
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(rehearsal.observer.words == ["shutdown", "stopped"])
        #expect(rehearsal.transport.texts == [])
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
        let rehearsal = Rehearsal()
        let (_, running) = try serve(rehearsal, beside: [Failing(begin: rehearsal.transport.sent)])
        try await rehearsal.observer.count.reach(1)
        await rehearsal.settle()
        await #expect(throws: Failing.Failure.self) { try await running.value }
        #expect(rehearsal.observer.words == ["shutdown", "unknown a", "stopped"])
    }
}
