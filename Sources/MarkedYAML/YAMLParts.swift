/// A large file cut into parts, each of which is read as a document of its own: the beginning of the file, and further items of
/// the list with which the file ends.
///
/// A part ends before an item of that list, and the next part begins with that item. A line that looks like the beginning of an
/// item might stand inside of quotes or braces. It does not if the part before it, once read, turns out to be a whole document by
/// itself, at whose end that very list is open. A file that is less simple has to be read in one piece: one with aliases across
/// parts, or with any mistake.
package struct YAMLParts: Sendable {
    /// The file up to the first part. Its root and its list end where the first part begins.
    package let beginning: YAMLDocument
    /// The list in ``beginning`` whose further items are in the parts.
    package let list: YAMLNode
    /// How many parts there are besides the beginning.
    package var count: Int { parts.count }

    private let source: SourceText
    private let limits: YAMLLimits
    private let parts: [Range<Int>]

    /// Cuts a file, and reads its beginning. Nil where the file is small, or has to be read in one piece.
    ///
    /// - Parameters:
    ///   - key: the key of the root under which the list stands.
    ///   - length: the approximate length of a part in bytes.
    package init?(_ source: SourceText, listUnder key: String, length: Int, limits: YAMLLimits = YAMLLimits()) {
        guard source.bytes.count <= limits.size, source.bytes.count >= 2 * length,
            let key = source.endOfLine(beginningWith: "\(key):"), let item = Cut.first(in: source, from: key),
            // The beginning has only a few items of the list, which are enough to identify it.
            let cuts = Cut.all(in: source, from: item.dash + length / 64, length: length)
        else { return nil }
        parts = zip(cuts, cuts.dropFirst().map(\.dash) + [source.bytes.count]).map { $0.line..<$1 }
        var composer = YAMLComposer(
            source: source, limits: limits, part: source.byteOrderMarkLength..<cuts[0].dash)
        guard (try? composer.run()) != nil, composer.problems.isEmpty,
            let list = composer.nodes.listInRoot(endingAt: cuts[0].dash, column: cuts[0].column, in: source.bytes)
        else { return nil }
        beginning = YAMLDocument(source: source, nodes: composer.nodes, ownText: composer.ownText)
        self.list = YAMLNode(document: beginning, written: list)
        self.source = source
        self.limits = limits
    }

    /// Reads a part and returns the list of its items; nil if the file has to be read in one piece.
    package func items(ofPart number: Int) -> YAMLNode? {
        var composer = YAMLComposer(source: source, limits: limits, part: parts[number])
        guard (try? composer.run()) != nil, composer.problems.isEmpty, composer.hasNoAliases,
            let list = composer.nodes.first, list.kind == .sequence,
            list.end == parts[number].upperBound || number == count - 1,
            // In the whole file, the root is one more level around the list.
            composer.deepest + 1 <= limits.depth
        else { return nil }
        let document = YAMLDocument(source: source, nodes: composer.nodes, ownText: composer.ownText)
        return document.root
    }

    /// A line that begins with the dash of an item.
    private struct Cut {
        var line: Int
        var dash: Int
        var column: Int { dash - line }

        /// The number of lines that are searched for the least indented item, which is unlikely to stand inside of anything else.
        private static let mostLines = 200

        /// Returns cuts at intervals of about `length` bytes; nil if there is none or they are not all in one column.
        static func all(in source: SourceText, from start: Int, length: Int) -> [Cut]? {
            guard let first = first(in: source, from: start) else { return nil }
            var cuts = [first]
            while let cut = Self.first(in: source, from: cuts[cuts.count - 1].dash + length) {
                guard cut.column == first.column else { return nil }
                cuts.append(cut)
            }
            return cuts
        }

        static func first(in source: SourceText, from place: Int) -> Cut? {
            var best: Cut?
            var line = source.lineRange(aroundByte: place).upperBound + 1
            for _ in 0..<mostLines where line < source.bytes.count {
                let end = source.lineRange(aroundByte: line).upperBound
                let dash = source.bytes[line..<end].firstIndex { $0 != UInt8(ascii: " ") } ?? end
                if source.bytes[dash..<end].starts(with: "- ".utf8), dash - line < best?.column ?? .max {
                    best = Cut(line: line, dash: dash)
                }
                line = end + 1
            }
            return best
        }
    }
}

extension SourceText {
    /// The end of the first line that begins with a word.
    fileprivate func endOfLine(beginningWith word: String) -> Int? {
        var line = byteOrderMarkLength
        while line < bytes.count {
            if bytes[line...].starts(with: word.utf8) { return lineRange(aroundByte: line).upperBound }
            line = lineRange(aroundByte: line).upperBound + 1
        }
        return nil
    }
}

extension [YAMLDocument.Node] {
    /// Returns the index of the list that is the last value of the root and is still open at the end of the text, with its dashes
    /// in `column`; nil if there is no such list.
    fileprivate func listInRoot(endingAt end: Int, column: Int, in source: [UInt8]) -> Int? {
        guard let root = first, root.kind == .mapping, root.end == end, let list = lastChild(of: 0),
            self[list].kind == .sequence, self[list].end == end, let last = lastChild(of: list),
            columnOfDash(before: Int(self[last].start), in: source) == column
        else { return nil }
        return list
    }

    private func lastChild(of index: Int) -> Int? {
        var last: Int?
        var child = index + 1
        while child < next(after: index) {
            last = child
            child = next(after: child)
        }
        return last
    }

    private func columnOfDash(before place: Int, in source: [UInt8]) -> Int? {
        guard let dash = source[..<place].lastIndex(where: { $0 != UInt8(ascii: " ") }),
            source[dash] == UInt8(ascii: "-")
        else { return nil }
        let before = source[..<dash].lastIndex { $0 != UInt8(ascii: " ") }
        guard before.map({ source[$0].isLineBreak }) ?? true else { return nil }
        return dash - (before.map { $0 + 1 } ?? 0)
    }
}
