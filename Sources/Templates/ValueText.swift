import ShowTime

extension Value {
    /// Longer texts are nothing that anybody sends: what would grow without end stops here.
    static let longestText = 1 << 20

    /// Writes the value as `{{ }}` shows it: as Python's `str` does.
    func write(to buffer: inout TextBuffer, in zone: Zone, at range: Range<Int>) throws(TemplateError) {
        switch self {
        case .string(let text): buffer.append(text)
        case .int(let number): buffer.append(number)
        default: buffer.append(try text(in: zone, at: range))
        }
    }

    func text(in zone: Zone, at range: Range<Int>) throws(TemplateError) -> String {
        switch self {
        case .string(let value): return value
        case .instant(let instant): return Self.text(of: instant, in: zone)
        case .undefined where isNoElse: return ""
        default:
            var text = ""
            try representation(into: &text, at: range)
            return text
        }
    }

    /// As Python's `repr`, which is how things look inside a list.
    func representation(at range: Range<Int>) throws(TemplateError) -> String {
        var text = ""
        try representation(into: &text, at: range)
        return text
    }

    private func representation(into text: inout String, at range: Range<Int>) throws(TemplateError) {
        guard text.utf8.count <= Self.longestText else { throw .tooLong(at: range) }
        switch self {
        case .none: text += "None"
        case .bool(let value): text += value ? "True" : "False"
        case .int(let value): text += String(value)
        case .big(let value):
            let digits = value.description
            // Where Python stops, too.
            guard digits.utf8.count <= 4300 + (value.isNegative ? 1 : 0) else { throw IntegerArithmetic.tooLong(range) }
            text += digits
        case .range(_, let written): text += written
        case .float(let value): text += value.pythonText
        case .complex(let value): text += value.pythonText
        case .string(let value): text += value.pythonRepresentation
        case .list(let values):
            text += "["
            try Self.representation(of: values, into: &text, at: range)
            text += "]"
        case .tuple(let values):
            text += "("
            try Self.representation(of: values, into: &text, at: range)
            text += values.count == 1 ? ",)" : ")"
        case .map(let members):
            text += "{"
            for (index, key) in members.keys.enumerated() {
                text += index == 0 ? "" : ", "
                text += key.pythonRepresentation + ": "
                try members.values[index].representation(into: &text, at: range)
            }
            text += "}"
        case .instant:
            throw TemplateError(.unsupported, "a time inside a list has no text: place it by itself", at: range)
        case .iterator: throw .readOnce(at: range)
        case .loop:
            throw TemplateError(.unsupported, "the loop itself has no text: show loop.index and the like", at: range)
        // Jinja2 shows the word "Undefined" inside a list. Here nothing undefined ever goes on air.
        case .undefined(let error): throw error
        }
    }

    private static func representation(
        of values: [Value], into text: inout String, at range: Range<Int>
    ) throws(TemplateError) {
        for (index, value) in values.enumerated() {
            if index > 0 { text += ", " }
            try value.representation(into: &text, at: range)
        }
    }

    /// `2026-11-20 20:00:00+08:00`
    private static func text(of instant: Instant, in zone: Zone) -> String {
        let civil = zone.civil(instant)
        var bytes: [UInt8] = []
        bytes.append(decimal: civil.year, digits: 4)
        for (separator, value) in [
            ("-", civil.month), ("-", civil.day), (" ", civil.hour), (":", civil.minute), (":", civil.second),
        ] {
            bytes.append(contentsOf: separator.utf8)
            bytes.append(decimal: value, digits: 2)
        }
        if civil.nanosecond != 0 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(decimal: civil.nanosecond / 1000, digits: 6)
        }
        bytes.append(utcOffset: zone.utcOffset(at: instant), separator: ":")
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension TemplateError {
    static func tooLong(at range: Range<Int>) -> TemplateError {
        TemplateError(.unsupported, "this grows beyond a million bytes", at: range)
    }

    static func readOnce(at range: Range<Int>) -> TemplateError {
        TemplateError(.unsupported, "this can only be looped over in Jinja2: add | list", at: range)
    }
}

extension String {
    func joined(_ other: String, at range: Range<Int>) throws(TemplateError) -> String {
        guard utf8.count + other.utf8.count <= Value.longestText else { throw .tooLong(at: range) }
        return self + other
    }

    /// As Jinja2 reads templates: all line ends are newlines.
    var withOneLineEnd: String {
        guard utf8.contains(UInt8(ascii: "\r")) else { return self }
        var text = String.UnicodeScalarView()
        var isBehindReturn = false
        for scalar in unicodeScalars {
            if !(isBehindReturn && scalar == "\n") { text.append(scalar == "\r" ? "\n" : scalar) }
            isBehindReturn = scalar == "\r"
        }
        return String(text)
    }

    /// Single quotes, unless the text has some and no double ones.
    var pythonRepresentation: String {
        let quote: Unicode.Scalar = unicodeScalars.contains("'") && !unicodeScalars.contains("\"") ? "\"" : "'"
        var text = String(quote)
        for scalar in unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            case quote: text += "\\\(quote)"
            case _ where !PythonText.isPrintable(scalar): text += scalar.pythonEscape
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + String(quote)
    }
}

extension Unicode.Scalar {
    /// `\x7f`, `\u3000`, `\U000e0001`
    var pythonEscape: String {
        let (letter, count) = value < 0x100 ? ("x", 2) : value < 0x10000 ? ("u", 4) : ("U", 8)
        let digits = String(value, radix: 16)
        return "\\\(letter)" + String(repeating: "0", count: count - digits.utf8.count) + digits
    }
}
