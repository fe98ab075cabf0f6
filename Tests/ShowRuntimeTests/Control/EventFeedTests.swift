import ControlAPI
import NIOCore
import Scheduling
import ShowTime
import Synchronization
import TestSupport
import Testing

@testable import ShowRuntime

/// Those who read events: nobody waits for them, and none of them for another.
@Suite(.timeLimit(.minutes(10))) struct EventFeedTests {
    private final class Looks: Sendable {
        let count = Mutex(0)

        /// Something else each time.
        func look() -> (StatusAnswer, [Record], Int) {
            let number = count.withLock { count in
                count += 1
                return count
            }
            var status = StatusAnswer(now: showStart + .milliseconds(Int64(number)))
            status.quota.perSecond = number
            return (status, [], 0)
        }
    }

    private struct Stopped: TimeSource { var now: Moment { .showStart } }

    private func feed(_ looks: Looks) -> EventFeed {
        EventFeed(time: Stopped()) { _ in looks.look() }
    }

    @Test func aReaderIsGivenAStateAndThenWhatChanges() async throws {
        let looks = Looks()
        let feed = feed(looks)
        let (events, leave) = try #require(await feed.join(after: nil, drop: {}))
        var iterator = events.makeAsyncIterator()
        let state = try #require(await iterator.next())
        #expect(String(buffer: state).hasPrefix("event: state\nid: "))
        await feed.tick()
        #expect(String(buffer: try #require(await iterator.next())).hasPrefix("event: change\nid: "))
        await leave()
        #expect(await feed.readerCount == 0)
        while await iterator.next() != nil {}
    }

    @Test func nobodyLooksAtTheShowWithoutReaders() async throws {
        let looks = Looks()
        let feed = feed(looks)
        #expect(looks.count.withLock { $0 } == 0)
        let (_, leave) = try #require(await feed.join(after: nil, drop: {}))
        await leave()
        #expect(looks.count.withLock { $0 } >= 1)
    }

    @Test func aReaderThatDoesNotKeepUpIsDropped() async throws {
        let feed = feed(Looks())
        let dropped = Counter()
        let (slow, _) = try #require(await feed.join(after: nil, drop: { dropped.add() }))
        let (fast, _) = try #require(await feed.join(after: nil, drop: { Issue.record("the fast one was dropped") }))
        var iterator = fast.makeAsyncIterator()
        _ = await iterator.next()
        while dropped.count == 0 {
            await feed.tick()
            _ = await iterator.next()
        }
        #expect(await feed.readerCount == 1)
        var count = 0
        for await _ in slow { count += 1 }
        #expect(count == 64)
        await feed.end()
    }

    @Test func thereAreNoMoreReadersThanAreProvidedFor() async throws {
        let feed = feed(Looks())
        for _ in 0..<EventFeed.mostReaders { #expect(await feed.join(after: nil, drop: {}) != nil) }
        #expect(await feed.join(after: nil, drop: {}) == nil)
        await feed.end()
        #expect(await feed.readerCount == 0)
        #expect(await feed.join(after: nil, drop: {}) == nil)
    }

    @Test func twoThatComeTogetherCauseOneLook() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let asked = Mutex<[Int]>([])
        let began = Counter()
        let feed = EventFeed(time: Stopped()) { after in
            asked.withLock { $0.append(after) }
            began.add()
            for await _ in gate { break }
            return (StatusAnswer(now: showStart), [], 5)
        }
        async let first = feed.join(after: nil, drop: {})
        async let second = feed.join(after: nil, drop: {})
        try await began.reach(1)
        // Time for the other one to come: it finds a look under way.
        for _ in 0..<1000 { #expect(await feed.readerCount == 0) }
        open.yield()
        open.finish()
        #expect(await first != nil)
        #expect(await second != nil)
        // Whatever is looked at later, nobody looks from one place twice.
        #expect(asked.withLock { $0.count { $0 == 0 } } == 1)
        await feed.end()
    }
}
