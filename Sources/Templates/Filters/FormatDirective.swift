/// One directive of a format: `%`, flags, a width, a precision and the letter of its conversion.
struct FormatDirective {
    private(set) var conversion: Unicode.Scalar = "s"
    private(set) var sign = ""
    private(set) var precision: Int?
    private var isLeft = false
    private var isFilledWithZeros = false
    private var width = 0

    private static let maximumWidth = 1024

    /// Reads the directive that begins with the `%` at `place`, up to its last character.
    init(_ scalars: [Unicode.Scalar], _ place: inout Int, at range: Range<Int>) throws(TemplateError) {
        place += 1
        readFlags(scalars, &place)
        width = try Self.number(scalars, &place, at: range) ?? 0
        if place < scalars.count, scalars[place] == "." {
            place += 1
            precision = try Self.number(scalars, &place, at: range) ?? 0
        }
        guard place < scalars.count else {
            throw .evaluation("a format ends within a %: write %% for a percent sign", at: range)
        }
        conversion = scalars[place]
        guard "sdfeg".unicodeScalars.contains(conversion) else {
            throw .unsupported(
                "%\(conversion) is not supported in a format: write %s, %d, %f, %e or %g, and %% for a percent sign",
                at: range)
        }
    }

    private mutating func readFlags(_ scalars: [Unicode.Scalar], _ place: inout Int) {
        while place < scalars.count {
            switch scalars[place] {
            case "-": isLeft = true
            case "0": isFilledWithZeros = true
            case "+": sign = "+"
            case " ": sign = sign.isEmpty ? " " : sign
            default: return
            }
            place += 1
        }
    }

    private static func number(
        _ scalars: [Unicode.Scalar], _ place: inout Int, at range: Range<Int>
    ) throws(TemplateError) -> Int? {
        var number: Int?
        while place < scalars.count, let digit = UInt8(exactly: scalars[place].value), digit.isDigit {
            number = (number ?? 0) * 10 + Int(digit - 48)
            place += 1
            guard number ?? 0 <= maximumWidth else {
                throw .unsupported("a format is at most \(maximumWidth) characters wide", at: range)
            }
        }
        return number
    }

    /// Returns the characters that the precision leaves of a text.
    func cut(_ text: String) -> String { precision.map { String(text.unicodeScalars.prefix($0)) } ?? text }

    func padded(_ text: String) -> String {
        let missing = width - text.unicodeScalars.count
        guard missing > 0 else { return text }
        let spaces = String(repeating: " ", count: missing)
        return isLeft ? text + spaces : spaces + text
    }

    /// Returns a number of that width, with zeros behind its sign where the flag asks for them.
    func padded(_ digits: String, sign: String) -> String {
        let missing = width - sign.utf8.count - digits.utf8.count
        guard isFilledWithZeros, !isLeft, missing > 0 else { return padded(sign + digits) }
        return sign + String(repeating: "0", count: missing) + digits
    }
}
