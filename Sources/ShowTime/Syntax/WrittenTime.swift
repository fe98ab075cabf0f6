/// A start or an instant as people write it: with an offset from UTC it is an instant, without one it is a local time
/// that needs a zone.
package enum WrittenTime: Hashable, Sendable {
    case instant(Instant)
    case local(CivilDateTime)

    /// Reads `2026-11-20T20:00:00+08:00`, `2026-11-20T12:00:00.250Z` (RFC 3339; a space will do for the `T`),
    /// or a local `2026-11-20 20:00` with or without seconds.
    ///
    /// - Throws: ``TimeSyntaxError`` for anything else, for dates that no calendar has, for more than millisecond
    ///   precision, and for years outside ``Instant/writableYears``.
    package init(_ text: some StringProtocol) throws(TimeSyntaxError) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"),
            let month = scanner.number(digits: 2), scanner.skip("-"),
            let day = scanner.number(digits: 2), scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let hour = scanner.number(digits: 2), scanner.skip(":"),
            let minute = scanner.number(digits: 2)
        else { throw .notATime(text) }
        var civil = CivilDateTime(year: year, month: month, day: day, hour: hour, minute: minute)
        if scanner.skip(":") {
            guard let second = scanner.number(digits: 2) else { throw .notATime(text) }
            civil.second = second
            if scanner.skip(".") {
                guard let nanosecond = scanner.nanoseconds() else { throw .notATime(text) }
                guard nanosecond % 1_000_000 == 0 else {
                    throw TimeSyntaxError("\"\(text)\" is finer than a millisecond")
                }
                civil.nanosecond = nanosecond
            }
        }
        let utcOffset = try scanner.utcOffset(in: text)
        guard scanner.isAtEnd else { throw .notATime(text) }
        try civil.checkThatCalendarsHaveIt(written: text)
        guard let utcOffset else {
            self = .local(civil)
            return
        }
        let instant = civil.instant(utcOffset: utcOffset)
        // The year of UTC may be another.
        try CivilDateTime(instant, utcOffset: 0).checkThatCalendarsHaveIt(written: text)
        self = .instant(instant)
    }
}

extension TimeSyntaxError {
    fileprivate static func notATime(_ text: some StringProtocol) -> TimeSyntaxError {
        TimeSyntaxError(
            "\"\(text)\" is not a date and time: write 2026-11-20T20:00:00+08:00, or a local 2026-11-20 20:00")
    }
}

extension CivilDateTime {
    fileprivate func checkThatCalendarsHaveIt(written text: some StringProtocol) throws(TimeSyntaxError) {
        guard Instant.writableYears.contains(year) else {
            let years = Instant.writableYears
            throw TimeSyntaxError("\"\(text)\": years go from \(years.lowerBound) to \(years.upperBound)")
        }
        guard (1...12).contains(month) else { throw TimeSyntaxError("\"\(text)\": there is no month \(month)") }
        guard day >= 1, day <= Self.daysInMonth(month, year: year) else {
            throw TimeSyntaxError("\"\(text)\": that month has no day \(day)")
        }
        guard hour < 24, minute < 60, second < 60 else {
            throw TimeSyntaxError("\"\(text)\": times of day go from 00:00:00 to 23:59:59")
        }
    }
}

extension DigitScanner {
    /// The decimals of a second, nil where there are none. More than nine are taken for finer than a millisecond, whatever they
    /// are.
    fileprivate mutating func nanoseconds() -> Int? {
        guard let (value, digits) = number() else { return nil }
        guard digits <= 9 else { return 1 }
        return (digits..<9).reduce(Int(value)) { value, _ in value * 10 }
    }

    /// `Z` or `+08:00` in seconds east of UTC, nil where there is neither.
    fileprivate mutating func utcOffset(in text: some StringProtocol) throws(TimeSyntaxError) -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let isWest = skip("-")
        guard isWest || skip("+") else { return nil }
        guard let hours = number(digits: 2), skip(":"), let minutes = number(digits: 2), hours < 24, minutes < 60 else {
            throw .notATime(text)
        }
        let seconds = hours * 3600 + minutes * 60
        return isWest ? -seconds : seconds
    }
}

extension Instant {
    /// Reads the one form that logs have, `2026-11-20T12:00:00.000Z`; nil for anything else. Made for reading millions.
    package init?(logTime bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 24, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            bytes[19] == UInt8(ascii: "."), bytes[23] == UInt8(ascii: "Z")
        else { return nil }
        var isWellFormed = true
        func number(_ start: Int, _ digits: Int) -> Int {
            var value = 0
            for index in start..<start + digits {
                let digit = Int(bytes[index]) - 48
                if digit < 0 || digit > 9 { isWellFormed = false }
                value = value * 10 + digit
            }
            return value
        }
        let civil = CivilDateTime(
            year: number(0, 4), month: number(5, 2), day: number(8, 2), hour: number(11, 2), minute: number(14, 2),
            second: number(17, 2), nanosecond: number(20, 3) * 1_000_000)
        guard isWellFormed, (1678...2261).contains(civil.year), (1...12).contains(civil.month),
            civil.day >= 1, civil.day <= CivilDateTime.daysInMonth(civil.month, year: civil.year),
            civil.hour < 24, civil.minute < 60, civil.second < 60
        else { return nil }
        self = civil.instant(utcOffset: 0)
    }
}
