import ShowTime

/// A time of day on a day.
struct DayTime: Equatable {
    /// Days since 1970-01-01 where a date is known; else since the day of the first time of the sheet.
    var day: Int64
    /// Since midnight, at most 24 hours.
    var clock: Interval

    init(day: Int64, clock: Interval) {
        self.day = day
        self.clock = clock
    }

    init(_ civil: CivilDateTime) {
        day = civil.dayNumber
        clock = Interval(
            nanoseconds: Int64(civil.hour * 3600 + civil.minute * 60 + civil.second) * 1_000_000_000
                + Int64(civil.nanosecond))
    }

    /// The time since the beginning of day zero, without regard to any zone.
    var sinceDayZero: Interval { .days(day) + clock }

    var civil: CivilDateTime {
        CivilDateTime(Instant(nanoseconds: sinceDayZero.nanoseconds), utcOffset: 0)
    }
}

/// Puts the times of day of a sheet on days, and the start of the show among them.
struct SheetCalendar {
    private(set) var times: [DayTime] = []
    /// Whether the days are dates.
    private(set) var isDated = false

    /// Adds the next row's time of day. Without a date it is on the day of the row before or, where it is more than twelve hours
    /// earlier, on the next one, because it is past midnight.
    mutating func add(clock: Interval, on date: CivilDateTime?) {
        if let date { add(DayTime(day: date.dayNumber, clock: clock).civil) } else { times.append(following(clock)) }
    }

    /// Adds the next row's date and time.
    mutating func add(_ civil: CivilDateTime) {
        let time = DayTime(civil)
        if !isDated {
            // Rows before the first date are on the days before it.
            let shift = time.day - following(time.clock).day
            for index in times.indices { times[index].day += shift }
            isDated = true
        }
        times.append(time)
    }

    private func following(_ clock: Interval) -> DayTime {
        guard let last = times.last else { return DayTime(day: 0, clock: clock) }
        let isNextDay = clock - last.clock < -.hours(12)
        return DayTime(day: last.day + (isNextDay ? 1 : 0), clock: clock)
    }

    /// Places a start of which only the time of day is known: at the first row with that time, else on the day that brings it
    /// nearest to the rows.
    func start(clock: Interval) -> DayTime {
        if let same = times.first(where: { $0.clock == clock }) { return same }
        let day = times.first?.day ?? 0
        return [0, 1, -1].map { DayTime(day: day + $0, clock: clock) }
            .min { distance(to: $0) < distance(to: $1) } ?? DayTime(day: day, clock: clock)
    }

    /// Moves days without a date so that the start lies among them as ``start(clock:)`` says.
    mutating func date(by start: DayTime) {
        guard !isDated else { return }
        let shift = start.day - self.start(clock: start.clock).day
        for index in times.indices { times[index].day += shift }
        isDated = true
    }

    /// The distance of a time from the rows; zero within them.
    private func distance(to time: DayTime) -> Interval {
        let all = times.map(\.sinceDayZero)
        guard let first = all.min(), let last = all.max() else { return .zero }
        return max(.zero, first - time.sinceDayZero, time.sinceDayZero - last)
    }
}
