/// A date and time of day in no particular zone (proleptic Gregorian).
package struct CivilDateTime: Hashable, Sendable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour = 0
    package var minute = 0
    package var second = 0
    package var nanosecond = 0
}

extension CivilDateTime {
    /// The civil time of an instant, where the zone is `utcOffset` seconds east of UTC.
    package init(_ instant: Instant, utcOffset: Int) {
        let local = instant.seconds + Int64(utcOffset)
        let days = local.flooredDivision(by: 86400)
        let secondOfDay = Int(local - days * 86400)
        (year, month, day) = Self.date(ofDay: days)
        hour = secondOfDay / 3600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        nanosecond = Int(instant.nanoseconds - instant.seconds * 1_000_000_000)
    }

    /// Midnight of a day counted from 1970-01-01.
    package init(dayNumber: Int64) {
        let (year, month, day) = Self.date(ofDay: dayNumber)
        self.init(year: year, month: month, day: day)
    }

    /// The instant at which a clock `utcOffset` seconds east of UTC shows this.
    package func instant(utcOffset: Int) -> Instant {
        let seconds = dayNumber * 86400 + Int64(hour * 3600 + minute * 60 + second - utcOffset)
        return Instant(nanoseconds: seconds * 1_000_000_000 + Int64(nanosecond))
    }

    /// Days since 1970-01-01.
    package var dayNumber: Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = shiftedYear.flooredDivision(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let monthFromMarch = Int64((month + 9) % 12)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// 0 is Sunday.
    package var weekday: Int {
        let day = (dayNumber + 4) % 7
        return Int(day < 0 ? day + 7 : day)
    }

    /// 1 is the first of January.
    package var dayOfYear: Int {
        Int(dayNumber - CivilDateTime(year: year, month: 1, day: 1).dayNumber) + 1
    }

    package static func daysInMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Years are counted from March in eras of 400, so that the leap day is the last of its year.
    private static func date(ofDay dayNumber: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5) + 1
        let month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        return (Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month, day)
    }
}
