import ShowTime

/// The reading of times like `00:05`, which may be offsets or times of day.
package enum SheetTimes: String, Sendable, CaseIterable {
    /// From the start of the show: `00:05` is five seconds in.
    case offset
    /// Times of day: `00:05` is five minutes past midnight.
    case clock
}

/// A time as a cell has it.
enum SheetTime: Equatable {
    /// Signed, with units, after a `T`, or beyond 24 hours: can only be an offset.
    case offset(Interval)
    /// With AM or PM: can only be a time of day. Since midnight.
    case clock(Interval)
    /// `20:05`, `01:05:00`: either reading is possible.
    case either(offset: Interval, clock: Interval)
    /// With a date.
    case instant(WrittenTime)

    /// - Throws: ``TimeSyntaxError`` that names the ways to write a time.
    init(_ cell: String) throws(TimeSyntaxError) { self = try Self.parse(cell) }

    private static func parse(_ cell: String) throws(TimeSyntaxError) -> SheetTime {
        let text = plain(cell)
        if text.isEmpty { throw TimeSyntaxError("there is no time") }
        if let written = try? WrittenTime(text) { return .instant(written) }
        if let clock = twelveHourClock(text) { return .clock(clock) }
        if let clock = ChineseTime.clock(text).flatMap({ twentyFourHourClock($0) }) { return .clock(clock) }
        let (rest, isMarked) = withoutMark(text)
        let compact = withUnitLetters(rest)
        // A bare "T", and "T-0" and "T+0" are the start.
        if isMarked, compact.isEmpty { return .offset(.zero) }
        let offset: Interval
        do throws(TimeSyntaxError) { offset = try Interval(offset: compact) } catch {
            throw TimeSyntaxError(error.message.replacingQuoted(compact, with: cell.trimmingWhiteSpace))
        }
        let isSigned = compact.first == "-" || compact.first == "+"
        guard !isMarked, !isSigned, let clock = twentyFourHourClock(compact) else { return .offset(offset) }
        return .either(offset: offset, clock: clock)
    }

    /// Replaces typographic signs by the ASCII ones that they stand for, and dates in Chinese forms by plain ones.
    static func plain(_ cell: String) -> String {
        var text = ""
        for scalar in cell.trimmingWhiteSpace.unicodeScalars {
            switch scalar {
            case "\u{2212}", "\u{2012}", "\u{2013}", "\u{2011}", "\u{2010}": text += "-"
            // Full-width digits, colons, signs.
            case "\u{FF01}"..."\u{FF5E}":
                if let narrow = Unicode.Scalar(scalar.value - 0xFEE0) { text.unicodeScalars.append(narrow) }
            case _ where scalar.properties.isWhitespace: text += " "
            default: text.unicodeScalars.append(scalar)
            }
        }
        return ChineseTime.withPlainDate(text)
    }

    /// The text without `T`, `GET` or `MET` in front, and whether there was one.
    private static func withoutMark(_ text: String) -> (rest: String, isMarked: Bool) {
        let upper = text.uppercased()
        for mark in ["GET", "MET", "T"] where upper.hasPrefix(mark) {
            let rest = text.dropFirst(mark.count).drop { $0 == " " }
            guard rest.first.map({ "+-0123456789".contains($0) }) ?? (mark == "T") else { continue }
            return (String(rest), true)
        }
        return (text, false)
    }

    /// `10 minutes` → `10m`, `1 h 30 min` → `1h30m`, `00:05,5` → `00:05.5`
    private static func withUnitLetters(_ text: String) -> String {
        var result = ""
        var word = ""
        func letter(_ word: String) -> String {
            switch word.lowercased() {
            case "": ""
            case "d", "day", "days", "天": "d"
            case "h", "hr", "hrs", "hour", "hours", "小时", "小時": "h"
            case "m", "min", "mins", "minute", "minutes", "分", "分钟", "分鐘": "m"
            case "s", "sec", "secs", "second", "seconds", "秒", "秒钟": "s"
            case "ms", "msec", "millisecond", "milliseconds", "毫秒": "ms"
            default: word
            }
        }
        for character in text {
            if character.isLetter {
                word.append(character)
                continue
            }
            result += letter(word)
            word = ""
            // A full stop behind a unit abbreviates it.
            if character == ".", let last = result.last, last.isLetter { continue }
            if character == " " { continue }
            result.append(character == "," ? "." : character)
        }
        return result + letter(word)
    }

    /// `8 PM`, `8:05 pm`, `8:05:30 p.m.`, since midnight.
    private static func twelveHourClock(_ text: String) -> Interval? {
        var letters = text.lowercased().filter { $0 != "." && $0 != " " }
        let isAfternoon = letters.hasSuffix("pm")
        guard isAfternoon || letters.hasSuffix("am") else { return nil }
        letters.removeLast(2)
        let parts = letters.split(separator: ":", omittingEmptySubsequences: false)
        guard let hour = parts.first.flatMap({ Int($0) }), (1...12).contains(hour) else { return nil }
        let rest = parts.count == 1 ? ":00" : letters.drop { $0 != ":" }
        return twentyFourHourClock("\(hour % 12 + (isAfternoon ? 12 : 0))\(rest)")
    }

    /// `20:05`, `8:05`, `20:05:30.250`, since midnight; nil beyond 24:00.
    private static func twentyFourHourClock(_ text: String) -> Interval? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, (1...2).contains(parts[0].utf8.count) else { return nil }
        guard let time = try? Interval(offset: parts.count == 2 ? "\(text):00" : text), time >= .zero,
            time <= .hours(24)
        else { return nil }
        return time
    }
}

extension String {
    /// Puts the text as it was written in place of the one that was parsed.
    fileprivate func replacingQuoted(_ read: String, with written: String) -> String {
        let quoted = "\"\(read)\""
        guard hasPrefix(quoted) else { return self }
        return "\"\(written)\"" + dropFirst(quoted.count)
    }
}
