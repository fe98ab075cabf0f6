/// A cron expression: five fields for minute, hour, day of the month, month and day of the week.
///
/// Fields are `*`, numbers, names (`JAN`, `MON`), ranges `a-b`, steps `*/n` or `a-b/n`, and lists of these. As in cron, a day
/// counts when either of the two day fields has it, unless one of them is `*`: then the other decides. Where one is `*/n` and the
/// other has every day, `*/n` decides too: otherwise that would be every day, and no cron takes it for that.
///
/// Times are local. One that does not exist, because clocks go forward, moves on by the length of the gap; one that exists
/// twice fires once, the first time.
package struct CronSchedule: Hashable, Sendable {
    private let minutes: CronField
    private let hours: CronField
    private let daysOfMonth: CronField
    private let months: CronField
    private let daysOfWeek: CronField

    /// - Throws: ``TimeSyntaxError`` for anything else, and for an expression that never fires.
    package init(_ text: String) throws(TimeSyntaxError) {
        let fields = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard fields.count == 5 else {
            throw TimeSyntaxError(
                "\"\(text)\" has \(fields.count) field\(fields.count == 1 ? "" : "s"), not five: minute hour day month weekday, as in \"0 20 * * FRI\""
            )
        }
        minutes = try CronField(fields[0], CronField.Kind.minute)
        hours = try CronField(fields[1], .hour)
        daysOfMonth = try CronField(fields[2], .dayOfMonth)
        months = try CronField(fields[3], .month)
        daysOfWeek = try CronField(fields[4], .dayOfWeek)
        guard time(from: CivilDateTime(year: 2000, month: 1, day: 1)) != nil else {
            throw TimeSyntaxError("\"\(text)\" never fires: none of its months has such a day")
        }
    }

    /// The first firing after an instant, nil where there is none before the year 2200.
    package func next(after instant: Instant, in zone: Zone) -> Instant? {
        // A time that a gap moves on fires after clocks have gone forward, so the search begins at the local time that they would
        // show without the change.
        let utcOffset = min(zone.utcOffset(at: instant), zone.utcOffset(at: instant - .days(1)))
        var minute = CivilDateTime(instant, utcOffset: utcOffset).wholeMinute
        var next: Instant?
        while let time = time(from: minute) {
            // After a time that a gap moves on, there are others that fire before it, up to the time it moves to.
            if let next, time.sinceEpoch >= zone.civil(next).wholeMinute.sinceEpoch { break }
            let firing = zone.instant(time)
            if firing > instant { next = min(next ?? firing, firing) }
            minute = CivilDateTime(time.sinceEpoch + .minutes(1), utcOffset: 0)
        }
        return next
    }

    /// The first time from `start` on that all fields have; nil where there is none before the year 2200.
    private func time(from start: CivilDateTime) -> CivilDateTime? {
        var day = start.dayNumber
        var hourAndMinute: (Int, Int)? = time(fromHour: start.hour, minute: start.minute)
        while true {
            var date = CivilDateTime(dayNumber: day)
            guard date.year <= Instant.writableYears.upperBound else { return nil }
            if let hourAndMinute, months.contains(date.month), fires(on: date) {
                (date.hour, date.minute) = hourAndMinute
                return date
            }
            if months.contains(date.month) {
                day += 1
            } else {
                let following = date.month == 12 ? (date.year + 1, 1) : (date.year, date.month + 1)
                day = CivilDateTime(year: following.0, month: following.1, day: 1).dayNumber
            }
            hourAndMinute = time(fromHour: 0, minute: 0)
        }
    }

    /// The first time of day from `start` and `minute` on, nil where the rest of the day has none.
    private func time(fromHour start: Int, minute: Int) -> (hour: Int, minute: Int)? {
        guard let hour = hours.first(from: start) else { return nil }
        if let minute = minutes.first(from: hour == start ? minute : 0) { return (hour, minute) }
        guard let hour = hours.first(from: start + 1), let minute = minutes.first(from: 0) else { return nil }
        return (hour, minute)
    }

    private func fires(on date: CivilDateTime) -> Bool {
        let isDay = daysOfMonth.contains(date.day)
        let isWeekday = daysOfWeek.contains(date.weekday)
        return needsBothDays ? isDay && isWeekday : isDay || isWeekday
    }

    /// A field that has every day leaves the choice to the other.
    private var needsBothDays: Bool {
        daysOfMonth.isOpen || daysOfWeek.isOpen || daysOfMonth.isFull && daysOfWeek.hasStar
            || daysOfWeek.isFull && daysOfMonth.hasStar
    }
}

extension CivilDateTime {
    /// The beginning of its minute.
    fileprivate var wholeMinute: CivilDateTime {
        CivilDateTime(year: year, month: month, day: day, hour: hour, minute: minute)
    }

    /// The time as if it were UTC, to compare and to add to.
    fileprivate var sinceEpoch: Instant { instant(utcOffset: 0) }
}
