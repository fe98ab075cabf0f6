extension Interval {
    /// Reads an offset or a length of time as people write it in a timeline:
    /// `90s`, `1h30m`, `250ms`, `-10m`, `00:05` (mm:ss), `01:05:00.250` (h:mm:ss, hours beyond 99), `0`.
    ///
    /// - Throws: ``TimeSyntaxError`` for anything else, for more than millisecond precision, and beyond ten years.
    package init(offset text: some StringProtocol) throws(TimeSyntaxError) {
        var digits = Scanner(text)
        let isNegative = digits.skip(UInt8(ascii: "-"))
        if !isNegative { _ = digits.skip(UInt8(ascii: "+")) }
        guard !digits.isAtEnd else { throw .notAnOffset(text) }
        let length = try text.utf8.contains(UInt8(ascii: ":")) ? digits.clock(of: text) : digits.units(of: text)
        guard length <= Interval.longest else {
            throw TimeSyntaxError("\"\(text)\" is longer than ten years")
        }
        self = isNegative ? -length : length
    }
}

extension TimeSyntaxError {
    fileprivate static func notAnOffset(_ text: some StringProtocol) -> TimeSyntaxError {
        TimeSyntaxError("\"\(text)\" is not a time: write 90s, 1h30m, 250ms, -10m, 00:05 (mm:ss) or 01:05:00 (h:mm:ss)")
    }
    /// Says what the text would be with each unit that may stand at its end.
    fileprivate static func noUnit(_ text: some StringProtocol, below previous: Int64) -> TimeSyntaxError {
        // A fraction of a millisecond is too fine for any text.
        let whole = text.utf8.contains(UInt8(ascii: ".")) ? [] : ["ms"]
        let known: [(name: String, length: Int64)] = [
            ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
        ]
        let names = whole + known.filter { $0.length < previous }.map(\.name)
        guard let last = names.last else { return notAnOffset(text) }
        let wishes = names.dropLast().map { "\(text)\($0)" }.joined(separator: ", ")
        return TimeSyntaxError(
            "\"\(text)\" has no unit\(previous == .max ? "" : " at its end"): write "
                + (wishes.isEmpty ? "" : "\(wishes) or ") + "\(text)\(last)")
    }
    fileprivate static func tooFine(_ text: some StringProtocol) -> TimeSyntaxError {
        TimeSyntaxError("\"\(text)\" is finer than a millisecond")
    }
}

/// The text's bytes and a place in them.
private struct Scanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Beyond what any text may mean, and far enough below the range of `Int64` to calculate with.
    private static let beyondAll: Int64 = 1_000_000_000_000_000

    /// The digits at the place as a number, however many there are; nil where there are none.
    private mutating func number() -> (value: Int64, digits: Int)? {
        let first = position
        var value: Int64 = 0
        while position < bytes.count, case let digit = Int64(bytes[position]) - 48, (0...9).contains(digit) {
            value = min(value * 10 + digit, Self.beyondAll)
            position += 1
        }
        return position == first ? nil : (value, position - first)
    }

    /// The digits after a decimal point, or nil where there is no point.
    private mutating func decimals(of text: some StringProtocol) throws(TimeSyntaxError) -> (value: Int64, digits: Int)?
    {
        guard skip(UInt8(ascii: ".")) else { return nil }
        guard let decimals = number() else { throw .notAnOffset(text) }
        guard decimals.digits <= 9 else { throw .tooFine(text) }
        return decimals
    }

    /// `mm:ss` or `h:mm:ss`, with a fraction of the second.
    mutating func clock(of text: some StringProtocol) throws(TimeSyntaxError) -> Interval {
        var fields: [Int64] = []
        repeat {
            guard let (value, digits) = number() else { throw .notAnOffset(text) }
            guard fields.isEmpty || digits == 2 else {
                throw TimeSyntaxError("\"\(text)\": minutes and seconds after a colon have two digits")
            }
            fields.append(value)
        } while skip(UInt8(ascii: ":"))
        guard fields.count == 2 || fields.count == 3 else { throw .notAnOffset(text) }
        let decimals = try decimals(of: text)
        guard isAtEnd else { throw .notAnOffset(text) }
        let fraction = try fraction(decimals, of: 1_000_000_000, in: text)
        guard fields.dropFirst().allSatisfy({ $0 < 60 }) else {
            throw TimeSyntaxError("\"\(text)\": minutes and seconds after a colon go to 59")
        }
        guard fields[0] <= Interval.longest.nanoseconds / 60_000_000_000 else { return .tooLong }
        let seconds = fields.reduce(0) { $0 * 60 + $1 }
        guard seconds <= Interval.longest.nanoseconds / 1_000_000_000 else { return .tooLong }
        return Interval(nanoseconds: seconds * 1_000_000_000 + fraction)
    }

    /// `1h30m`: numbers with units, the larger before the smaller.
    mutating func units(of text: some StringProtocol) throws(TimeSyntaxError) -> Interval {
        var total: Int64 = 0
        var previousUnit = Int64.max
        while !isAtEnd {
            guard let (value, _) = number() else { throw .notAnOffset(text) }
            if isAtEnd, value == 0, previousUnit == .max { return .zero }
            let decimals = try decimals(of: text)
            guard let unit = unit() else {
                guard isAtEnd else { throw .notAnOffset(text) }
                throw .noUnit(text, below: previousUnit)
            }
            let fraction = try fraction(decimals, of: unit, in: text)
            guard unit < previousUnit else {
                throw TimeSyntaxError("\"\(text)\": units go from large to small, each once: d, h, m, s, ms")
            }
            previousUnit = unit
            guard value <= Interval.longest.nanoseconds / unit else { return .tooLong }
            total += value * unit + fraction
            guard total <= Interval.longest.nanoseconds else { return .tooLong }
        }
        return Interval(nanoseconds: total)
    }

    /// A unit's name at the place, as its length in nanoseconds.
    private mutating func unit() -> Int64? {
        let first = position
        while position < bytes.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[position]) {
            position += 1
        }
        switch String(decoding: bytes[first..<position], as: UTF8.self) {
        case "d": return 86400 * 1_000_000_000
        case "h": return 3600 * 1_000_000_000
        case "m": return 60 * 1_000_000_000
        case "s": return 1_000_000_000
        case "ms": return 1_000_000
        default:
            position = first
            return nil
        }
    }
}

/// Decimals of a unit that is `unit` nanoseconds long, as nanoseconds; 0 where there are none.
private func fraction(
    _ decimals: (value: Int64, digits: Int)?, of unit: Int64, in text: some StringProtocol
) throws(TimeSyntaxError) -> Int64 {
    guard let (value, digits) = decimals else { return 0 }
    let scale = (0..<digits).reduce(Int64(1)) { scale, _ in scale * 10 }
    // In 128 bits: nine decimals of a day are more than fits in 64.
    let (quotient, remainder) = (Int128(value) * Int128(unit)).quotientAndRemainder(dividingBy: Int128(scale))
    guard remainder == 0, quotient % 1_000_000 == 0 else { throw .tooFine(text) }
    return Int64(quotient)
}

extension Interval {
    /// One step beyond what is allowed, so that the caller's bound refuses it.
    fileprivate static let tooLong = Interval(nanoseconds: longest.nanoseconds + 1)
}
