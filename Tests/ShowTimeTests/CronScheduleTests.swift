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

    @Test func aRangeOfDaysMayEndWithSunday() throws {
        // 1 February 2026 is a Sunday.
        #expect(
            try next("0 0 * * FRI-SUN", after: "2026-02-01T00:00:00Z")
                == ["2026-02-06T00:00:00.000Z", "2026-02-07T00:00:00.000Z", "2026-02-08T00:00:00.000Z"])
    }

    @Test func everyNthDayBesideAllDaysIsEveryNthDay() throws {
        #expect(try next("0 0 */15 * 0-6", after: "2026-02-02T00:00:00Z").first == "2026-02-16T00:00:00.000Z")
        #expect(try next("0 0 1-31 * */3", after: "2026-02-01T00:00:00Z").first == "2026-02-04T00:00:00.000Z")
    }

    @Test(arguments: [
        // Half an hour: 02:00 is followed by 02:30.
        ("15 2 * * *", "2026-10-03T12:00:00Z", "Australia/Lord_Howe", "2026-10-03T15:45:00.000Z"),
        // 02:15 moves to 02:45, behind 02:30, which is the same day's own.
        ("15,30,40 2 * * *", "2026-10-03T12:00:00Z", "Australia/Lord_Howe", "2026-10-03T15:30:00.000Z"),
        ("15,30,40 2 * * *", "2026-10-03T15:40:00Z", "Australia/Lord_Howe", "2026-10-03T15:45:00.000Z"),
        // 01:45 exists twice.
        ("45 1 * * *", "2026-04-04T14:45:00Z", "Australia/Lord_Howe", "2026-04-05T15:15:00.000Z"),
        // Midnight is followed by 01:00, which the day's first minute moves to.
        ("0 0 * * *", "2026-09-05T12:00:00Z", "America/Santiago", "2026-09-06T04:00:00.000Z"),
        // The last hour of 29 October exists twice.
        ("30 23 * * *", "2026-10-29T20:30:00Z", "Africa/Cairo", "2026-10-30T21:30:00.000Z"),
        // 30 December 2011 was left out: its times come on the 31st, beside those of that day.
        ("0 12 30,31 12 *", "2011-12-30T12:00:00Z", "Pacific/Apia", "2011-12-30T22:00:00.000Z"),
        ("30 23 30 12 *", "2011-12-31T09:00:00Z", "Pacific/Apia", "2011-12-31T09:30:00.000Z"),
    ])
    func changesOfAllKindsAreHeldToTheRule(expression: String, after: String, zone: String, wanted: String) throws {
        #expect(try next(expression, after: after, in: zone).first == wanted)
    }

    @Test(arguments: ["* * * * *", "*/7 * * * *", "0,59 0-3,23 * * *", "30 2 * * *", "45 1 * * *"])
    func theNextFiringIsTheFirstOfAll(expression: String) throws {
        let schedule = try CronSchedule(expression)
        for (name, change) in [
            ("Europe/Berlin", "2026-03-29T01:00:00Z"), ("Europe/Berlin", "2026-10-25T01:00:00Z"),
            ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"), ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
            ("America/Santiago", "2026-09-06T04:00:00Z"), ("America/Santiago", "2026-04-05T03:00:00Z"),
            ("Pacific/Apia", "2011-12-30T10:00:00Z"),
        ] {
            let zone = try #require(Zone(named: name))
            guard case .instant(let change) = try WrittenTime(change) else { continue }
            let all = try firings(of: expression, around: change, in: zone)
            var time = change - .hours(30)
            while time < change + .hours(30) {
                #expect(schedule.next(after: time, in: zone) == all.first { $0 > time }, "\(name) \(time.rfc3339)")
                time = time + .minutes(37)
            }
        }
    }

    /// Every local time of some days that an expression of minutes and hours has, each moved to where the zone has it.
    private func firings(of expression: String, around change: Instant, in zone: Zone) throws -> [Instant] {
        let fields = expression.split(separator: " ").map(String.init)
        let (minutes, hours) = try (CronField(fields[0], .minute), CronField(fields[1], .hour))
        let today = CivilDateTime(change, utcOffset: 0).dayNumber
        var firings: [Instant] = []
        for day in today - 4...today + 4 {
            for minute in 0..<1440 where minutes.contains(minute % 60) && hours.contains(minute / 60) {
                var time = CivilDateTime(dayNumber: day)
                (time.hour, time.minute) = (minute / 60, minute % 60)
                firings.append(zone.instant(time))
            }
        }
        return firings.sorted()
    }

    @Test(arguments: [
        "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 13 *", "* * * * 8",
        "5-1 * * * *", "*/0 * * * *", "*/+5 * * * *", "1, * * * *", "a * * * *", "1-2-3 * * * *", "1//2 * * * *",
        "-1 * * * *",
        "+1 * * * *", "* * * FRI *", "* * * * JAN", "0 0 30 2 *", "0 0 31 4,6,9,11 *", "99999999999999999999 * * * *",
    ])
    func whatIsNoCronExpressionIsRefused(expression: String) {
        #expect(throws: TimeSyntaxError.self) { try CronSchedule(expression) }
    }
}
