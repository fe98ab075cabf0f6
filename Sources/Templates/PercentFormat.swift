import ShowTime

/// Python's `text % values`, as far as `%s %r %d %i %x %X %o %e %f %g %%` with flags, width and precision go.
struct PercentFormat {
    var at: Range<Int>
    var zone: Zone

    private struct Piece {
        var isLeft = false
        var isPadded = false
        var sign = ""
        var width = 0
        var precision: Int?
    }

    /// - Parameter values: a tuple of them, a mapping for `%(name)s`, or one value.
    func format(_ text: String, _ values: Value) throws(TemplateError) -> String {
        let scalars = Array(text.unicodeScalars)
        var place = 0
        var used = 0
        var result = ""
        while place < scalars.count {
            guard scalars[place] == "%" else {
                result.unicodeScalars.append(scalars[place])
                place += 1
                continue
            }
            place += 1
            let name = try name(scalars, &place, values)
            let piece = try piece(scalars, &place)
            guard place < scalars.count else {
                throw wrong("a format ends with a single %: write %% for a percent sign")
            }
            let conversion = scalars[place]
            place += 1
            if conversion == "%" {
                guard piece.width == 0, piece.precision == nil, name == nil else { throw unsupported(conversion) }
                result += "%"
                continue
            }
            let value: Value
            if let name { value = name } else { value = try next(values, &used) }
            result += try padded(
                converted(value, conversion, piece), piece, isNumber: !"srSR".contains(Character(conversion)))
            guard result.utf8.count <= Value.longestText else { throw .tooLong(at: at) }
        }
        try checkAllUsed(values, used)
        return result
    }

    private func wrong(_ message: String) -> TemplateError { TemplateError(.evaluation, message, at: at) }

    private func unsupported(_ conversion: Unicode.Scalar) -> TemplateError {
        TemplateError(.unsupported, "%\(conversion) is not supported like this in a format", at: at)
    }

    /// The member that `(name)` stands for.
    private func name(
        _ scalars: [Unicode.Scalar], _ place: inout Int, _ values: Value
    ) throws(TemplateError) -> Value? {
        guard place < scalars.count, scalars[place] == "(" else { return nil }
        guard case .map(let members) = values else { throw wrong("a format with names needs a mapping") }
        guard let end = scalars[place...].firstIndex(of: ")") else { throw wrong("a name in a format does not end") }
        var name = String.UnicodeScalarView()
        name.append(contentsOf: scalars[(place + 1)..<end])
        guard !name.contains("(") else { throw TemplateError(.unsupported, "a name cannot have parentheses", at: at) }
        guard let value = members[String(name)] else { throw wrong("there is no \"\(String(name))\" to format") }
        place = end + 1
        return value
    }

    private func piece(_ scalars: [Unicode.Scalar], _ place: inout Int) throws(TemplateError) -> Piece {
        var piece = Piece()
        flags: while place < scalars.count {
            switch scalars[place] {
            case "-": piece.isLeft = true
            case "0": piece.isPadded = true
            case "+": piece.sign = "+"
            case " ": piece.sign = piece.sign.isEmpty ? " " : piece.sign
            default: break flags
            }
            place += 1
        }
        piece.width = try number(scalars, &place) ?? 0
        if place < scalars.count, scalars[place] == "." {
            place += 1
            piece.precision = try number(scalars, &place) ?? 0
        }
        return piece
    }

    private func number(_ scalars: [Unicode.Scalar], _ place: inout Int) throws(TemplateError) -> Int? {
        var number: Int?
        while place < scalars.count, let digit = UInt8(exactly: scalars[place].value), digit.isDigit {
            number = (number ?? 0) * 10 + Int(digit - 48)
            guard number ?? 0 <= 10_000 else { throw TemplateError(.unsupported, "this is too wide", at: at) }
            place += 1
        }
        return number
    }

    private func next(_ values: Value, _ used: inout Int) throws(TemplateError) -> Value {
        defer { used += 1 }
        if case .tuple(let values) = values {
            guard used < values.count else { throw wrong("there are fewer values than the format asks for") }
            return values[used]
        }
        guard used == 0 else { throw wrong("there are fewer values than the format asks for") }
        return values
    }

    private func checkAllUsed(_ values: Value, _ used: Int) throws(TemplateError) {
        let isAllUsed: Bool
        switch values {
        case .tuple(let values): isAllUsed = used >= values.count
        // Python does not mind what could be asked for members.
        case .map, .list, .undefined: isAllUsed = true
        default: isAllUsed = used > 0
        }
        guard isAllUsed else { throw wrong("there are more values than the format asks for") }
    }

    private func converted(
        _ value: Value, _ conversion: Unicode.Scalar, _ piece: Piece
    ) throws(TemplateError) -> String {
        if conversion == "r", case .undefined(let error) = value {
            // Python shows the word `Undefined`.
            throw TemplateError(.unsupported, error.message, at: error.range)
        }
        let value = try value.defined()
        switch conversion {
        case "s", "r":
            let text = try conversion == "s" ? value.text(in: zone, at: at) : value.representation(at: at)
            guard let precision = piece.precision else { return text }
            return String(text.unicodeScalars.prefix(precision))
        case "d", "i", "u", "x", "X", "o":
            guard piece.precision == nil else { throw unsupported(conversion) }
            var number = value.asInteger
            if number == nil, "diu".unicodeScalars.contains(conversion), case .float(let float) = value {
                guard let whole = Int(exactly: float.rounded(.towardZero)) else { throw Arithmetic.tooLarge(at) }
                number = whole
            }
            guard let number else { throw wrong("%\(conversion) formats an integer, not \(value.typeName)") }
            let radix = conversion == "o" ? 8 : conversion == "x" || conversion == "X" ? 16 : 10
            return (number < 0 ? "-" : piece.sign)
                + String(number.magnitude, radix: radix, uppercase: conversion == "X")
        case "e", "E", "f", "F", "g", "G":
            guard let number = value.asDouble else {
                throw wrong("%\(conversion) formats a number, not \(value.typeName)")
            }
            guard number.isFinite else { throw unsupported(conversion) }
            let text = PrintedNumber.text(number, Character(conversion), precision: piece.precision ?? 6)
            return text.hasPrefix("-") ? text : piece.sign + text
        default: throw unsupported(conversion)
        }
    }

    private func padded(_ text: String, _ piece: Piece, isNumber: Bool) -> String {
        let missing = piece.width - text.unicodeScalars.count
        guard missing > 0 else { return text }
        if piece.isLeft { return text + String(repeating: " ", count: missing) }
        guard isNumber, piece.isPadded else { return String(repeating: " ", count: missing) + text }
        let sign = text.prefix { "+- ".contains($0) }
        return sign + String(repeating: "0", count: missing) + text.dropFirst(sign.count)
    }
}
