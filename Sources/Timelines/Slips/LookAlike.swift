import MarkedYAML

/// A character that looks like one of YAML's, and is another: from a Chinese keyboard, a word processor or a web page.
struct LookAlike: Equatable {
    var scalar: Unicode.Scalar
    /// What is to be written in its place.
    var meant: String
    /// For people: `a no-break space`, `a full-width "："`.
    var name: String

    init?(_ scalar: Unicode.Scalar) {
        self.scalar = scalar
        switch scalar.value {
        case 0xA0: (meant, name) = (" ", "a no-break space")
        case 0x3000: (meant, name) = (" ", "a full-width space")
        case 0x2002...0x200B, 0x202F, 0xFEFF: (meant, name) = (" ", "an invisible U+\(scalar.codePoint)")
        case 0xFF01...0xFF5E:
            meant = Unicode.Scalar(scalar.value - 0xFEE0).map { String($0) } ?? ""
            name = "a full-width \"\(scalar)\""
        case 0x201C, 0x201D, 0x201E: (meant, name) = ("\"", "the curly quote \(scalar)")
        case 0x2018, 0x2019: (meant, name) = ("'", "the curly quote \(scalar)")
        case 0x2212, 0x2013, 0x2014: (meant, name) = ("-", "the dash \"\(scalar)\"")
        default: return nil
        }
    }

    var isSpace: Bool { meant == " " }
    var isQuote: Bool { meant == "\"" || meant == "'" }

    /// Returns the first look-alike in a text.
    static func first(in text: some StringProtocol) -> LookAlike? {
        text.utf8.allSatisfy { $0 < 0x80 } ? nil : text.unicodeScalars.lazy.compactMap(LookAlike.init).first
    }

    /// Returns a text in which each look-alike is replaced by what was meant.
    static func replaced(in text: some StringProtocol) -> String {
        text.unicodeScalars.map { LookAlike($0)?.meant ?? String($0) }.joined()
    }

    /// Names the character that an error in reading a value is likely to come from, or nothing.
    static func hint(for kind: DiagnosticKind, in source: SourceText, at range: Range<Int>) -> String {
        let ofValues: Set<DiagnosticKind> = [
            .badTime, .badValue, .unknownRoom, .unknownMessage, .unknownKey, .templateSyntax, .wrongType, .missingKey,
        ]
        guard ofValues.contains(kind), range.count <= 100, range.upperBound <= source.bytes.count else { return "" }
        let text = String(decoding: source.bytes[range], as: UTF8.self)
        guard let odd = first(in: text) else { return "" }
        let isWhole = text.count <= 20 && !odd.isSpace
        return " (\(odd.name) stands here: \(isWhole ? "write \(replaced(in: text))" : odd.remedy))"
    }

    /// `write ":"`, for a message.
    var remedy: String { isSpace ? "write an ordinary space" : "write \(meant == "\"" ? "'\"'" : "\"\(meant)\"")" }
}
