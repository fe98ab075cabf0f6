package import ShowTime

/// What an expression can be: Jinja2's (that is, Python's) values as far as a script needs them.
package enum Value: Hashable, Sendable {
    case none
    case bool(Bool)
    case int(Int)
    /// An integer that needs more than 64 bits, and nothing less.
    case big(BigInteger)
    case float(Double)
    case complex(Complex)
    case string(String)
    case list([Value])
    case tuple([Value])
    case map(Members)
    /// Printed and formatted in the zone of the timeline.
    case instant(Instant)
    /// What some filters give and only loops and other filters take: a generator of Python, which has no text.
    case iterator(Generator)
    /// `range(…)`: its numbers and how it is written.
    case range([Value], text: String)
    /// The variable `loop`: an index into the loops that are running.
    case loop(Int)
    /// What nothing defines. No error until it is used.
    indirect case undefined(TemplateError)

    /// The name that error messages call the type by.
    package var typeName: String {
        switch self {
        case .none: "none"
        case .bool: "a boolean"
        case .int, .big: "an integer"
        case .float: "a number"
        case .complex: "a complex number"
        case .string: "a text"
        case .list: "a list"
        case .tuple: "a tuple"
        case .map: "a mapping"
        case .instant: "a time"
        case .iterator: "a sequence that can be read once"
        case .range: "a range"
        case .loop: "the loop"
        case .undefined: "what nothing defines"
        }
    }

    /// A boolean counts as 0 or 1 in arithmetic, as in Python.
    var asInteger: Int? {
        switch self {
        case .int(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    var asDouble: Double? {
        switch self {
        case .float(let value): value
        case .big(let value): value.asDouble
        default: asInteger.map(Double.init)
        }
    }
}

extension Double {
    /// The text that Python's `repr` gives a float: the shortest digits that read back the same, with an exponent below
    /// 1e-4 and from 1e16.
    package var pythonText: String {
        if isNaN { return "nan" }
        if isInfinite { return self < 0 ? "-inf" : "inf" }
        let sign = self.sign == .minus ? "-" : ""
        var (digits, exponent) = magnitude.shortestDigits
        if exponent < -4 || exponent >= 16 {
            let mantissa = digits.count == 1 ? digits : "\(digits.removeFirst()).\(digits)"
            return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")\(abs(exponent) < 10 ? "0" : "")\(abs(exponent))"
        }
        if exponent < 0 { return "\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(digits)" }
        if digits.count <= exponent + 1 {
            return "\(sign)\(digits)\(String(repeating: "0", count: exponent + 1 - digits.count)).0"
        }
        let point = digits.index(digits.startIndex, offsetBy: exponent + 1)
        return "\(sign)\(digits[..<point]).\(digits[point...])"
    }

    /// Digits without a point or zeros around them, and the power of ten of the first.
    private var shortestDigits: (digits: String, exponent: Int) {
        let parts = description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let whole = mantissa[0]
        let decimals = mantissa.count > 1 ? mantissa[1] : ""
        let all = String(whole) + String(decimals)
        let leadingZeros = all.prefix { $0 == "0" }.count
        var digits = String(all.dropFirst(leadingZeros))
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        let written = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        return digits.isEmpty ? ("0", 0) : (digits, whole.count - 1 - leadingZeros + written)
    }
}
