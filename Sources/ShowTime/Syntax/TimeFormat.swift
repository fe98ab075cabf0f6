extension Array where Element == UInt8 {
    /// Appends RFC 3339 in UTC with milliseconds: `2026-11-20T12:00:00.000Z`.
    package mutating func append(rfc3339 instant: Instant) {
        append(utc: instant, hasSeparators: true, hasMilliseconds: true)
    }

    fileprivate mutating func append(utc instant: Instant, hasSeparators: Bool, hasMilliseconds: Bool) {
        let civil = CivilDateTime(instant, utcOffset: 0)
        // Appended in one piece, because every line of a log has three of them.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { text in
            var count = 0
            func add(_ byte: UInt8) {
                text[count] = byte
                count += 1
            }
            func add(_ value: Int, after separator: Unicode.Scalar?) {
                if let separator, hasSeparators || separator == "T" { add(UInt8(ascii: separator)) }
                add(UInt8(48 + value / 10 % 10))
                add(UInt8(48 + value % 10))
            }
            add(civil.year / 100, after: nil)
            add(civil.year, after: nil)
            add(civil.month, after: "-")
            add(civil.day, after: "-")
            add(civil.hour, after: "T")
            add(civil.minute, after: ":")
            add(civil.second, after: ":")
            if hasMilliseconds {
                let milliseconds = civil.nanosecond / 1_000_000
                add(UInt8(ascii: "."))
                add(UInt8(48 + milliseconds / 100))
                add(milliseconds, after: nil)
            }
            add(UInt8(ascii: "Z"))
            append(contentsOf: text[..<count])
        }
    }

    /// Appends a number that is not negative, with zeros in front up to `digits`.
    package mutating func append(decimal value: Int, digits: Int = 1) {
        var scale = 1
        var width = 1
        while width < digits || value / scale >= 10 {
            scale *= 10
            width += 1
        }
        while scale > 0 {
            append(UInt8(48 + value / scale % 10))
            scale /= 10
        }
    }
}

extension Double {
    /// `100`, `0.5`
    package var shortText: String { Int(exactly: self).map(String.init) ?? String(self) }
}

extension Instant {
    /// RFC 3339 in UTC with milliseconds: `2026-11-20T12:00:00.000Z`.
    package var rfc3339: String {
        var bytes: [UInt8] = []
        bytes.append(rfc3339: self)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The form that run ids take, `20261120T120000Z`, with `.250` before the Z only where there are milliseconds.
    package var compact: String {
        var bytes: [UInt8] = []
        bytes.append(utc: self, hasSeparators: false, hasMilliseconds: milliseconds % 1000 != 0)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Interval {
    /// The clock form of an offset, `-00:10:00`, `01:05:00.250`, with decimals only where there are any.
    package var clock: String {
        let total = nanoseconds.magnitude / 1_000_000
        // Less than a millisecond is zero, without a sign.
        var bytes: [UInt8] = nanoseconds < 0 && total > 0 ? [UInt8(ascii: "-")] : []
        bytes.append(decimal: Int(total / 3_600_000), digits: 2)
        for part in [total / 60000 % 60, total / 1000 % 60] {
            bytes.append(UInt8(ascii: ":"))
            bytes.append(decimal: Int(part), digits: 2)
        }
        if total % 1000 != 0 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(decimal: Int(total % 1000), digits: 3)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The form with units that people write, `1h30m`, `-250ms`, `0s`.
    package var words: String {
        var rest = nanoseconds.magnitude / 1_000_000
        guard rest > 0 else { return "0s" }
        var text = nanoseconds < 0 ? "-" : ""
        for (unit, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60000), ("s", 1000), ("ms", 1)]
            as [(String, UInt64)]
        where rest >= length {
            text += "\(rest / length)\(unit)"
            rest %= length
        }
        return text
    }

    /// `250 ms`, `4.1 s`, `12 s`: for people.
    package var secondsText: String {
        let milliseconds = Int(self.milliseconds)
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds < 10_000 { return "\(milliseconds / 1000).\(milliseconds / 100 % 10) s" }
        if milliseconds < 120_000 { return "\(milliseconds / 1000) s" }
        return Interval.seconds(Int64(milliseconds / 1000)).words
    }
}
