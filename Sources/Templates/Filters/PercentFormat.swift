/// Formats values as Python's `format % values` does: `%s %d %f %e %g %%` with flags, width and precision.
struct PercentFormat {
    /// The expression of the format and its values.
    var expression: Expression
    /// Where in the template it stands.
    var range: Range<Int>

    func format(
        _ text: String, _ values: [Value], _ evaluation: inout Evaluation
    ) throws(TemplateError) -> String {
        let scalars = Array(text.unicodeScalars)
        var rest = values[...]
        var place = 0
        var result = ""
        while place < scalars.count {
            defer { place += 1 }
            guard scalars[place] == "%" else {
                result.unicodeScalars.append(scalars[place])
                continue
            }
            if place + 1 < scalars.count, scalars[place + 1] == "%" {
                result += "%"
                place += 1
                continue
            }
            let directive = try FormatDirective(scalars, &place, at: range)
            guard let value = rest.popFirst() else {
                throw .evaluation("there are fewer values than the format asks for", at: range)
            }
            result += try converted(value, directive, &evaluation)
            guard result.utf8.count <= String.maximumBytes else { throw .tooLong(at: range) }
        }
        guard rest.isEmpty else { throw .evaluation("there are more values than the format asks for", at: range) }
        return result
    }

    private func converted(
        _ value: Value, _ directive: FormatDirective, _ evaluation: inout Evaluation
    ) throws(TemplateError) -> String {
        switch directive.conversion {
        case "s":
            let text = try evaluation.text(of: value, as: .argument(of: expression))
            return directive.padded(directive.cut(text))
        case "d": return try integer(value.defined(), directive)
        default: return try float(value.defined(), directive)
        }
    }

    private func integer(_ value: Value, _ directive: FormatDirective) throws(TemplateError) -> String {
        var number = value.asInteger
        if case .float(let float, _) = value {
            number = Int(exactly: float.rounded(.towardZero))
            guard number != nil else { throw Arithmetic.beyond64Bits(range) }
        }
        guard let number else { throw .evaluation("%d formats a whole number, not \(value.typeName)", at: range) }
        var digits = String(number.magnitude)
        if let precision = directive.precision, precision > digits.utf8.count {
            digits = String(repeating: "0", count: precision - digits.utf8.count) + digits
        }
        return directive.padded(digits, sign: number < 0 ? "-" : directive.sign)
    }

    private func float(_ value: Value, _ directive: FormatDirective) throws(TemplateError) -> String {
        guard let number = value.asDouble else {
            throw .evaluation("%\(directive.conversion) formats a number, not \(value.typeName)", at: range)
        }
        let text = number.magnitude.printed(
            as: Character(directive.conversion), precision: directive.precision ?? 6)
        return directive.padded(text, sign: number.sign == .minus ? "-" : directive.sign)
    }
}
