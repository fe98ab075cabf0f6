import Glibc
import Scheduling
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
        let service = ReloadService(show.driver) {
            return TimelineFiles.load([path], options: LoadingOptions(assumedStart: showStart))
        } report: { files in
            reports.withLock { $0.append(files) }
            reported.add()
        }
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
        let service = ReloadService(LiveShow().driver) {
            // The first load is in the middle of its work when the second signal comes.
            if loads.add() == 1 { hangUp.yield() } else { hangUp.finish() }
            return TimelineFiles.load([path], options: LoadingOptions(assumedStart: showStart))
        } report: { _ in
        }
        hangUp.yield()
        try await service.reload(at: signals)
        #expect(loads.count == 2)
    }
}
