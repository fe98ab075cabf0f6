import ControlAPI
import Dispatch
import Glibc
import HostSystem
import Scheduling
import ServiceLifecycle
import ShowTime
import Synchronization
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// What comes of a SIGHUP. The signal itself is the whole process's, and left to tests of whole processes.
@Suite(.timeLimit(.minutes(10))) struct ReloadServiceTests {
    private static let accepted = AttemptEnd(.accepted, code: 0)
    private let folder = TemporaryFolder()

    private func script(_ messages: String, name: String = "show") -> String {
        "timeline: \(name)\nsender: {id: s}\ndefaults: {rooms: [a]}\nmessages:\n\(messages)\n"
    }

    /// Plays a script from a file and reloads it at each signal, as long as the body takes.
    private func playing(
        _ messages: String,
        _ body: (LiveShow, MemoryStore, _ hangUp: () async throws -> TimelineFiles) async throws -> Void
    ) async throws {
        let path = folder.write(script(messages), to: "show.yaml")
        let options = LoadingOptions(assumedStart: showStart)
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        let store = MemoryStore()
        let timeline = try #require(TimelineFiles.load([path], options: options).timelines.first)
        try await show.play(timeline, into: store)
        let reports = Mutex<[TimelineFiles]>([])
        let reported = Counter()
        let reloader = Reloader(show.driver) {
            return TimelineFiles.load([path], options: LoadingOptions(assumedStart: showStart))
        } report: { report in
            reports.withLock { $0.append(report.files) }
            reported.add()
        }
        let service = ReloadService(reloader)
        let (signals, hangUp) = AsyncStream.makeStream(of: Void.self)
        let running = Task { try await service.reload(at: signals) }
        try await body(show, store) {
            let count = reported.count
            hangUp.yield()
            try await reported.reach(count + 1)
            return reports.withLock { $0[count] }
        }
        hangUp.finish()
        try await running.value
    }

    @Test func anotherScriptIsPlayedFromNowOn() async throws {
        try await playing("- {id: a, at: 0, text: one}\n- {id: b, at: 60s, text: two}") {
            show, store, hangUp async throws in
            await show.settle()
            folder.write(
                script("- {id: a, at: 0, text: changed}\n- {id: c, at: 30s, text: three}"), to: "show.yaml")
            #expect(try await hangUp().areValid)
            try await show.until { _ in store.story.contains("reload") }
            await show.advance(.seconds(120))
            #expect(show.transport.texts == ["one", "three"])
            #expect(store.story == ["attempt a#1@a", "sent a#1@a", "reload", "attempt c#1@a", "sent c#1@a", "end"])
        }
    }

    @Test func aBrokenScriptIsRefusedAndTheOldOnePlaysOn() async throws {
        try await playing("- {id: a, at: 60s, text: one}") { show, store, hangUp async throws in
            folder.write(script("- {id: a, at: 5, text: one}"), to: "show.yaml")
            let files = try await hangUp()
            #expect(!files.areValid)
            #expect(!files.diagnostics.isEmpty)
            try await show.until { _ in store.story.contains("reload") }
            let record = try #require(store.lines.first { $0.contains("\"reload\"") })
            #expect(record.contains("\"refused\":\"\(folder.path("show.yaml")):5:"))
            await show.advance(.seconds(120))
            #expect(show.transport.texts == ["one"])
        }
    }

    @Test func aScriptThatIsGoneIsRefused() async throws {
        try await playing("- {id: a, at: 60s, text: one}") { show, store, hangUp async throws in
            unlink(folder.path("show.yaml"))
            #expect(try await hangUp().failures.count == 1)
            await show.advance(.seconds(120))
            #expect(show.transport.texts == ["one"])
        }
    }

    @Test func aScriptOfAnotherNameChangesNothing() async throws {
        try await playing("- {id: a, at: 60s, text: one}") { show, store, hangUp async throws in
            folder.write(script("- {id: a, at: 60s, text: other}", name: "other"), to: "show.yaml")
            #expect(try await hangUp().areValid)
            await show.advance(.seconds(120))
            #expect(show.transport.texts == ["one"])
            #expect(!store.story.contains("reload"))
        }
    }

    @Test func aSignalThatComesWhileItLoadsIsNotLost() async throws {
        let (signals, hangUp) = AsyncStream.makeStream(of: Void.self)
        let path = folder.write(script("- {id: a, at: 60s, text: one}"), to: "show.yaml")
        let loads = Counter()
        let reloader = Reloader(LiveShow().driver) {
            // The first load is in the middle of its work when the second signal comes.
            if loads.add() == 1 { hangUp.yield() } else { hangUp.finish() }
            return TimelineFiles.load([path], options: LoadingOptions(assumedStart: showStart))
        } report: { _ in
        }
        hangUp.yield()
        try await ReloadService(reloader).reload(at: signals)
        #expect(loads.count == 2)
    }

    /// A version that takes long to be read is not played after a newer one: nothing is read while it is.
    @Test func oneReadComesAfterTheOther() async throws {
        let reads = Mutex((now: 0, most: 0))
        let other = DispatchSemaphore(value: 0)
        let reloader = Reloader(LiveShow().driver) {
            reads.withLock { reads in
                reads.now += 1
                reads.most = max(reads.most, reads.now)
            }
            // Another one that did not wait would be here by now.
            _ = other.wait(timeout: .now() + .milliseconds(100))
            other.signal()
            reads.withLock { $0.now -= 1 }
            return TimelineFiles()
        } report: { _ in
        }
        async let first: Void = reloader.applyAll()
        async let second: Void = reloader.applyAll()
        await #expect(throws: APIProblem.self) {
            try await reloader.apply(only: nil, sha256: nil, from: CommandOrigin())
        }
        await first
        await second
        #expect(reads.withLock { $0.most } == 1)
    }

    /// A script can take a minute to be read.
    @Test func aShowThatIsShutDownDoesNotWaitForWhatIsBeingRead() async throws {
        let goOn = DispatchSemaphore(value: 0)
        let began = Counter()
        let reports = Counter()
        let reloader = Reloader(LiveShow().driver) {
            began.add()
            goOn.wait()
            return TimelineFiles()
        } report: { _ in
            reports.add()
        }
        let service = ReloadService(reloader) { true }
        let group = ServiceGroup(configuration: .init(services: [service], logger: .silent))
        let running = Task { try await group.run() }
        try await began.reach(1)
        await group.triggerGracefulShutdown()
        try await running.value
        goOn.signal()
        #expect(reports.count == 0)
    }

    /// Neither does a call that reads, nor a signal that waits for its turn behind it.
    @Test func aShowThatIsShutDownDoesNotWaitForWhatACallReads() async throws {
        let goOn = DispatchSemaphore(value: 0)
        let began = Counter()
        var served = ServedShow(LiveShow())
        served.patience = .milliseconds(50)
        let reloader = Reloader(served.show.driver) {
            began.add()
            goOn.wait()
            return TimelineFiles()
        } report: { _ in
        }
        served.reloader = reloader
        let (call, waiting) = try await served.serve { client, _ async throws in
            let call = Task { try await client.reload(ReloadCall(applies: true)) }
            try await began.reach(1)
            let waiting = Task { await reloader.applyAll() }
            return (call, waiting)
        }
        waiting.cancel()
        await waiting.value
        #expect(began.count == 1)
        await #expect(throws: ControlClient.Unreachable.self) { try await call.value }
        goOn.signal()
    }

    @Test func aTurnThatNobodyWaitsForIsPassedOver() async {
        let turns = Turns()
        #expect(await turns.begin())
        let given = Task { await turns.begin() }
        given.cancel()
        #expect(await !given.value)
        async let next = turns.begin()
        await turns.end()
        #expect(await next)
        await turns.end()
        #expect(await turns.begin())
    }

    @Test func whatHasChangedIsSaidBeforeItIsPlayed() async throws {
        let path = folder.write(script("- {id: a, at: 60s, text: one}"), to: "show.yaml")
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        let store = MemoryStore()
        let loaded = TimelineFiles.load([path], options: LoadingOptions(assumedStart: showStart))
        try await show.play(try #require(loaded.timelines.first), into: store)
        var served = ServedShow(show)
        let others = folder.path("other.yaml")
        served.reloader = Reloader(show.driver) {
            let paths = [path] + (FileSystem.exists(others) ? [others] : [])
            return TimelineFiles.load(paths, options: LoadingOptions(assumedStart: showStart))
        } report: { _ in
        } describe: { pairs in
            pairs.map { "\($0.before.messages[0].id) → \($0.after.messages[0].id)" }.joined()
        }
        try await served.serve { client, _ async throws in
            folder.write(script("- {id: b, at: 60s, text: one}"), to: "show.yaml")
            folder.write(script("- {id: c, at: 60s, text: one}", name: "other"), to: "other.yaml")
            let found = try await client.reload(ReloadCall(applies: false)).get()
            #expect(!found.isDone && found.diff == "a → b" && found.sha256?.count == 64)
            #expect(found.message.hasSuffix("other is new: it is played from the next start of this process on"))
            #expect(!store.story.contains("reload"))
            // Somebody edits it again meanwhile.
            folder.write(script("- {id: d, at: 60s, text: one}"), to: "show.yaml")
            let stale = try await client.reload(ReloadCall(applies: true, sha256: found.sha256))
            #expect(throws: APIProblem.self) { try stale.get() }
            let again = try await client.reload(ReloadCall(applies: false), run: "show").get()
            let origin = CommandOrigin(id: "7", by: "Ann")
            let call = ReloadCall(applies: true, sha256: again.sha256)
            #expect(try await client.reload(call, from: origin).get().isDone)
            #expect(try await !client.reload(call, from: origin).get().isDone)
            #expect(
                store.lines.contains { $0.contains(#""action":"reload""#) && $0.contains(#""by":"Ann","command":"7""#) }
            )
            folder.write("timeline: show", to: "show.yaml")
            let broken = try await client.reload(ReloadCall(applies: true))
            #expect(throws: APIProblem.self) { try broken.get() }
            #expect(store.story.count { $0 == "reload" } == 2)
            // It is refused where somebody only looks, too: what would be done shall not be left to guesses.
            let looked = try await client.reload(ReloadCall(applies: false), from: CommandOrigin(by: "Bob"))
            #expect(throws: APIProblem.self) { try looked.get() }
            #expect(store.story.count { $0 == "reload" } == 3)
            #expect(store.lines.contains { $0.contains(#""refused":"#) && $0.contains(#""by":"Bob""#) })
        }
    }
}
