/// One `%…` of a format.
struct FormatPiece {
    private(set) var conversion: Unicode.Scalar = "s"
    private(set) var isAlternate = false
    private(set) var sign = ""
    private(set) var precision: Int?
    private var isLeft = false
    private var isFilledWithZeros = false
    private var width = 0

    /// What is wider than this is nothing that anybody sends.
    private static let widest = 10_000

    /// Reads what stands behind a `%`, and the values that `(name)` and `*` ask for.
    init(
        _ scalars: [Unicode.Scalar], _ place: inout Int, _ arguments: inout PercentFormat.Arguments,
        at range: Range<Int>
    ) throws(TemplateError) {
        if place < scalars.count, scalars[place] == "(" {
            try arguments.select(Self.name(scalars, &place, at: range))
        }
        readFlags(scalars, &place)
        if let number = try Self.number(scalars, &place, &arguments, at: range) {
            isLeft = isLeft || number < 0
            width = abs(number)
        }
        if place < scalars.count, scalars[place] == "." {
            place += 1
            precision = max(try Self.number(scalars, &place, &arguments, at: range) ?? 0, 0)
        }
        // C's sizes of integers, which Python reads and forgets.
        if place < scalars.count, "hlL".unicodeScalars.contains(scalars[place]) { place += 1 }
        guard place < scalars.count else {
            throw TemplateError(.evaluation, "a format ends within a %: write %% for a percent sign", at: range)
        }
        conversion = scalars[place]
        place += 1
        guard "sracdiuxXoeEfFgG".unicodeScalars.contains(conversion) else {
            throw TemplateError(
                .evaluation, "there is no %\(conversion) in a format: write %% for a percent sign", at: range)
        }
    }

    private mutating func readFlags(_ scalars: [Unicode.Scalar], _ place: inout Int) {
        while place < scalars.count {
            switch scalars[place] {
            case "-": isLeft = true
            case "0": isFilledWithZeros = true
            case "#": isAlternate = true
            case "+": sign = "+"
            case " ": sign = sign.isEmpty ? " " : sign
            default: return
            }
            place += 1
        }
    }

    /// The name in `(name)`, which may have parentheses itself.
    private static func name(
        _ scalars: [Unicode.Scalar], _ place: inout Int, at range: Range<Int>
    ) throws(TemplateError) -> String {
        var name = String.UnicodeScalarView()
        var depth = 0
        repeat {
            guard place < scalars.count else {
                throw TemplateError(.evaluation, "a name in a format does not end", at: range)
            }
            if scalars[place] == ")" { depth -= 1 }
            if depth > 0 { name.append(scalars[place]) }
            if scalars[place] == "(" { depth += 1 }
            place += 1
        } while depth > 0
        return String(name)
    }

    private static func number(
        _ scalars: [Unicode.Scalar], _ place: inout Int, _ arguments: inout PercentFormat.Arguments,
        at range: Range<Int>
    ) throws(TemplateError) -> Int? {
        var number: Int?
        if place < scalars.count, scalars[place] == "*" {
            place += 1
            let value = try arguments.next().defined()
            guard let given = value.asInteger else {
                throw TemplateError(.evaluation, "* in a format takes an integer, not \(value.typeName)", at: range)
            }
            number = given
        }
        while number == nil || place < scalars.count, place < scalars.count,
            let digit = UInt8(exactly: scalars[place].value), digit.isDigit, (number ?? 0).magnitude <= widest
        {
            number = (number ?? 0) * 10 + Int(digit - 48)
            place += 1
        }
        guard (number ?? 0).magnitude <= widest else {
            throw TemplateError(.unsupported, "a format is at most \(widest) characters wide", at: range)
        }
        return number
    }

    /// The characters that the precision leaves of a text.
    func cut(_ text: String) -> String { precision.map { String(text.unicodeScalars.prefix($0)) } ?? text }

    func padded(_ text: String) -> String {
        let missing = width - text.unicodeScalars.count
        guard missing > 0 else { return text }
        let spaces = String(repeating: " ", count: missing)
        return isLeft ? text + spaces : spaces + text
    }

    /// A number, whose zeros go behind its sign.
    func padded(_ digits: String, sign: String, prefix: String = "") -> String {
        let missing = width - sign.utf8.count - prefix.utf8.count - digits.utf8.count
        guard isFilledWithZeros, !isLeft, missing > 0 else { return padded(sign + prefix + digits) }
        return sign + prefix + String(repeating: "0", count: missing) + digits
    }
}
