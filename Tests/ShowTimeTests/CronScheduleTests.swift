import Testing

@testable import ShowTime

@Suite struct CronScheduleTests {
    private func next(_ expression: String, after text: String, in zone: String = "UTC") throws -> [String] {
        let zone = try #require(Zone(named: zone))
        guard case .instant(var time) = try WrittenTime(text) else { return [] }
        let schedule = try CronSchedule(expression)
        return (0..<3).compactMap { _ in
            guard let firing = schedule.next(after: time, in: zone) else { return nil }
            time = firing
            return firing.rfc3339
        }
    }

    @Test func everyFridayAtEight() throws {
        #expect(
            try next("0 20 * * FRI", after: "2026-11-20T12:00:00Z", in: "Asia/Shanghai")
                == ["2026-11-27T12:00:00.000Z", "2026-12-04T12:00:00.000Z", "2026-12-11T12:00:00.000Z"])
    }

    @Test func aFiringIsAfterTheInstantAndNeverAtIt() throws {
        #expect(try next("* * * * *", after: "2026-01-01T00:00:00Z").first == "2026-01-01T00:01:00.000Z")
        #expect(try next("* * * * *", after: "2026-01-01T00:00:00.001Z").first == "2026-01-01T00:01:00.000Z")
    }

    @Test func eitherDayFieldIsEnoughUnlessOneIsAStar() throws {
        #expect(
            try next("0 0 13 * FRI", after: "2026-02-01T00:00:00Z")
                == ["2026-02-06T00:00:00.000Z", "2026-02-13T00:00:00.000Z", "2026-02-20T00:00:00.000Z"])
        #expect(try next("0 0 13 * *", after: "2026-02-01T00:00:00Z")[1] == "2026-03-13T00:00:00.000Z")
    }

    @Test func sundayHasTwoNumbers() throws {
        #expect(
            try next("0 0 * * 0", after: "2026-02-01T00:00:00Z") == next("0 0 * * 7", after: "2026-02-01T00:00:00Z"))
        #expect(try next("0 0 * * 5-7", after: "2026-02-01T00:00:00Z")[2] == "2026-02-08T00:00:00.000Z")
    }

    @Test func theLeapDayIsWaitedFor() throws {
        #expect(
            try next("0 12 29 2 *", after: "2096-03-01T00:00:00Z")
                == ["2104-02-29T12:00:00.000Z", "2108-02-29T12:00:00.000Z", "2112-02-29T12:00:00.000Z"])
    }

    @Test func aTimeThatClocksSkipMovesOnByTheGap() throws {
        // Berlin, 29 March 2026: 02:00 is followed by 03:00.
        #expect(
            try next("30 2 * * *", after: "2026-03-28T12:00:00Z", in: "Europe/Berlin")
                == ["2026-03-29T01:30:00.000Z", "2026-03-30T00:30:00.000Z", "2026-03-31T00:30:00.000Z"])
        // 02:30 moves to 03:30, which is a firing of its own: one, not two.
        #expect(
            try next("30 2,3 * * *", after: "2026-03-28T12:00:00Z", in: "Europe/Berlin")
                == ["2026-03-29T01:30:00.000Z", "2026-03-30T00:30:00.000Z", "2026-03-30T01:30:00.000Z"])
    }

    @Test func aTimeThatExistsTwiceFiresOnceTheFirstTime() throws {
        // Berlin, 25 October 2026: 03:00 is followed by 02:00.
        #expect(
            try next("30 2 * * *", after: "2026-10-24T12:00:00Z", in: "Europe/Berlin")
                == ["2026-10-25T00:30:00.000Z", "2026-10-26T01:30:00.000Z", "2026-10-27T01:30:00.000Z"])
    }

    @Test(arguments: [
        "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 13 *", "* * * * 8",
        "5-1 * * * *", "*/0 * * * *", "1, * * * *", "a * * * *", "1-2-3 * * * *", "1//2 * * * *", "-1 * * * *",
        "+1 * * * *", "* * * FRI *", "* * * * JAN", "0 0 30 2 *", "0 0 31 4,6,9,11 *", "99999999999999999999 * * * *",
    ])
    func whatIsNoCronExpressionIsRefused(expression: String) {
        #expect(throws: TimeSyntaxError.self) { try CronSchedule(expression) }
    }
}
