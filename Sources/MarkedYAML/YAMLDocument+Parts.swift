/// Reads a large file in parts, several at once.
///
/// A part ends before an item of a list, and the next begins with it. That such a line is what it looks like, and does not
/// stand inside of quotes or braces, is known once the part before it was read: then it is a whole document by itself, at
/// whose end that very list is open. Whatever is less simple is read in one piece: aliases across parts, and every mistake.
extension YAMLDocument {
    /// Returns nil where a file has to be read in one piece.
    ///
    /// - Parameter smallestPart: in bytes; to read less by itself takes longer than it saves.
    static func composeInParts(
        _ source: SourceText, limits: YAMLLimits, workers: Workers, smallestPart: Int
    ) -> YAMLDocument? {
        let count = min(workers.count, source.bytes.count / max(smallestPart, 1))
        guard count > 1, let cuts = Cut.all(in: source, count: count - 1) else { return nil }
        let ends = cuts.map(\.dash) + [source.bytes.count]
        let starts = [source.byteOrderMarkLength] + cuts.map(\.line)
        guard zip(starts, ends).allSatisfy({ $0 < $1 }) else { return nil }
        var parts = workers.map(count) { number in
            var composer = YAMLComposer(source: source, limits: limits, part: starts[number]..<ends[number])
            let isRead = (try? composer.run()) != nil && composer.problems.isEmpty
            return isRead && (number == 0 || composer.hasNoAliases) ? composer : nil
        }.compactMap(\.self)
        guard parts.count == count else { return nil }
        var nodes = parts[0].nodes
        var ownText = parts[0].ownText
        // One owner at a time: two would copy it.
        parts[0].nodes = []
        guard let path = nodes.pathToList(endingAt: ends[0], column: cuts[0].column, in: source.bytes) else {
            return nil
        }
        for (number, part) in parts.enumerated().dropFirst() {
            guard let list = part.nodes.first, list.kind == .sequence,
                list.end == ends[number] || number == count - 1,
                part.deepest + path.count - 1 <= limits.depth
            else { return nil }
            nodes.append(itemsOf: part.nodes, ownTexts: ownText.count)
            ownText.append(part.ownText)
        }
        for index in path {
            nodes[index].link = UInt32(nodes.count)
            nodes[index].end = parts[count - 1].nodes[0].end
        }
        return YAMLDocument(source: source, nodes: nodes, ownText: ownText)
    }

    /// A line that begins with the dash of an item.
    private struct Cut {
        var line: Int
        var dash: Int
        var column: Int { dash - line }

        /// So many lines are looked at for one that is indented least, which is hardly inside of anything.
        private static let mostLines = 200

        /// The cuts of a file into parts of about one length, all in one column.
        static func all(in source: SourceText, count: Int) -> [Cut]? {
            var cuts: [Cut] = []
            for number in 1...count {
                guard let cut = first(in: source, from: source.bytes.count / (count + 1) * number),
                    cut.column == cuts.last?.column ?? cut.column
                else { return nil }
                cuts.append(cut)
            }
            return cuts
        }

        private static func first(in source: SourceText, from place: Int) -> Cut? {
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

extension [YAMLDocument.Node] {
    /// The list with dashes in a column that is open at the end of a text, and all that it is the last part of, outermost
    /// first.
    fileprivate func pathToList(endingAt end: Int, column: Int, in source: [UInt8]) -> [Int]? {
        var path: [Int] = []
        var index = 0
        while index < count, self[index].isCollection, Int(self[index].end) == end {
            path.append(index)
            guard let last = lastChild(of: index) else { return nil }
            if self[index].kind == .sequence, columnOfDash(before: Int(self[last].start), in: source) == column {
                return path
            }
            index = last
        }
        return nil
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

    /// Appends the items of the list that is the root of another document.
    ///
    /// - Parameter ownTexts: how many the nodes have so far.
    fileprivate mutating func append(itemsOf part: [YAMLDocument.Node], ownTexts: Int) {
        // Its root is left out.
        let offset = UInt32(count - 1)
        reserveCapacity(count + part.count - 1)
        for var node in part.dropFirst() {
            if node.isCollection { node.link += offset } else if node.hasOwnText { node.link += UInt32(ownTexts) }
            append(node)
        }
    }
}
