import ShowTime

/// Formats values as Python's `format % values` does: `%s %d %f %e %g %%` with flags, width and precision.
struct PercentFormat {
    var zone: Zone
    /// The expression that gives the values.
    var expression: Expression
    /// Where in the template the formatting stands.
    var range: Range<Int>

    /// - Parameter values: a tuple of them, a mapping for `%(name)s`, or one value.
    func format(
        _ text: String, _ values: Value, _ evaluation: inout Evaluation
    ) throws(TemplateError) -> String {
        let scalars = Array(text.unicodeScalars)
        var arguments = FormatArguments(values, at: range)
        var place = 0
        var result = ""
        while place < scalars.count {
            guard scalars[place] == "%" else {
                result.unicodeScalars.append(scalars[place])
                place += 1
                continue
            }
            place += 1
            if place < scalars.count, scalars[place] == "%" {
                result += "%"
                place += 1
                continue
            }
            let directive = try FormatDirective(scalars, &place, at: range)
            let value =
                if let name = directive.name { try arguments.value(named: name) } else { try arguments.next() }
            result += try converted(value, directive, &evaluation)
            guard result.utf8.count <= String.maximumBytes else { throw .tooLong(at: range) }
        }
        try arguments.checkAllUsed()
        return result
    }

    private func converted(
        _ value: Value, _ directive: FormatDirective, _ evaluation: inout Evaluation
    ) throws(TemplateError) -> String {
        switch directive.conversion {
        case "s":
            let text = try evaluation.text(of: value, as: .argument(of: expression), in: zone)
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
        guard let number else {
            throw TemplateError(.evaluation, "%d formats a whole number, not \(value.typeName)", at: range)
        }
        var digits = String(number.magnitude)
        if let precision = directive.precision, precision > digits.utf8.count {
            digits = String(repeating: "0", count: precision - digits.utf8.count) + digits
        }
        return directive.padded(digits, sign: number < 0 ? "-" : directive.sign)
    }

    private func float(_ value: Value, _ directive: FormatDirective) throws(TemplateError) -> String {
        guard let number = value.asDouble else {
            throw TemplateError(
                .evaluation, "%\(directive.conversion) formats a number, not \(value.typeName)", at: range)
        }
        let text = number.magnitude.printed(
            as: Character(directive.conversion), precision: directive.precision ?? 6)
        return directive.padded(text, sign: number.sign == .minus ? "-" : directive.sign)
    }
}
