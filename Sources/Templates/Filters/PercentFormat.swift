/// Formats values as Python's `format % values` does: `%s %d %f %%` with flags, width and precision.
struct PercentFormat {
    /// The expression of the format and its values.
    var expression: Expression
    /// Where in the template it stands.
    var range: Range<Int>

    private static let maximumWidth = 1024

    /// One directive: `%`, flags, a width, a precision and the letter of its conversion.
    private struct Directive {
        var flags: Substring.UnicodeScalarView
        var width: Int
        var precision: Int?
        var conversion: Unicode.Scalar

        /// Returns a text padded to the width, with zeros behind its sign if a flag asks for them.
        func padded(_ text: String, sign: String = "", isNumber: Bool = false) -> String {
            let missing = max(width - sign.utf8.count - text.unicodeScalars.count, 0)
            if flags.contains("-") { return sign + text + String(repeating: " ", count: missing) }
            if isNumber, flags.contains("0") { return sign + String(repeating: "0", count: missing) + text }
            return String(repeating: " ", count: missing) + sign + text
        }

        func paddedNumber(_ digits: String, isNegative: Bool) -> String {
            let sign = isNegative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : ""
            return padded(digits, sign: sign, isNumber: true)
        }
    }

    func format(_ text: String, with values: [Value], _ evaluation: inout Evaluation) throws(TemplateError) -> String {
        var values = values[...]
        var rest = text[...].unicodeScalars
        var result = ""
        while let scalar = rest.popFirst() {
            if scalar != "%" {
                result.unicodeScalars.append(scalar)
            } else if rest.first == "%" {
                result.unicodeScalars.append(rest.removeFirst())
            } else {
                let directive = try directive(&rest)
                guard let value = values.popFirst() else {
                    throw .evaluation("there are fewer values than the format asks for", at: range)
                }
                result += try converted(value, by: directive, &evaluation)
                guard result.utf8.count <= String.maximumBytes else { throw .tooLong(at: range) }
            }
        }
        guard values.isEmpty else { throw .evaluation("there are more values than the format asks for", at: range) }
        return result
    }

    /// Reads a directive behind its `%`.
    private func directive(_ rest: inout Substring.UnicodeScalarView) throws(TemplateError) -> Directive {
        let flags = rest.prefix { "-0+ ".unicodeScalars.contains($0) }
        rest.removeFirst(flags.count)
        let width = try number(&rest)
        var precision: Int?
        if rest.first == "." {
            rest.removeFirst()
            precision = try number(&rest)
        }
        guard let conversion = rest.popFirst() else {
            throw .evaluation("a format ends within a %: write %% for a percent sign", at: range)
        }
        guard "sdf".unicodeScalars.contains(conversion) else {
            throw .unsupported(
                "%\(conversion) is not supported in a format: write %s, %d or %f, and %% for a percent sign", at: range)
        }
        return Directive(flags: flags, width: width, precision: precision, conversion: conversion)
    }

    /// Reads digits, of which there may be none.
    private func number(_ rest: inout Substring.UnicodeScalarView) throws(TemplateError) -> Int {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest.removeFirst(digits.count)
        guard let number = digits.isEmpty ? 0 : Int(String(digits)), number <= Self.maximumWidth else {
            throw .unsupported("a format is at most \(Self.maximumWidth) characters wide", at: range)
        }
        return number
    }

    private func converted(
        _ value: Value, by directive: Directive, _ evaluation: inout Evaluation
    ) throws(TemplateError) -> String {
        if directive.conversion == "s" {
            let text = try evaluation.text(of: value, as: .argument(of: expression))
            return directive.padded(directive.precision.map { String(text.unicodeScalars.prefix($0)) } ?? text)
        }
        let value = try value.defined()
        guard let number = value.asDouble else {
            let kind = directive.conversion == "d" ? "a whole number" : "a number"
            throw .evaluation("%\(directive.conversion) formats \(kind), not \(value.typeName)", at: range)
        }
        guard directive.conversion == "d" else {
            let digits = number.magnitude.printed(precision: directive.precision ?? 6)
            return directive.paddedNumber(digits, isNegative: number.sign == .minus)
        }
        guard let integer = value.asInteger ?? Int(exactly: number.rounded(.towardZero)) else {
            throw Arithmetic.beyond64Bits(range)
        }
        let digits = String(integer.magnitude)
        let zeros = String(repeating: "0", count: max((directive.precision ?? 0) - digits.utf8.count, 0))
        return directive.paddedNumber(zeros + digits, isNegative: integer < 0)
    }
}
