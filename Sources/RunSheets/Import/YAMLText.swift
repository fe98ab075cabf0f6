import Timelines

/// Writes texts as YAML scalars that libyaml, and any other reader, reads back as they were.
package enum YAMLText {
    /// A scalar on one line: plain where every reader takes that for text, else in double quotes.
    package static func scalar(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

    /// The lines of an entry of a block mapping. A key that is longer than YAML allows in front of a colon has a line of its own.
    ///
    /// - Parameter indent: spaces in front of the key.
    package static func entry(_ key: String, _ value: String, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        let key = scalar(key)
        return key.unicodeScalars.count <= longestKey
            ? ["\(margin)\(key): \(value)"] : ["\(margin)? \(key)", "\(margin): \(value)"]
    }

    /// In characters, with quotes. YAML 1.2, 7.4.2: "at most 1024 Unicode characters"; the rest is for the colon.
    private static let longestKey = 1000

    /// A text of several lines as a literal block; nil where its lines cannot stand as they are.
    ///
    /// - Parameter indent: spaces in front of each line of the block.
    package static func block(_ text: String, indent: Int) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 1, lines.first?.isEmpty == false, lines.last?.isEmpty == false,
            lines.allSatisfy({ line in
                guard let first = line.unicodeScalars.first, let last = line.unicodeScalars.last else { return true }
                return !first.properties.isWhitespace && !last.properties.isWhitespace
            }),
            text.unicodeScalars.allSatisfy({ $0 == "\n" || !needsEscape($0) })
        else { return nil }
        let margin = String(repeating: " ", count: indent)
        return "|-\n" + lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
    }

    /// In double quotes, on one line.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where needsEscape(scalar): result += escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Words of letters, digits and harmless marks that YAML 1.1 and 1.2 both take for text.
    private static func isPlain(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last, first.isPlainLetterOrDigit, last != " " else {
            return false
        }
        let isHarmless = scalars.allSatisfy { scalar in
            scalar.isPlainLetterOrDigit || scalar == " " || scalar == "-" || scalar == "." || scalar == "_"
                || scalar == "/"
        }
        // Digits in front may make a number or a date of it; the words are those of YAML 1.1.
        let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "nan"]
        return isHarmless && !("0"..."9").contains(first) && !words.contains(text.lowercased())
    }

    /// Characters that a reader would refuse, fold, or not show.
    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Spaces that are taken for others.
        case 0xA0, 0x200C, 0x202F, 0xFFF0...0xFFFF: true
        default: scalar.isInvisible || scalar.value & 0xFFFE == 0xFFFE
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let (mark, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        return "\\\(mark)" + String(repeating: "0", count: width - digits.count) + digits
    }
}
