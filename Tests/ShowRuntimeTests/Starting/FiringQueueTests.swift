import ShowTime
import Testing
import Timelines

@testable import Showcaller

struct CronRotaTests {
    /// Every full hour; showStart is noon UTC.
    private func show(_ messages: String = "- {at: 0, text: x}", cron: String = "0 * * * *", name: String = "show")
        throws -> Timeline
    {
        try timeline(messages, name: name, more: "start: {cron: \"\(cron)\"}")
    }

    private func rota(_ timeline: Timeline, after started: Instant? = nil, at now: Instant) -> CronRota {
        var rota = CronRota()
        rota.add(timeline, sha256: "abc", after: started, at: now)
        return rota
    }

    private let minute = Interval.seconds(60)

    @Test func theNextFiringIsLoadedShortlyBeforeIt() throws {
        var rota = rota(try show(), at: showStart + minute)
        #expect(rota.upcoming.map(\.start) == [showStart + .hours(1)])
        let wake = showStart + Interval.seconds(3595)
        #expect(rota.nextWake == wake)
        #expect(rota.due(at: wake - .milliseconds(1)).isEmpty)
        #expect(rota.due(at: wake).map(\.start) == [showStart + .hours(1)])
    }

    @Test func messagesBeforeTheStartCountIn() throws {
        let rota = rota(try show("- {at: -10m, text: x}\n- {at: 1m, text: x}"), at: showStart + minute)
        #expect(rota.nextWake == showStart + .hours(1) - .seconds(605))
    }

    @Test func aFiringStaysDueUntilItIsBegun() throws {
        var rota = rota(try show(), at: showStart + minute)
        let firing = try #require(rota.due(at: showStart + .hours(1)).first)
        #expect(rota.due(at: showStart + .hours(1)).map(\.start) == [firing.start])
        rota.begin(firing)
        #expect(rota.due(at: showStart + .hours(1)).isEmpty)
        #expect(rota.upcoming.map(\.start) == [showStart + .hours(2)])
    }

    /// Until its start and the max_late of the defaults, which is 30 seconds.
    @Test(arguments: [(0, true), (30, true), (31, false)])
    func aFiringIsJoinedForAWhile(seconds: Int, isJoined: Bool) throws {
        var rota = rota(try show(), at: showStart + .seconds(Int64(seconds)))
        #expect(rota.due(at: showStart + .seconds(Int64(seconds))).map(\.start) == (isJoined ? [showStart] : []))
    }

    @Test func whatIsPlayedAlreadyIsNotJoinedAgain() throws {
        let rota = rota(try show(), after: showStart, at: showStart + .seconds(1))
        #expect(rota.upcoming.map(\.start) == [showStart + .hours(1)])
    }

    /// The host slept for a day.
    @Test func whatNobodyCanJoinIsPassedOver() throws {
        var rota = rota(try show(), at: showStart + minute)
        let later = showStart + .hours(24) + .seconds(10)
        #expect(rota.due(at: later).map(\.start) == [showStart + .hours(24)])
        #expect(rota.due(at: later + .hours(1) - minute).isEmpty)
        #expect(rota.upcoming.map(\.start) == [showStart + .hours(25)])
    }

    @Test func severalShowsHaveTimesOfTheirOwn() throws {
        var rota = rota(try show(), at: showStart + minute)
        rota.add(try show(cron: "*/20 * * * *", name: "often"), sha256: "d", after: nil, at: showStart + minute)
        let now = showStart + Interval.seconds(1200)
        #expect(rota.due(at: now).map(\.timeline.name) == ["often"])
        #expect(rota.upcoming.map(\.start) == [showStart + .hours(1), now])
    }

    @Test func anotherVersionOfTheScriptIsPlayedFromThenOn() throws {
        var rota = rota(try show(), at: showStart + minute)
        rota.replace(with: [(try show("- {at: 5s, text: other}"), "new")], at: showStart + minute)
        #expect(rota.upcoming.map(\.start) == [showStart + .hours(1)])
        #expect(rota.due(at: showStart + .hours(1)).map(\.sha256) == ["new"])
        rota.replace(with: [(try show(cron: "30 * * * *"), "new")], at: showStart + minute)
        #expect(rota.upcoming.map(\.start) == [showStart + Interval.seconds(1800)])
        rota.replace(
            with: [(try timeline("- {at: 0, text: x}", more: "start: 2026-11-20T12:00:00Z"), "new")], at: showStart)
        #expect(rota.upcoming.isEmpty)
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
        var rota = rota(timeline, at: now)
        var starts: [String] = []
        for _ in 0..<2 {
            guard let start = rota.upcoming.first?.start, let firing = rota.due(at: start).first else { break }
            starts.append(firing.start.rfc3339)
            rota.begin(firing)
        }
        #expect(starts == [first, second])
    }
}
