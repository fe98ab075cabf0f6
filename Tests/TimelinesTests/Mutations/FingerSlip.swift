import MarkedYAML

/// One slip of somebody's finger on one line of a timeline.
struct FingerSlip {
    enum Kind: String, CaseIterable {
        case quoteDropped = "a quote dropped"
        case quoteAdded = "a quote too many"
        case quoteChanged = "a quote of the other kind"
        case quoteCurly = "a curly quote"
        case spaceDropped = "a space dropped"
        case spaceWidened = "a no-break space"
        case braceDropped = "a brace dropped"
        case braceAdded = "a brace too many"
        case braceWidened = "a full-width brace"
        case colonDropped = "a colon dropped"
        case colonWidened = "a full-width colon"
        case commaDropped = "a comma dropped"
        case commaWidened = "a full-width comma"
        case dashDropped = "a dash dropped"
        case indented = "a space more at the beginning"
        case outdented = "a space less at the beginning"
        case tabbed = "a tab at the beginning"
    }
    var kind: Kind
    var source: SourceText
    /// From 1.
    var line: Int

    /// Every place of a timeline at which a finger can slip in this way, outside of comments.
    static func all(_ kind: Kind, in source: SourceText) -> [FingerSlip] {
        let text = String(decoding: source.bytes, as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.indices.flatMap { index -> [FingerSlip] in
            let line = lines[index]
            guard !line.drop(while: { $0 == " " }).hasPrefix("#") else { return [] }
            return variants(of: line, kind).map { changed in
                var lines = lines
                lines[index] = changed
                let bytes = Array(lines.joined(separator: "\n").utf8)
                return FingerSlip(kind: kind, source: SourceText(name: source.name, bytes: bytes), line: index + 1)
            }
        }
    }

    private static func variants(of line: String, _ kind: Kind) -> [String] {
        switch kind {
        case .quoteDropped: replaced("\"'", in: line) { _ in "" }
        case .quoteAdded: replaced("\"'", in: line) { $0 + $0 }
        case .quoteChanged: replaced("\"'", in: line) { $0 == "'" ? "\"" : "'" }
        case .quoteCurly: replaced("\"", in: line) { _ in "“" }
        case .spaceDropped: behind(":-", in: line) { _ in "" }
        case .spaceWidened: behind(":-", in: line) { _ in "\u{A0}" }
        case .braceDropped: replaced("{}[]", in: line) { _ in "" }
        case .braceAdded: replaced("{}[]", in: line) { $0 + $0 }
        case .braceWidened: replaced("{}", in: line) { $0 == "{" ? "｛" : "｝" }
        case .colonDropped: keyColon(in: line, "")
        case .colonWidened: keyColon(in: line, "：")
        case .commaDropped: replaced(",", in: line) { _ in "" }
        case .commaWidened: replaced(",", in: line) { _ in "，" }
        case .dashDropped:
            indent(of: line).flatMap { rest in rest.1.hasPrefix("- ") ? rest.0 + rest.1.dropFirst(2) : nil }.map {
                [$0]
            } ?? []
        case .indented: indent(of: line).map { [" " + $0.0 + $0.1] } ?? []
        case .outdented: line.hasPrefix(" ") && indent(of: line) != nil ? [String(line.dropFirst())] : []
        case .tabbed: line.hasPrefix("  ") && indent(of: line) != nil ? ["\t" + line.dropFirst(2)] : []
        }
    }

    /// The line with one of some characters replaced, once for each.
    private static func replaced(
        _ characters: String, in line: String, by new: (String) -> String
    ) -> [String] {
        line.indices.filter { characters.contains(line[$0]) }.map { place in
            line[..<place] + new(String(line[place])) + line[line.index(after: place)...]
        }
    }

    /// The line with the space behind one of some characters replaced, once for each.
    private static func behind(_ characters: String, in line: String, _ new: (String) -> String) -> [String] {
        line.indices.dropFirst().filter { line[$0] == " " && characters.contains(line[line.index(before: $0)]) }.map {
            line[..<$0] + new(" ") + line[line.index(after: $0)...]
        }
    }

    private static func keyColon(in line: String, _ new: String) -> [String] {
        line.indices.filter { line[$0] == ":" && (line[line.index(after: $0)...].first ?? " ") == " " }.prefix(3).map {
            line[..<$0] + new + line[line.index(after: $0)...]
        }
    }

    private static func indent(of line: String) -> (String, String)? {
        let rest = line.drop { $0 == " " }
        return rest.isEmpty ? nil : (String(line.prefix(line.count - rest.count)), String(rest))
    }
}
