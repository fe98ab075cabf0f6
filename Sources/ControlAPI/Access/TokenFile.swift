/// The tokens of a file, one a line: `ROLE TOKEN NAME`.
package struct TokenFile: Sendable, Hashable {
    package struct Entry: Sendable, Hashable {
        package var role: Role
        package var token: String
        /// Who it was given to; stands as `by` in the log.
        package var name: String

        package init(role: Role, token: String, name: String) {
            self.role = role
            self.token = token
            self.name = name
        }
    }

    package struct Problem: Error, Sendable, Hashable {
        /// From 1.
        package var line: Int
        package var message: String
        /// Whether the only problem is that no line has a token.
        package var isWithoutToken = false
    }

    /// The least length of a token in bytes: shorter ones can be guessed.
    package static let leastLength = 16
    private static let longestName = 64

    package private(set) var entries: [Entry] = []

    /// - Throws: the first problem; it does not show the token.
    package init(_ text: String) throws(Problem) {
        var seen: Set<String> = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.split(maxSplits: 2) { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            func problem(_ message: String) -> Problem { Problem(line: index + 1, message: message) }
            guard let role = Role(rawValue: String(first)) else {
                throw problem("a line is ROLE TOKEN NAME, and a role is view, operate or admin")
            }
            guard words.count == 3 else { throw problem("a line is ROLE TOKEN NAME: operate 3f…a9 Ann") }
            let token = String(words[1])
            guard token.utf8.count >= Self.leastLength else {
                throw problem("the token is too short: make one with \"openssl rand -hex 16\"")
            }
            guard token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\",;\\".utf8.contains($0) }) else {
                throw problem("a token has letters, digits and signs, but none of \" , ; \\")
            }
            guard seen.insert(token).inserted else { throw problem("another line has this token") }
            var name = words[2].drop(while: \.isWhitespace)
            while name.last?.isWhitespace == true { name.removeLast() }
            let isPlain = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            guard !name.isEmpty, name.utf8.count <= Self.longestName, isPlain else {
                throw problem("a name has 1 to \(Self.longestName) bytes")
            }
            entries.append(Entry(role: role, token: token, name: String(name)))
        }
        if entries.isEmpty {
            throw Problem(line: 1, message: "there is no token: write ROLE TOKEN NAME", isWithoutToken: true)
        }
    }
}
