import Testing

@testable import ShowTime

@Suite struct ZoneTests {
    /// Unix seconds: the edges of what may be written, changes of the clocks and the second before, and plain days.
    private static let instants: [Int64] = [
        -2_208_988_800, -1_000_000_000, 0, 500_000_000, 1_325_239_199, 1_325_239_200, 1_414_274_399, 1_414_274_400,
        1_774_745_999, 1_774_746_000, 1_775_314_799, 1_775_314_800, 1_793_512_799, 1_793_512_800, 1_795_176_000,
        1_795_176_001, 4_102_444_800, 7_258_118_399,
    ]

    // Made with Python's zoneinfo.
    private static let offsets: [(zone: String, offsets: [Int])] = [
        (
            "Asia/Shanghai",
            [
                29143, 28800, 28800, 28800, 28800, 28800, 28800, 28800, 28800, 28800, 28800, 28800,
                28800, 28800, 28800, 28800, 28800, 28800,
            ]
        ),
        (
            "Europe/Berlin",
            [
                3600, 3600, 3600, 3600, 3600, 3600, 7200, 7200, 3600, 7200, 7200, 7200,
                3600, 3600, 3600, 3600, 3600, 3600,
            ]
        ),
        (
            "America/New_York",
            [
                -18000, -14400, -18000, -18000, -18000, -18000, -14400, -14400, -14400, -14400, -14400, -14400,
                -14400, -18000, -18000, -18000, -18000, -18000,
            ]
        ),
        (
            "Australia/Lord_Howe",
            [
                36000, 36000, 36000, 39600, 39600, 39600, 39600, 39600, 39600, 39600, 39600, 37800,
                39600, 39600, 39600, 39600, 39600, 39600,
            ]
        ),
        (
            "Pacific/Apia",
            [
                -41216, -41400, -39600, -39600, -36000, 50400, 50400, 50400, 46800, 46800, 46800, 46800,
                46800, 46800, 46800, 46800, 46800, 46800,
            ]
        ),
        (
            "Europe/Moscow",
            [
                9017, 10800, 10800, 10800, 14400, 14400, 14400, 10800, 10800, 10800, 10800, 10800,
                10800, 10800, 10800, 10800, 10800, 10800,
            ]
        ),
    ]

    @Test(arguments: offsets)
    func hasTheOffsetsOfTheTimeZoneDatabase(name: String, offsets: [Int]) throws {
        let zone = try #require(Zone(named: name))
        #expect(Self.instants.map { zone.utcOffset(at: .seconds($0)) } == offsets)
    }

    @Test(arguments: offsets.map(\.zone) + ["UTC", "Africa/Casablanca", "Asia/Tehran", "Europe/Dublin", "GMT"])
    func whatItRemembersIsWhatAFreshOneSays(name: String) throws {
        let zone = try #require(Zone(named: name))
        // Three days and a bit, so that a change of the clocks is met from all sides.
        let forwards = Array(
            stride(from: -2_208_988_800, through: 7_258_118_399, by: 3_000_017) as StrideThrough<Int64>)
        let shuffled = forwards.indices.map { forwards[$0 * 7919 % forwards.count] }
        let fresh = try forwards.map { try #require(Zone(named: name)).utcOffset(at: .seconds($0)) }
        #expect(forwards.map { zone.utcOffset(at: .seconds($0)) } == fresh)
        #expect(forwards.reversed().map { zone.utcOffset(at: .seconds($0)) } == fresh.reversed())
        let known = Dictionary(uniqueKeysWithValues: zip(forwards, fresh))
        #expect(shuffled.map { zone.utcOffset(at: .seconds($0)) } == shuffled.compactMap { known[$0] })
    }

    @Test(arguments: offsets)
    func changesInTheVeryNanosecond(name: String, _: [Int]) throws {
        let zone = try #require(Zone(named: name))
        for second in Self.instants {
            let before = zone.utcOffset(at: Instant(nanoseconds: second * 1_000_000_000 - 1))
            #expect(before == zone.utcOffset(at: .seconds(second - 1)))
        }
    }

    @Test(arguments: [
        // Plain times.
        ("UTC", "2026-11-20 20:00", "2026-11-20T20:00:00.000Z"),
        ("Asia/Shanghai", "2026-11-20 20:00", "2026-11-20T12:00:00.000Z"),
        ("Europe/Berlin", "2027-01-24 02:00", "2027-01-24T01:00:00.000Z"),
        ("Europe/Berlin", "2027-07-24 02:00", "2027-07-24T00:00:00.000Z"),
        ("Asia/Kolkata", "2026-11-20 20:00:00.250", "2026-11-20T14:30:00.250Z"),
        ("Asia/Shanghai", "1900-01-01 08:05:43", "1900-01-01T00:00:00.000Z"),
        // Clocks go forward: a time in the gap moves on by its length.
        ("Europe/Berlin", "2026-03-29 01:59:59", "2026-03-29T00:59:59.000Z"),
        ("Europe/Berlin", "2026-03-29 02:00", "2026-03-29T01:00:00.000Z"),
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:30:00.000Z"),
        ("Europe/Berlin", "2026-03-29 02:59:59.999", "2026-03-29T01:59:59.999Z"),
        ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29T01:00:00.000Z"),
        ("America/New_York", "2026-03-08 02:30", "2026-03-08T07:30:00.000Z"),
        ("America/New_York", "2026-03-08 03:00", "2026-03-08T07:00:00.000Z"),
        ("Australia/Lord_Howe", "2026-10-04 01:59:59", "2026-10-03T15:29:59.000Z"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:45:00.000Z"),
        ("Australia/Lord_Howe", "2026-10-04 02:30", "2026-10-03T15:30:00.000Z"),
        // Samoa left out a day.
        ("Pacific/Apia", "2011-12-29 23:59:59", "2011-12-30T09:59:59.000Z"),
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30T22:00:00.000Z"),
        ("Pacific/Apia", "2011-12-31 00:00", "2011-12-30T10:00:00.000Z"),
        // Clocks go back: of two, the first.
        ("Europe/Berlin", "2026-10-25 01:59:59", "2026-10-24T23:59:59.000Z"),
        ("Europe/Berlin", "2026-10-25 02:00", "2026-10-25T00:00:00.000Z"),
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00.000Z"),
        ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25T02:00:00.000Z"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01T05:30:00.000Z"),
        ("America/New_York", "2026-11-01 02:00", "2026-11-01T07:00:00.000Z"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00.000Z"),
        ("Australia/Lord_Howe", "2026-04-05 02:00", "2026-04-04T15:30:00.000Z"),
    ])
    func findsTheInstantOfALocalTime(zone: String, local: String, instant: String) throws {
        let zone = try #require(Zone(named: zone))
        guard case .local(let civil) = try WrittenTime(local) else {
            Issue.record("\(local) has an offset")
            return
        }
        #expect(zone.instant(civil).rfc3339 == instant)
    }

    /// Every quarter of an hour of a year that exists comes back; every one that does not is shown as a later one.
    @Test(arguments: ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
    func comesBackFromTheLocalTimeItShows(name: String) throws {
        let zone = try #require(Zone(named: name))
        var mistakes: [CivilDateTime] = []
        let first = CivilDateTime(year: 2026, month: 1, day: 1).instant(utcOffset: 0)
        for quarter in 0..<(365 * 96) {
            let civil = CivilDateTime(first + .minutes(15) * quarter, utcOffset: 0)
            let shown = zone.civil(zone.instant(civil))
            let moved = shown.instant(utcOffset: 0) - civil.instant(utcOffset: 0)
            let isInGap = name != "Asia/Shanghai" && (civil.month == 3 || civil.month == 10) && civil.hour == 2
            if moved != .zero, !isInGap || moved > .hours(1) { mistakes.append(civil) }
        }
        #expect(mistakes.isEmpty)
    }

    @Test(arguments: ["UTC", "Etc/UTC", "GMT", "Asia/Shanghai", "America/Argentina/Buenos_Aires", "US/Eastern"])
    func takesNamesOfTheTimeZoneDatabase(name: String) {
        #expect(Zone(named: name)?.name == name)
    }

    @Test(arguments: [
        "", "/", "CST", "EST", "GMT+8", "UTC+8", "+08:00", "Shanghai", "asia/shanghai", "Asia/Peking", "Asia/Shanghai ",
        "../etc/passwd", "/etc/localtime", "GMT+8/x",
    ])
    func takesNothingThatMeansSeveralThings(name: String) {
        #expect(Zone(named: name) == nil)
    }

    @Test func suggestsOnlyWhatItTakes() {
        #expect(Zone.knownNames.allSatisfy { Zone(named: $0) != nil })
        #expect(Zone.knownNames.contains("Asia/Shanghai"))
    }

    @Test func isTheSameByName() throws {
        #expect(Zone(named: "Europe/Berlin") == Zone(named: "Europe/Berlin"))
        #expect(Zone(named: "UTC") == .utc)
        #expect(try #require(Zone(named: "Europe/Berlin")) != .utc)
    }
}
