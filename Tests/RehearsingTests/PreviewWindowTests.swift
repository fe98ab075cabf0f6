import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Rehearsing

struct PreviewWindowTests {
    private func rows(
        _ runs: WindowRuns, rate: Double? = 100
    ) -> (rows: [PreviewRow], summary: PreviewSummary) {
        var rows: [PreviewRow] = []
        let summary = Preview.play(runs.shows, rate: rate, roomRate: nil, window: .instants(runs.window)) { row in
            rows.append(row)
            return true
        }
        return (rows, summary)
    }

    private func instant(_ text: String) throws -> Instant {
        guard case .instant(let instant) = try WrittenTime(text) else { throw TimeSyntaxError("no offset") }
        return instant
    }

    @Test func offsetsLimitByShowTimeBothEndsIncluded() throws {
        let script = try timeline("- {id: r, every: 1s, from: -5s, times: 11, text: \"{{ offset }}\"}")
        var shown: [String] = []
        let summary = Preview.play(
            [(script, showStart)], rate: 100, roomRate: nil, window: .offsets(.seconds(-2)...Interval.seconds(1))
        ) { row in
            shown.append(row.content)
            return true
        }
        #expect(shown == ["-2", "-1", "0", "1"])
        #expect(summary.deliveries == 4)
        #expect(summary.first == showStart - .seconds(2))
    }

    @Test func anOffsetThatAWindowEndsWithIsAsFarAsAnEndlessMessageGoes() throws {
        let script = try timeline("- {id: r, every: 1s, text: x}")
        let summary = Preview.play(
            [(script, showStart)], rate: nil, roomRate: nil, window: .offsets(.seconds(1990)...Interval.seconds(2000))
        ) { _ in true }
        #expect(summary.deliveries == 11)
        #expect(summary.cut == [])
    }

    @Test func everyFiringWhoseDeliveriesFallIntoTheWindowIsARun() throws {
        // 2026-11-20 is a Friday. The window begins behind the doors of the first and ends before the start of the last.
        let script = try timeline(
            "- {id: doors, at: -10m, text: d}\n- {id: hi, at: 0, text: h}",
            more: "start: {cron: \"0 20 * * FRI\"}\ntimezone: Europe/Berlin")
        var runs = WindowRuns()
        let range = try instant("2026-11-20T19:55:00+01:00")...instant("2026-12-04T19:55:00+01:00")
        runs.add(script, within: range, start: nil)
        #expect(
            runs.shows.map { script.zone.text(of: $0.start) }.map { $0.prefix(16) } == [
                "2026-11-20 20:00", "2026-11-27 20:00", "2026-12-04 20:00",
            ])
        let (shown, summary) = rows(runs)
        #expect(shown.map(\.messageID) == ["hi", "doors", "hi", "doors"])
        #expect(Set(shown.map(\.run)).count == 3)
        #expect(summary.deliveries == 4)
        #expect(summary.longest == 1)
    }

    @Test func runsThatPlayAtOnceShareTheQuota() throws {
        let script = try timeline(
            "- {id: hi, at: 0, text: h}", more: "start: {cron: \"0 20 * * *\"}", rooms: "[a, b, c]")
        let other = try timeline(
            "- {id: hi, at: 8h, text: h}", name: "other", more: "start: {cron: \"0 12 * * *\"}", rooms: "[d, e, f]")
        var runs = WindowRuns()
        let range = try instant("2026-11-20T00:00:00Z")...instant("2026-11-20T23:00:00Z")
        for timeline in [script, other] { runs.add(timeline, within: range, start: nil) }
        let (shown, summary) = rows(runs, rate: 1)
        #expect(shown.count == 6)
        #expect(summary.peak?.count == 6)
        #expect(summary.worstLate > .seconds(5))
        #expect(shown.last?.delay == .account)
    }

    @Test func aStartThatIsGivenIsARunWhereItPlaysInTheWindow() throws {
        let script = try timeline("- {id: hi, at: 1h, text: h}")
        var runs = WindowRuns()
        runs.add(script, within: showStart...showStart + .hours(2), start: showStart)
        #expect(runs.shows.count == 1)
        var before = WindowRuns()
        before.add(script, within: showStart...showStart + .minutes(59), start: showStart)
        before.add(script, within: showStart + .hours(2)...showStart + .hours(3), start: showStart)
        #expect(before.shows.isEmpty)
        before.add(script, within: showStart...showStart, start: nil)
        #expect(before.startless == ["show"])
    }

    @Test func anEndlessMessageIsShownWhereverTheWindowLies() throws {
        let script = try timeline("- {id: r, every: 1h, text: \"{{ occurrence }}\"}")
        var runs = WindowRuns()
        runs.add(script, within: showStart + .days(30)...showStart + .days(30) + .hours(2), start: showStart)
        let (shown, summary) = rows(runs)
        #expect(shown.map(\.content) == ["721", "722", "723"])
        #expect(summary.cut == [])
    }

    @Test func ofAShowThatStartsEveryMinuteSoManyRunsAreShownAndItIsSaidUntilWhen() throws {
        let script = try timeline("- {id: hi, at: 0, text: h}", more: "start: {cron: \"* * * * *\"}")
        var runs = WindowRuns()
        let from = try instant("2026-11-20T00:00:00Z")
        runs.add(script, within: from...from + .days(365), start: nil)
        #expect(runs.shows.count == WindowRuns.mostRuns)
        let until = try #require(runs.cut.first?.until)
        #expect(until < from + .minutes(Int64(WindowRuns.mostRuns)))
        let (shown, _) = rows(runs)
        #expect(shown.count == WindowRuns.mostRuns)
    }

    @Test func whoWaitsForItsRoomIsToldApartFromWhoWaitsForTheAccount() throws {
        let messages = (0..<5).map { "- {id: m\($0), at: 0, text: t}" }.joined(separator: "\n")
        func delays(rate: Double?, roomRate: Double?, rooms: String) throws -> [PreviewRow.Delay?] {
            var delays: [PreviewRow.Delay?] = []
            let script = try timeline(messages, rooms: rooms)
            _ = Preview.play([(script, showStart)], rate: rate, roomRate: roomRate) { row in
                delays.append(row.delay)
                return true
            }
            return delays
        }
        #expect(try delays(rate: 100, roomRate: 1, rooms: "[a]") == [nil, .room, .room, .room, .room])
        #expect(try delays(rate: 1, roomRate: 20, rooms: "[a]") == [nil, .account, .account, .account, .account])
        #expect(try delays(rate: nil, roomRate: nil, rooms: "[a, b]").allSatisfy { $0 == nil })
    }

    @Test func theForecastNamesWhatIsNoticeablyLate() throws {
        let rooms = (0..<400).map { "r\($0)" }.joined(separator: ", ")
        let script = try timeline(
            "- {id: hi, at: -1m, rooms: [r1], text: h}\n- {id: offer, at: 0, text: o, max_late: 1m}",
            rooms: "[\(rooms)]")
        let summary = Preview.play([(script, showStart)], rate: 100, roomRate: 20) { _ in true }
        let forecast = try #require(summary.forecasts.first)
        #expect(summary.forecasts.count == 1)
        #expect(forecast.messageID == "offer")
        #expect(forecast.rooms == 400)
        #expect(forecast.missed == 0)
        #expect(forecast.worstLate == summary.worstLate)
        #expect(forecast.worstLate > .seconds(4) && forecast.worstLate < .milliseconds(4200))
        #expect(forecast.delay == .account)
    }
}
