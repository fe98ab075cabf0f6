/// Upper case, lower case and the like, as in Python: full case mappings, in which one character may become several.
extension String {
    var templateUppercased: String { unicodeScalars.reduce(into: "") { $0 += $1.properties.uppercaseMapping } }

    /// The text in lower case. A sigma at the end of a word becomes another letter than one inside of it.
    var templateLowercased: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return lowercased() }
        let scalars = Array(unicodeScalars)
        var text = ""
        for (place, scalar) in scalars.enumerated() {
            text +=
                scalar == "Σ" ? (Self.isFinal(place, in: scalars) ? "ς" : "σ") : scalar.properties.lowercaseMapping
        }
        return text
    }

    private static func isFinal(_ place: Int, in scalars: [Unicode.Scalar]) -> Bool {
        let before = scalars[..<place].last { !$0.properties.isCaseIgnorable }
        let after = scalars[(place + 1)...].first { !$0.properties.isCaseIgnorable }
        return before?.properties.isCased == true && after?.properties.isCased != true
    }

    var templateCapitalized: String {
        guard let first = unicodeScalars.first else { return self }
        // Put into lower case as a whole, because a sigma depends on the letters around it.
        let rest = String(
            templateLowercased.unicodeScalars.dropFirst(first.properties.lowercaseMapping.unicodeScalars.count))
        return first.properties.titlecaseMapping + rest
    }

    /// The first character of each word in upper case, the rest in lower; words are parted by spaces, hyphens and
    /// opening brackets.
    var templateTitled: String {
        var text = ""
        var word = String.UnicodeScalarView()
        func titled(_ word: String.UnicodeScalarView) -> String {
            guard let first = word.first else { return "" }
            return first.properties.uppercaseMapping + String(word.dropFirst()).templateLowercased
        }
        for scalar in unicodeScalars {
            if "-({[<".unicodeScalars.contains(scalar) || scalar.isWhiteSpace {
                text += titled(word)
                text.unicodeScalars.append(scalar)
                word = String.UnicodeScalarView()
            } else {
                word.append(scalar)
            }
        }
        return text + titled(word)
    }

    /// Returns the text without some characters at both ends; without white space where `characters` is nil.
    func trimmed(of characters: String?) -> String {
        let set = characters.map { Set($0.unicodeScalars) }
        func isDropped(_ scalar: Unicode.Scalar) -> Bool { set?.contains(scalar) ?? scalar.isWhiteSpace }
        var rest = unicodeScalars[...].drop(while: isDropped)
        while let last = rest.last, isDropped(last) { rest.removeLast() }
        return String(rest)
    }
}
