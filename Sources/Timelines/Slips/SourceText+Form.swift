import MarkedYAML

extension SourceText {
    /// Whether the file has the form of what it is read as. Nothing of any other file is shown: a path that leads to a file of
    /// secrets must not print them.
    ///
    /// - Parameters:
    ///   - document: the file as YAML; nil where it cannot be read as that.
    ///   - keys: keys of which such a file has at least one, whatever else is wrong with it.
    func hasForm(_ document: YAMLDocument?, withKeys keys: [String]) -> Bool {
        if let document {
            guard let root = document.root else { return true }
            // Misspelt keys count as well, if they stand at the beginning.
            return root.pairs.contains { keys.contains($0.key.text) }
                || root.pairs.prefix(20).contains { Suggestion.nearest(to: $0.key.text, among: keys) != nil }
        }
        let keys = keys.map { Array($0.utf8) }
        return bytes.split(whereSeparator: \.isLineBreak).contains { line in
            let word = line.drop { " {\"'".utf8.contains($0) }
            return keys.contains { key in
                word.starts(with: key)
                    && word.dropFirst(key.count).first { !" \"'".utf8.contains($0) } == UInt8(ascii: ":")
            }
        }
    }
}
