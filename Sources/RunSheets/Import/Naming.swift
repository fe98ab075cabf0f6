import Foundation

/// Makes readable names of texts.
package enum Naming {
    /// Returns lower-case words of a to z and 0 to 9 with `-` between them, cut between two words where they are too long; nil
    /// where the text has no such letter or digit.
    package static func slug(_ text: String, longest: Int = 48) -> String? {
        let plain = text.folding(options: [.diacriticInsensitive, .widthInsensitive], locale: nil).lowercased()
        var words: [String] = [""]
        for scalar in plain.unicodeScalars {
            if scalar.isPlainLetterOrDigit {
                words[words.count - 1].unicodeScalars.append(scalar)
            } else if scalar != "'", scalar != "’" {
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
