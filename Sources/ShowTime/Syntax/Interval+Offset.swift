extension Interval {
    /// Reads an offset or a length of time as people write it in a timeline:
    /// `90s`, `1h30m`, `250ms`, `-10m`, `00:05` (mm:ss), `01:05:00.250` (h:mm:ss, hours beyond 99), `0`.
    ///
    /// - Throws: ``TimeSyntaxError`` for anything else, for more than millisecond precision, and beyond ten years.
    package init(offset text: some StringProtocol) throws(TimeSyntaxError) {
        var parser = OffsetParser(text)
        self = try parser.parse()
    }
}

private struct OffsetParser {
    private let text: String
    private var scanner: DigitScanner

    init(_ text: some StringProtocol) {
        self.text = String(text)
        scanner = DigitScanner(text)
    }

    /// A unit and its length in nanoseconds.
    private static let units: [(name: String, length: Int64)] = [
        ("ms", 1_000_000), ("s", second), ("m", 60 * second), ("h", 3600 * second), ("d", 86400 * second),
    ]
    private static let second: Int64 = 1_000_000_000

    /// Calculates in 128 bits, because a text may have more digits than fit in 64.
    mutating func parse() throws(TimeSyntaxError) -> Interval {
        let isNegative = scanner.skip("-")
        if !isNegative { _ = scanner.skip("+") }
        guard !scanner.isAtEnd else { throw notAnOffset }
        let nanoseconds = try text.utf8.contains(UInt8(ascii: ":")) ? clock() : sumOfUnits()
        guard nanoseconds <= Interval.longest.nanoseconds else {
            throw TimeSyntaxError("\"\(text)\" is longer than ten years")
        }
        return Interval(nanoseconds: Int64(isNegative ? -nanoseconds : nanoseconds))
    }

    /// `mm:ss` or `h:mm:ss`, with a fraction of the second, in nanoseconds.
    private mutating func clock() throws(TimeSyntaxError) -> Int128 {
        var total: Int128 = 0
        var count = 0
        var isInRange = true
        repeat {
            guard let (value, digits) = scanner.number() else { throw notAnOffset }
            guard count == 0 || digits == 2 else {
                throw TimeSyntaxError("\"\(text)\": minutes and seconds after a colon have two digits")
            }
            isInRange = isInRange && (count == 0 || value < 60)
            // More than three parts are an error, but there may be any number of them.
            if count < 3 { total = total * 60 + Int128(value) }
            count += 1
        } while scanner.skip(":")
        guard count == 2 || count == 3 else { throw notAnOffset }
        let decimals = try decimals()
        guard scanner.isAtEnd else { throw notAnOffset }
        let fraction = try fraction(decimals, of: Self.second)
        guard isInRange else {
            throw TimeSyntaxError("\"\(text)\": minutes and seconds after a colon go to 59")
        }
        return total * Int128(Self.second) + fraction
    }

    /// `1h30m`: numbers with units, the larger before the smaller, in nanoseconds.
    private mutating func sumOfUnits() throws(TimeSyntaxError) -> Int128 {
        var total: Int128 = 0
        var previousUnit = Int64.max
        while !scanner.isAtEnd {
            guard let (value, _) = scanner.number() else { throw notAnOffset }
            if scanner.isAtEnd, value == 0, previousUnit == .max { return 0 }
            let decimals = try decimals()
            let name = scanner.letters()
            guard let unit = Self.units.first(where: { $0.name == name })?.length else {
                guard scanner.isAtEnd, name.isEmpty else { throw notAnOffset }
                throw noUnit(below: previousUnit)
            }
            let fraction = try fraction(decimals, of: unit)
            guard unit < previousUnit else {
                throw TimeSyntaxError("\"\(text)\": units go from large to small, each once: d, h, m, s, ms")
            }
            previousUnit = unit
            total += Int128(value) * Int128(unit) + fraction
        }
        return total
    }

    /// The digits after a decimal point; 0 where there is no point.
    private mutating func decimals() throws(TimeSyntaxError) -> (value: Int64, digits: Int) {
        guard scanner.skip(".") else { return (0, 0) }
        guard let decimals = scanner.number() else { throw notAnOffset }
        guard decimals.digits <= 9 else { throw tooFine }
        return decimals
    }

    /// Decimals of a unit that is `unit` nanoseconds long, as nanoseconds.
    private func fraction(_ decimals: (value: Int64, digits: Int), of unit: Int64) throws(TimeSyntaxError) -> Int128 {
        guard decimals.value > 0 else { return 0 }
        let scale = (0..<decimals.digits).reduce(Int128(1)) { scale, _ in scale * 10 }
        let (quotient, remainder) = (Int128(decimals.value) * Int128(unit)).quotientAndRemainder(dividingBy: scale)
        guard remainder == 0, quotient % 1_000_000 == 0 else { throw tooFine }
        return quotient
    }

    // MARK: Errors

    private var notAnOffset: TimeSyntaxError {
        TimeSyntaxError("\"\(text)\" is not a time: write 90s, 1h30m, 250ms, -10m, 00:05 (mm:ss) or 01:05:00 (h:mm:ss)")
    }

    private var tooFine: TimeSyntaxError { TimeSyntaxError("\"\(text)\" is finer than a millisecond") }

    /// Names what the text would be with each unit that may stand at its end.
    private func noUnit(below previous: Int64) -> TimeSyntaxError {
        // A fraction of a millisecond is too fine for any text.
        let names = Self.units.filter { $0.length < previous && !($0.name == "ms" && text.contains(".")) }.map(\.name)
        guard let last = names.last else { return notAnOffset }
        let others = names.dropLast().map { "\(text)\($0)" }.joined(separator: ", ")
        return TimeSyntaxError(
            "\"\(text)\" has no unit\(previous == .max ? "" : " at its end"): write "
                + (others.isEmpty ? "" : "\(others) or ") + "\(text)\(last)")
    }
}
