/// Makes readable names of texts.
package enum Naming {
    /// Lower-case words of a to z and 0 to 9 with `-` between them, cut between two words where they are too long; nil where the
    /// text has no such letter.
    package static func slug(_ text: String, longest: Int = 48) -> String? {
        var words: [String] = [""]
        for scalar in text.unicodeScalars {
            if let plain = scalar.plainLetterOrDigit {
                words[words.count - 1].append(plain)
            } else if scalar != "'", scalar != "’", scalar.properties.generalCategory != .nonspacingMark {
                words.append("")
            }
        }
        var slug = ""
        for word in words where !word.isEmpty {
            let longer = slug.isEmpty ? String(word.prefix(longest)) : "\(slug)-\(word)"
            guard longer.utf8.count <= longest else { break }
            slug = longer
        }
        return slug.isEmpty ? nil : slug
    }
}

extension Unicode.Scalar {
    /// `e` of `É`, `1` of `１`: a to z and 0 to 9, by the names that Unicode has for the letters; nil for all others.
    fileprivate var plainLetterOrDigit: String? {
        if isPlainLetterOrDigit { return properties.lowercaseMapping }
        guard let name = properties.name else { return nil }
        if name.hasPrefix("FULLWIDTH DIGIT ") { return properties.numericValue.map { String(Int($0)) } }
        // LATIN CAPITAL LETTER E WITH ACUTE, FULLWIDTH LATIN SMALL LETTER A
        var words = name.split(separator: " ")[...]
        if words.first == "FULLWIDTH" { words.removeFirst() }
        guard words.count == 4 || words.count > 5 && words[words.startIndex + 4] == "WITH", words.first == "LATIN",
            words[words.startIndex + 2] == "LETTER", words[words.startIndex + 3].utf8.count == 1
        else { return nil }
        return words[words.startIndex + 3].lowercased()
    }

    /// a to z, A to Z, 0 to 9.
    var isPlainLetterOrDigit: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}

/// Makes names unique.
struct TakenNames {
    private var taken: Set<String> = []
    /// The next suffix of each name.
    private var next: [String: Int] = [:]

    /// Takes the name, or with `-2`, `-3` … behind it the first that is free; at most `longest` bytes, of ASCII.
    mutating func take(_ name: String, longest: Int = 64) -> String {
        if taken.insert(name).inserted { return name }
        var number = next[name] ?? 2
        while true {
            let suffix = "-\(number)"
            let candidate = name.prefix(longest - suffix.count) + suffix
            number += 1
            if taken.insert(String(candidate)).inserted {
                next[name] = number
                return String(candidate)
            }
        }
    }
}
