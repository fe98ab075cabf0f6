/// The differences between two texts, word by word, or character by character in scripts that put no spaces between words.
package enum WordDiff {
    package enum Kind: Sendable, Hashable { case same, removed, added }

    package struct Piece: Sendable, Hashable {
        package var kind: Kind
        package var text: String
    }

    /// - Returns: pieces: without those added they are the old text, without those removed the new one.
    package static func pieces(_ before: String, _ after: String) -> [Piece] {
        let (old, new) = (words(of: before), words(of: after))
        var isRemoved = [Bool](repeating: false, count: old.count)
        var isAdded = [Bool](repeating: false, count: new.count)
        for change in new.difference(from: old) {
            switch change {
            case .remove(let place, _, _): isRemoved[place] = true
            case .insert(let place, _, _): isAdded[place] = true
            }
        }
        var pieces = Pieces()
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, isRemoved[left] {
                pieces.removed += old[left]
                left += 1
            } else if right < new.count, isAdded[right] {
                pieces.added += new[right]
                right += 1
            } else {
                pieces.append(same: old[left])
                left += 1
                right += 1
            }
        }
        return pieces.finished()
    }

    private static func words(of text: String) -> [Substring] {
        var words: [Substring] = []
        var index = text.startIndex
        while index < text.endIndex {
            let isPart = text[index].isPartOfWord
            var end = text.index(after: index)
            if isPart { while end < text.endIndex, text[end].isPartOfWord { end = text.index(after: end) } }
            words.append(text[index..<end])
            index = end
        }
        return words
    }

    /// Gathers pieces. What was removed stands before what was added in its place.
    private struct Pieces {
        private var pieces: [Piece] = []
        var removed = ""
        var added = ""

        mutating func append(same word: Substring) {
            flush()
            if pieces.last?.kind == .same {
                pieces[pieces.count - 1].text += word
            } else {
                pieces.append(Piece(kind: .same, text: String(word)))
            }
        }

        private mutating func flush() {
            if !removed.isEmpty { pieces.append(Piece(kind: .removed, text: removed)) }
            if !added.isEmpty { pieces.append(Piece(kind: .added, text: added)) }
            removed = ""
            added = ""
        }

        /// Returns the pieces. A space between two changes does not separate them: "-one- -two-" becomes "-one two-".
        mutating func finished() -> [Piece] {
            flush()
            var merged: [Piece] = []
            var index = 0
            while index < pieces.count {
                var (removed, added) = ("", "")
                while index < pieces.count {
                    let piece = pieces[index]
                    let isBetween =
                        piece.kind == .same && !(removed.isEmpty && added.isEmpty) && index + 1 < pieces.count
                        && piece.text.allSatisfy(\.isWhitespace)
                    guard piece.kind != .same || isBetween else { break }
                    if piece.kind != .added { removed += piece.text }
                    if piece.kind != .removed { added += piece.text }
                    index += 1
                }
                if !removed.isEmpty { merged.append(Piece(kind: .removed, text: removed)) }
                if !added.isEmpty { merged.append(Piece(kind: .added, text: added)) }
                if index < pieces.count {
                    merged.append(pieces[index])
                    index += 1
                }
            }
            return merged
        }
    }
}

extension Character {
    /// Whether it is a letter or digit of a script that puts spaces between words.
    fileprivate var isPartOfWord: Bool {
        guard isLetter || isNumber else { return false }
        guard let first = unicodeScalars.first else { return false }
        return !(0x2E80...0xABFF).contains(first.value) && first.value < 0x20000
    }
}
