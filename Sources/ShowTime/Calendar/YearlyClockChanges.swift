/// An offset that stays, or two that change on the same days of each year: what POSIX writes in `TZ`, as
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
struct YearlyClockChanges: Sendable {
    private enum Day {
        /// `J60`: counted from 1, the leap day never.
        case withoutLeapDay(Int)
        /// `59`: counted from 0, the leap day as well.
        case ofYear(Int)
        /// `M3.5.0`: the last Sunday of March; 0 is Sunday, and the fifth week is the last.
        case ofWeek(month: Int, week: Int, weekday: Int)

        /// Days since 1970-01-01.
        func number(in year: Int) -> Int64 {
            let newYear = CivilDateTime(year: year, month: 1, day: 1).dayNumber
            switch self {
            case .withoutLeapDay(let day):
                let isBehindLeapDay = day >= 60 && CivilDateTime.daysInMonth(2, year: year) == 29
                return newYear + Int64(day - 1 + (isBehindLeapDay ? 1 : 0))
            case .ofYear(let day): return newYear + Int64(day)
            case .ofWeek(let month, let week, let weekday):
                let first = CivilDateTime(year: year, month: month, day: 1)
                let day = 1 + (weekday - first.weekday + 7) % 7 + (week - 1) * 7
                let isInMonth = day <= CivilDateTime.daysInMonth(month, year: year)
                return first.dayNumber + Int64((isInMonth ? day : day - 7) - 1)
            }
        }
    }

    private struct Change {
        var day: Day
        /// By the clocks before the change; may lie in another day.
        var secondOfDay: Int

        /// Unix seconds.
        func time(in year: Int, utcOffset: Int) -> Int64 {
            day.number(in: year) * 86400 + Int64(secondOfDay - utcOffset)
        }
    }

    private let standard: Int
    private var daylight: (utcOffset: Int, begin: Change, end: Change)?

    /// Seconds east of UTC.
    func utcOffset(at seconds: Int64) -> Int {
        guard let daylight else { return standard }
        let year = CivilDateTime(dayNumber: (seconds + Int64(standard)).flooredDivision(by: 86400)).year
        let begin = daylight.begin.time(in: year, utcOffset: standard)
        let end = daylight.end.time(in: year, utcOffset: daylight.utcOffset)
        // In the south it lasts over the turn of the year.
        let isDaylight = begin < end ? begin <= seconds && seconds < end : begin <= seconds || seconds < end
        return isDaylight ? daylight.utcOffset : standard
    }

    /// Nil where it is not written so.
    init?(_ text: String) {
        var reader = Reader(rest: Array(text.utf8)[...])
        guard reader.name(), let standard = reader.time() else { return nil }
        // They are written west of UTC.
        self.standard = -standard
        guard !reader.rest.isEmpty else { return }
        guard reader.name() else { return nil }
        let daylight = reader.rest.first == UInt8(ascii: ",") ? standard - 3600 : reader.time()
        guard let daylight, let begin = reader.change(), let end = reader.change(), reader.rest.isEmpty else {
            return nil
        }
        self.daylight = (-daylight, begin, end)
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest.removeFirst()
            return true
        }

        /// `CET`, `<+0330>`
        mutating func name() -> Bool {
            if take("<") {
                rest = rest.drop { $0 != UInt8(ascii: ">") }
                return take(">")
            }
            let count = rest.count
            rest = rest.drop { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
            return rest.count < count
        }

        private mutating func number() -> Int? {
            let digits = rest.prefix(3).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            rest = rest.dropFirst(digits.count)
            return Int(String(decoding: digits, as: UTF8.self))
        }

        /// `-3:30`, in seconds.
        mutating func time() -> Int? {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            var seconds = 0
            for unit in [3600, 60, 1] {
                guard unit == 3600 || take(":") else { break }
                guard let number = number() else { return nil }
                seconds += number * unit
            }
            return isNegative ? -seconds : seconds
        }

        /// `,M10.5.0/3`
        mutating func change() -> Change? {
            guard take(","), let day = day() else { return nil }
            guard take("/") else { return Change(day: day, secondOfDay: 7200) }
            return time().map { Change(day: day, secondOfDay: $0) }
        }

        private mutating func day() -> Day? {
            if take("J") { return number().flatMap { (1...365).contains($0) ? .withoutLeapDay($0) : nil } }
            guard take("M") else { return number().flatMap { $0 < 366 ? .ofYear($0) : nil } }
            guard let month = number(), (1...12).contains(month), take("."), let week = number(),
                (1...5).contains(week), take("."), let weekday = number(), (0...6).contains(weekday)
            else { return nil }
            return .ofWeek(month: month, week: week, weekday: weekday)
        }
    }
}
