import ShowTime

extension Value {
    /// Writes the value as `{{ }}` shows it: as Python's `str` does.
    func write(to buffer: inout TextBuffer, in zone: Zone) {
        switch self {
        case .string(let text): buffer.append(text)
        case .int(let number): buffer.append(number)
        default: buffer.append(text(in: zone))
        }
    }

    func text(in zone: Zone) -> String {
        switch self {
        case .none: "None"
        case .bool(let value): value ? "True" : "False"
        case .int(let value): String(value)
        case .float(let value): value.pythonText
        case .string(let value): value
        case .list: representation(in: zone)
        case .map: ""
        case .instant(let instant): Self.text(of: instant, in: zone)
        }
    }

    /// As Python's `repr`, which is how things look inside a list.
    private func representation(in zone: Zone) -> String {
        switch self {
        case .string(let text): text.pythonRepresentation
        case .list(let values): "[" + values.map { $0.representation(in: zone) }.joined(separator: ", ") + "]"
        default: text(in: zone)
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

extension String {
    /// Single quotes, unless the text has some and no double ones.
    fileprivate var pythonRepresentation: String {
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
    fileprivate var pythonEscape: String {
        let (letter, count) = value < 0x100 ? ("x", 2) : value < 0x10000 ? ("u", 4) : ("U", 8)
        let digits = String(value, radix: 16)
        return "\\\(letter)" + String(repeating: "0", count: count - digits.utf8.count) + digits
    }
}
