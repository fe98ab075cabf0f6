/// A cron expression: five fields, minute, hour, day of the month, month, day of the week, that say when a show starts.
///
/// Fields are `*`, numbers, names (`JAN`, `MON`), ranges `a-b`, steps `*/n` or `a-b/n`, and lists of these. As in cron, a day
/// counts when either of the two day fields has it, unless one of them is `*`: then the other decides.
///
/// Times are local. One that does not exist, because clocks go forward, moves on by the length of the gap; one that exists
/// twice fires once, the first time.
package struct CronSchedule: Hashable, Sendable {
    private let minutes: CronField
    private let hours: CronField
    private let daysOfMonth: CronField
    private let months: CronField
    private let daysOfWeek: CronField

    /// - Throws: ``TimeSyntaxError`` for what is no cron expression, and for one that never fires.
    package init(_ text: String) throws(TimeSyntaxError) {
        let fields = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard fields.count == 5 else {
            throw TimeSyntaxError(
                "\"\(text)\" has \(fields.count) fields, not five: minute hour day month weekday, as in \"0 20 * * FRI\""
            )
        }
        minutes = try CronField(fields[0], CronField.Kind.minute)
        hours = try CronField(fields[1], .hour)
        daysOfMonth = try CronField(fields[2], .dayOfMonth)
        months = try CronField(fields[3], .month)
        daysOfWeek = try CronField(fields[4], .dayOfWeek)
        guard canFire else { throw TimeSyntaxError("\"\(text)\" never fires: none of its months has such a day") }
    }

    /// Whether there is a date that it fires on.
    private var canFire: Bool {
        if daysOfMonth.isOpen || !daysOfWeek.isOpen { return true }
        return (1...12).contains { month in
            // 2000 was a leap year.
            months.contains(month)
                && (1...CivilDateTime.daysInMonth(month, year: 2000)).contains { daysOfMonth.contains($0) }
        }
    }

    /// The first firing after an instant, nil where there is none before the year 2200.
    package func next(after instant: Instant, in zone: Zone) -> Instant? {
        let today = zone.civil(instant)
        // The day before, too: where clocks go forward at midnight, the last times of a day move into the next.
        var day = CivilDateTime(year: today.year, month: today.month, day: today.day).dayNumber - 1
        while true {
            let date = CivilDateTime(dayNumber: day)
            guard date.year <= Instant.writableYears.upperBound else { return nil }
            if !months.contains(date.month) {
                let following = date.month == 12 ? (date.year + 1, 1) : (date.year, date.month + 1)
                day = CivilDateTime(year: following.0, month: following.1, day: 1).dayNumber
                continue
            }
            if fires(on: date), let firing = firings(on: date, in: zone).first(where: { $0 > instant }) {
                return firing
            }
            day += 1
        }
    }

    private func fires(on date: CivilDateTime) -> Bool {
        let isDay = daysOfMonth.contains(date.day)
        let isWeekday = daysOfWeek.contains(date.weekday)
        return daysOfMonth.isOpen || daysOfWeek.isOpen ? isDay && isWeekday : isDay || isWeekday
    }

    /// The firings of one date, in order, each once.
    private func firings(on date: CivilDateTime, in zone: Zone) -> [Instant] {
        var firings: [Instant] = []
        for hour in hours.values {
            for minute in minutes.values {
                var time = date
                time.hour = hour
                time.minute = minute
                firings.append(zone.instant(time))
            }
        }
        firings.sort()
        return firings
    }
}
