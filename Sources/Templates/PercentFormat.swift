import ShowTime

/// Python's `format % values`: `%s %r %a %c %d %i %u %x %X %o %e %f %g %%` with flags, width and precision.
struct PercentFormat {
    var at: Range<Int>
    var zone: Zone

    /// - Parameter values: a tuple of them, a mapping for `%(name)s`, or one value.
    func format(_ text: String, _ values: Value) throws(TemplateError) -> String {
        let scalars = Array(text.unicodeScalars)
        var arguments = Arguments(values, at: at)
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
            let piece = try FormatPiece(scalars, &place, &arguments, at: at)
            result += try converted(try arguments.next(), piece)
            guard result.utf8.count <= Value.longestText else { throw .tooLong(at: at) }
        }
        try arguments.checkAllUsed()
        return result
    }

    private func converted(_ value: Value, _ piece: FormatPiece) throws(TemplateError) -> String {
        switch piece.conversion {
        case "s": return piece.padded(piece.cut(try value.text(in: zone, at: at)))
        case "r": return piece.padded(piece.cut(try value.representation(at: at)))
        case "a": return piece.padded(piece.cut(try value.representation(at: at).asciiRepresentation))
        case "c": return piece.padded(String(try character(value.defined())))
        case "d", "i", "u", "x", "X", "o": return try integer(value.defined(), piece)
        default: return try float(value.defined(), piece)
        }
    }

    private func character(_ value: Value) throws(TemplateError) -> Unicode.Scalar {
        if let number = value.asInteger, let code = UInt32(exactly: number), let scalar = Unicode.Scalar(code) {
            return scalar
        }
        if case .string(let text) = value, text.unicodeScalars.count == 1, let scalar = text.unicodeScalars.first {
            return scalar
        }
        throw TemplateError(.evaluation, "%c shows one character, not \(value.typeName)", at: at)
    }

    private func integer(_ value: Value, _ piece: FormatPiece) throws(TemplateError) -> String {
        var number = value.asBigInteger
        if case .float(let float) = value, "diu".unicodeScalars.contains(piece.conversion) {
            number = BigInteger(float)
        }
        guard let number else {
            throw TemplateError(
                .evaluation, "%\(piece.conversion) formats an integer, not \(value.typeName)", at: at)
        }
        let radix: UInt32 = piece.conversion == "o" ? 8 : piece.conversion == "x" || piece.conversion == "X" ? 16 : 10
        var digits = number.magnitude.text(radix: radix, uppercase: piece.conversion == "X")
        guard radix != 10 || digits.utf8.count <= 4300 else { throw IntegerArithmetic.tooLong(at) }
        if let precision = piece.precision, precision > digits.utf8.count {
            digits = String(repeating: "0", count: precision - digits.utf8.count) + digits
        }
        let prefix = piece.isAlternate && radix != 10 ? "0\(piece.conversion)" : ""
        return piece.padded(digits, sign: number.isNegative ? "-" : piece.sign, prefix: prefix)
    }

    private func float(_ value: Value, _ piece: FormatPiece) throws(TemplateError) -> String {
        guard value.isNumber else {
            throw TemplateError(.evaluation, "%\(piece.conversion) formats a number, not \(value.typeName)", at: at)
        }
        let number = try value.double(at: at)
        let isNegative = number.sign == .minus && !number.isNaN
        let text = PrintedNumber.text(
            number.magnitude, Character(piece.conversion), precision: piece.precision ?? 6,
            isAlternate: piece.isAlternate)
        return piece.padded(text, sign: isNegative ? "-" : piece.sign)
    }
}

extension String {
    /// A `repr` with escapes for all that is not ASCII, as Python's `ascii`.
    fileprivate var asciiRepresentation: String {
        unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.isASCII { text.unicodeScalars.append(scalar) } else { text += scalar.pythonEscape }
        }
    }
}
