import Testing

@testable import ShowTime

@Suite struct WrittenTimeTests {
    @Test(arguments: [
        ("2026-11-20T20:00:00+08:00", 1_795_176_000_000),
        ("2026-11-20T12:00:00Z", 1_795_176_000_000),
        ("2026-11-20t12:00:00z", 1_795_176_000_000),
        ("2026-11-20 12:00:00Z", 1_795_176_000_000),
        ("2026-11-20T12:00Z", 1_795_176_000_000),
        ("2026-11-20T12:00:00.250Z", 1_795_176_000_250),
        ("2026-11-20T12:00:00.250000000Z", 1_795_176_000_250),
        ("2026-11-20T12:00:00.5Z", 1_795_176_000_500),
        ("2026-11-20T06:30:00-05:30", 1_795_176_000_000),
        ("2026-11-21T11:59:00+23:59", 1_795_176_000_000),
        ("2026-11-20T12:00:00-00:00", 1_795_176_000_000),
        ("1970-01-01T00:00:00Z", 0),
        ("1969-07-16T13:32:00Z", -14_552_880_000),
        ("1900-01-01T00:00:00Z", -2_208_988_800_000),
        ("2199-12-31T23:59:59.999Z", 7_258_118_399_999),
        ("2000-02-29T00:00:00Z", 951_782_400_000),
    ])
    func readsAnInstant(text: String, milliseconds: Int) throws {
        #expect(try WrittenTime(text) == .instant(.milliseconds(Int64(milliseconds))))
    }

    @Test(arguments: [
        ("2026-11-20 20:00", CivilDateTime(year: 2026, month: 11, day: 20, hour: 20)),
        ("2026-11-20T20:00", CivilDateTime(year: 2026, month: 11, day: 20, hour: 20)),
        ("2026-11-20 20:00:30", CivilDateTime(year: 2026, month: 11, day: 20, hour: 20, second: 30)),
        (
            "2026-11-20 20:01:30.007",
            CivilDateTime(
                year: 2026, month: 11, day: 20, hour: 20, minute: 1, second: 30, nanosecond: 7_000_000)
        ),
        ("2028-02-29 00:00", CivilDateTime(year: 2028, month: 2, day: 29)),
        ("2199-12-31 23:59:59", CivilDateTime(year: 2199, month: 12, day: 31, hour: 23, minute: 59, second: 59)),
    ])
    func readsALocalTime(text: String, civil: CivilDateTime) throws {
        #expect(try WrittenTime(text) == .local(civil))
    }

    @Test(arguments: [
        "", "now", "2026-11-20", "20:00", "2026-11-20T", "2026-11-20T20", "2026-11-20T20:", "2026-11-20T20:0",
        "2026-11-20T20:00:", "2026-11-20T20:00:0", "2026-11-20T20:00:00.", "2026-11-20T20:00:00.Z",
        "2026-11-20  20:00", "2026-11-20T20:00 ", " 2026-11-20T20:00", "2026-11-20T20:00+8", "2026-11-20T20:00+0800",
        "2026-11-20T20:00+08:0", "2026-11-20T20:00+24:00", "2026-11-20T20:00+08:60", "2026-11-20T20:00:00+08:00Z",
        "2026-11-20T20:00 +08:00", "2026-1-20T20:00", "26-11-20T20:00", "2026/11/20 20:00", "+2026-11-20T20:00",
        "２026-11-20T20:00Z", "2026-11-20_20:00", "1795176000",
    ])
    func refusesWhatIsNotATime(text: String) {
        let message = "\"\(text)\" is not a date and time: write 2026-11-20T20:00:00+08:00, or a local 2026-11-20 20:00"
        #expect(throws: TimeSyntaxError(message)) { try WrittenTime(text) }
    }

    @Test(arguments: [
        ("2026-13-01T00:00Z", "there is no month 13"),
        ("2026-00-01T00:00Z", "there is no month 0"),
        ("2026-02-29T00:00Z", "that month has no day 29"),
        ("2100-02-29T00:00Z", "that month has no day 29"),
        ("2026-04-31T00:00Z", "that month has no day 31"),
        ("2026-01-00T00:00Z", "that month has no day 0"),
        ("2026-01-32T00:00Z", "that month has no day 32"),
        ("2026-01-01T24:00Z", "times of day go from 00:00:00 to 23:59:59"),
        ("2026-01-01T00:60Z", "times of day go from 00:00:00 to 23:59:59"),
        ("2026-12-31T23:59:60Z", "times of day go from 00:00:00 to 23:59:59"),
        ("1899-12-31T23:59Z", "years go from 1900 to 2199"),
        ("2200-01-01T00:00Z", "years go from 1900 to 2199"),
        ("2199-12-31T23:59:59-23:58", "years go from 1900 to 2199"),
        ("1900-01-01T00:00+00:01", "years go from 1900 to 2199"),
        ("0000-01-01T00:00Z", "years go from 1900 to 2199"),
        ("9999-01-01 00:00", "years go from 1900 to 2199"),
    ])
    func refusesWhatNoCalendarHas(text: String, reason: String) {
        #expect(throws: TimeSyntaxError("\"\(text)\": \(reason)")) { try WrittenTime(text) }
    }

    @Test(arguments: [
        "2026-11-20T20:00:00.0001Z", "2026-11-20 20:00:00.123456789", "2026-11-20T20:00:00.1234567890Z",
    ])
    func refusesPartsOfAMillisecond(text: String) {
        #expect(throws: TimeSyntaxError("\"\(text)\" is finer than a millisecond")) { try WrittenTime(text) }
    }
}
