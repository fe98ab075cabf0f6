import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

struct FiringQueueTests {
    /// Every full hour; showStart is noon UTC.
    private func show(_ messages: String = "- {at: 0, text: x}", cron: String = "0 * * * *", name: String = "show")
        throws -> Timeline
    {
        try timeline(messages, name: name, more: "start: {cron: \"\(cron)\"}")
    }

    private func firings(_ timeline: Timeline, after started: Instant? = nil, at now: Instant) -> FiringQueue {
        var firings = FiringQueue()
        firings.add(timeline, sha256: "abc", after: started, at: now)
        return firings
    }

    private let minute = Interval.seconds(60)

    @Test func theNextFiringIsLoadedShortlyBeforeIt() throws {
        var firings = firings(try show(), at: showStart + minute)
        #expect(firings.upcoming.map(\.start) == [showStart + .hours(1)])
        let wake = showStart + Interval.seconds(3595)
        #expect(firings.nextWake == wake)
        #expect(firings.due(at: wake - .milliseconds(1)).isEmpty)
        #expect(firings.due(at: wake).map(\.start) == [showStart + .hours(1)])
    }

    @Test func messagesBeforeTheStartCountIn() throws {
        let firings = firings(try show("- {at: -10m, text: x}\n- {at: 1m, text: x}"), at: showStart + minute)
        #expect(firings.nextWake == showStart + .hours(1) - .seconds(605))
    }

    @Test func aFiringStaysDueUntilItIsBegun() throws {
        var firings = firings(try show(), at: showStart + minute)
        let firing = try #require(firings.due(at: showStart + .hours(1)).first)
        #expect(firings.due(at: showStart + .hours(1)).map(\.start) == [firing.start])
        firings.begin(firing)
        #expect(firings.due(at: showStart + .hours(1)).isEmpty)
        #expect(firings.upcoming.map(\.start) == [showStart + .hours(2)])
    }

    /// Until its start and the max_late of the defaults, which is 30 seconds.
    @Test(arguments: [(0, true), (30, true), (31, false)])
    func aFiringIsJoinedForAWhile(seconds: Int, isJoined: Bool) throws {
        var firings = firings(try show(), at: showStart + .seconds(Int64(seconds)))
        #expect(firings.due(at: showStart + .seconds(Int64(seconds))).map(\.start) == (isJoined ? [showStart] : []))
    }

    @Test func whatIsPlayedAlreadyIsNotJoinedAgain() throws {
        let firings = firings(try show(), after: showStart, at: showStart + .seconds(1))
        #expect(firings.upcoming.map(\.start) == [showStart + .hours(1)])
    }

    /// The host slept for a day.
    @Test func whatNobodyCanJoinIsPassedOver() throws {
        var firings = firings(try show(), at: showStart + minute)
        let later = showStart + .hours(24) + .seconds(10)
        #expect(firings.due(at: later).map(\.start) == [showStart + .hours(24)])
        #expect(firings.due(at: later + .hours(1) - minute).isEmpty)
        #expect(firings.upcoming.map(\.start) == [showStart + .hours(25)])
    }

    @Test func severalShowsHaveTimesOfTheirOwn() throws {
        var firings = firings(try show(), at: showStart + minute)
        firings.add(try show(cron: "*/20 * * * *", name: "often"), sha256: "d", after: nil, at: showStart + minute)
        let now = showStart + Interval.seconds(1200)
        #expect(firings.due(at: now).map(\.timeline.name) == ["often"])
        #expect(firings.upcoming.map(\.start) == [showStart + .hours(1), now])
    }

    @Test func anotherVersionOfTheScriptIsPlayedFromThenOn() throws {
        var firings = firings(try show(), at: showStart + minute)
        firings.replace(with: [(try show("- {at: 5s, text: other}"), "new")], at: showStart + minute)
        #expect(firings.upcoming.map(\.start) == [showStart + .hours(1)])
        #expect(firings.due(at: showStart + .hours(1)).map(\.sha256) == ["new"])
        firings.replace(with: [(try show(cron: "30 * * * *"), "new")], at: showStart + minute)
        #expect(firings.upcoming.map(\.start) == [showStart + Interval.seconds(1800)])
        firings.replace(
            with: [(try timeline("- {at: 0, text: x}", more: "start: 2026-11-20T12:00:00Z"), "new")], at: showStart)
        #expect(firings.upcoming.isEmpty)
    }

    /// In Berlin, 02:30 does not exist on 29 March 2026, and exists twice on 25 October.
    @Test(arguments: [
        ("2026-03-28T12:00:00Z", "2026-03-29T01:30:00.000Z", "2026-03-30T00:30:00.000Z"),
        ("2026-10-24T12:00:00Z", "2026-10-25T00:30:00.000Z", "2026-10-26T01:30:00.000Z"),
    ])
    func clocksThatChangeNeitherSkipNorDoubleAShow(now: String, first: String, second: String) throws {
        guard case .instant(let now) = try WrittenTime(now) else { return }
        let timeline = try timeline(
            "- {at: 0, text: x}", more: "timezone: Europe/Berlin\nstart: {cron: \"30 2 * * *\"}")
        var firings = firings(timeline, at: now)
        var starts: [String] = []
        for _ in 0..<2 {
            guard let start = firings.upcoming.first?.start, let firing = firings.due(at: start).first else { break }
            starts.append(firing.start.rfc3339)
            firings.begin(firing)
        }
        #expect(starts == [first, second])
    }
}
