import Testing

@testable import ShowTime

@Suite struct CivilDateTimeTests {
    /// Every day of eight centuries, counted the way a wall calendar is turned over: one leaf at a time.
    @Test func followsTheCalendarDayByDay() {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        // 1600-01-01 was a Saturday, 135,140 days before 1970.
        var number: Int64 = -135_140
        var weekday = 6
        var mistakes: [CivilDateTime] = []
        for year in 1600..<2400 {
            let isLeapYear = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
            var dayOfYear = 0
            for month in 1...12 {
                let days = month == 2 && isLeapYear ? 29 : lengths[month - 1]
                if CivilDateTime.daysInMonth(month, year: year) != days {
                    mistakes.append(CivilDateTime(year: year, month: month, day: days))
                }
                for day in 1...days {
                    dayOfYear += 1
                    let date = CivilDateTime(year: year, month: month, day: day)
                    if date.dayNumber != number || date.weekday != weekday || date.dayOfYear != dayOfYear {
                        mistakes.append(date)
                    }
                    number += 1
                    weekday = (weekday + 1) % 7
                }
            }
        }
        #expect(mistakes.isEmpty)
        #expect(number == CivilDateTime(year: 2400, month: 1, day: 1).dayNumber)
    }

    @Test func comesBackFromTheInstantItNames() {
        var mistakes: [CivilDateTime] = []
        for day in stride(from: -106_000, through: 106_000, by: 1) as StrideThrough<Int64> {
            // A time of day that moves on from day to day, so that every hour, minute and second comes up.
            let second = day * 7919 - (day * 7919).flooredDivision(by: 86_400) * 86_400
            let instant = Instant(nanoseconds: (day * 86_400 + second) * 1_000_000_000 + 123_456_789)
            for utcOffset in [0, 28_800, -12_600, 50_400, 20_543] {
                let civil = CivilDateTime(instant, utcOffset: utcOffset)
                let isOnTheCalendar =
                    (1...12).contains(civil.month) && (0..<24).contains(civil.hour) && (0..<60).contains(civil.minute)
                    && (0..<60).contains(civil.second)
                    && (1...CivilDateTime.daysInMonth(civil.month, year: civil.year)).contains(civil.day)
                if !isOnTheCalendar || civil.nanosecond != 123_456_789
                    || civil.instant(utcOffset: utcOffset) != instant
                {
                    mistakes.append(civil)
                }
            }
        }
        #expect(mistakes.isEmpty)
    }

    @Test(arguments: [
        (-1, CivilDateTime(year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59, nanosecond: 999_999_999)),
        (0, CivilDateTime(year: 1970, month: 1, day: 1)),
        (1, CivilDateTime(year: 1970, month: 1, day: 1, nanosecond: 1)),
        (
            -1_000_000_001,
            CivilDateTime(year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 58, nanosecond: 999_999_999)
        ),
    ])
    func roundsDownBefore1970(nanoseconds: Int, civil: CivilDateTime) {
        #expect(CivilDateTime(Instant(nanoseconds: Int64(nanoseconds)), utcOffset: 0) == civil)
    }

    @Test(arguments: [
        (7, 2, 3), (-7, 2, -4), (7, -2, -4), (-7, -2, 3), (6, 3, 2), (-6, 3, -2), (0, 5, 0), (-1, 1_000_000, -1),
    ])
    func dividesTowardsMinusInfinity(dividend: Int, divisor: Int, quotient: Int) {
        #expect(dividend.flooredDivision(by: divisor) == quotient)
    }
}
