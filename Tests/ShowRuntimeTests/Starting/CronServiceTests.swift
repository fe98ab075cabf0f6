import Glibc
import RunLog
import Scheduling
import ShowTime
import Synchronization
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// Shows that start again and again, in virtual time.
struct CronServiceTests {
    private let folder = TemporaryFolder()

    private func starter(isNew: Bool = false) -> RunStarter {
        RunStarter(
            directory: LogDirectory(folder.path("runs"), mode: .live), mode: .live, appID: 7, host: "h",
            start: .asWritten, isNew: isNew)
    }

    private func cronTimeline(_ messages: String = "- {id: a, at: 1s, text: one}") throws -> Timeline {
        try timeline(messages, more: "start: {cron: \"*/10 * * * *\"}")
    }

    /// Lets the service live for a while: its pauses are what moves the clock.
    ///
    /// - Returns: what was begun and what was not.
    private func live(
        _ show: LiveShow, _ firings: FiringQueue, for time: Interval,
        meanwhile: @escaping @Sendable (CronService?, Instant) async -> Void = { _, _ in }
    ) async -> [String] {
        let end = show.time.now.wall + time
        let events = Mutex<[String]>([])
        let itself = Mutex<CronService?>(nil)
        let service = CronService(
            firings, starter: starter(), driver: show.driver, time: show.time,
            pause: { interval in
                await meanwhile(itself.withLock { $0 }, show.time.now.wall)
                await show.advance(interval)
                if show.time.now.wall >= end { throw CancellationError() }
            }
        ) { event in
            switch event {
            case .began(let run): events.withLock { $0.append("\(run.id)") }
            case .failed(let reason): events.withLock { $0.append(reason) }
            }
        }
        itself.withLock { $0 = service }
        await service.run()
        // Its pause knows it.
        itself.withLock { $0 = nil }
        return events.withLock { $0 }
    }

    private func firings(_ timeline: Timeline, at now: Instant) -> FiringQueue {
        var firings = FiringQueue()
        firings.add(timeline, sha256: "abc", after: nil, at: now)
        return firings
    }

    @Test func everyFiringIsARunOfItsOwn() async throws {
        let show = LiveShow(FakeTransport { _ in AttemptEnd(.accepted, code: 0) })
        let begun = await live(show, firings(try cronTimeline(), at: showStart), for: .seconds(1300))
        #expect(begun == ["show@20261120T120000Z", "show@20261120T121000Z", "show@20261120T122000Z"])
        #expect(show.transport.texts == ["one", "one", "one"])
        #expect(show.transport.attempts.map(\.due) == [1, 601, 1201].map { showStart + .seconds($0) })
        await show.driver.waitUntilIdle()
        #expect(folder.names(in: "runs") == begun.map { "\($0).jsonl" })
        #expect(await show.driver.status.upcoming.map(\.start) == [showStart + .seconds(1800)])
    }

    @Test func anotherVersionIsPlayedFromTheNextOneOn() async throws {
        let show = LiveShow(FakeTransport { _ in AttemptEnd(.accepted, code: 0) })
        folder.write(
            """
            timeline: show
            start: {cron: "*/10 * * * *"}
            sender: {id: host}
            messages: [{id: a, rooms: [a], at: 1s, text: two}]
            """, to: "show.yaml")
        let path = folder.path("show.yaml")
        _ = await live(show, firings(try cronTimeline(), at: showStart), for: .seconds(700)) { service, now in
            guard now > showStart + .seconds(100), now < showStart + .seconds(104) else { return }
            let files = TimelineFiles.load([path], options: LoadingOptions(assumedStart: now))
            await service?.replace(with: files, overrides: [])
        }
        #expect(show.transport.texts == ["one", "two"])
    }

    @Test func whatCannotBeginIsTriedAgainAndSaidOnce() async throws {
        let show = LiveShow(FakeTransport { _ in AttemptEnd(.accepted, code: 0) })
        // A file where the folder for logs should be.
        folder.write("", to: "runs")
        let place = folder.path("runs")
        let begun = await live(show, firings(try cronTimeline(), at: showStart), for: .seconds(40)) { _, now in
            if now > showStart + .seconds(10), now < showStart + .seconds(13) { _ = unlink(place) }
        }
        #expect(begun.count == 2)
        #expect(begun.last == "show@20261120T120000Z")
        #expect(show.transport.texts == ["one"])
    }

    @Test func ofTwoThatCannotBeginEachIsSaidOnce() async throws {
        let show = LiveShow(FakeTransport { _ in AttemptEnd(.accepted, code: 0) })
        folder.makeFolder("runs")
        for name in ["show", "other"] { folder.makeFolder("runs/\(name)@20261120T120000Z.jsonl") }
        var both = firings(try cronTimeline(), at: showStart)
        let other = try timeline("- {id: b, at: 1s, text: two}", name: "other", more: "start: {cron: \"*/10 * * * *\"}")
        both.add(other, sha256: "abc", after: nil, at: showStart)
        let said = await live(show, both, for: .seconds(30))
        #expect(said.count == 2)
        #expect(Set(said).count == 2)
    }

    @Test func whatIsInTheWayOfTheNextFiringIsSaidAgain() async throws {
        let show = LiveShow(FakeTransport { _ in AttemptEnd(.accepted, code: 0) })
        folder.write("", to: "runs")
        let said = await live(show, firings(try cronTimeline(), at: showStart), for: .seconds(700))
        #expect(said.count == 2)
        #expect(Set(said).count == 1)
    }

    @Test func aShowHasTheVersionThatWasReadLast() throws {
        var firings = firings(try cronTimeline(), at: showStart)
        #expect(firings.version(of: "show")?.files == "abc")
        firings.replace(with: [(try cronTimeline("- {id: a, at: 2s, text: new}"), "def")], at: showStart)
        #expect(firings.version(of: "show")?.files == "def")
        #expect(firings.version(of: "nobody") == nil)
    }

    @Test func firingsThatWereBegunAreFoundByTheirLogs() throws {
        let show = try cronTimeline()
        func log(_ start: Instant, mode: String = "live", isEnded: Bool = false) {
            folder.makeFolder("runs")
            var text = LogLines.header(start: start, mode: mode)
            if isEnded {
                text +=
                    "{\"event\":\"end\",\"time\":\"\(start.rfc3339)\",\"run\":\"show@\(start.compact)\",\"planned\":0,\"sent\":0}\n"
            }
            folder.write(text, to: "runs/show@\(start.compact).jsonl")
        }
        log(showStart)
        log(showStart + .seconds(600), isEnded: true)
        log(showStart + .seconds(1200), mode: "simulate")
        // Started by hand.
        log(showStart + .seconds(1234))
        log(showStart + .seconds(1800))
        #expect(try starter().unfinishedFirings(of: show) == [showStart, showStart + .seconds(1800)])
        #expect(try starter(isNew: true).unfinishedFirings(of: show).isEmpty)
    }
}
