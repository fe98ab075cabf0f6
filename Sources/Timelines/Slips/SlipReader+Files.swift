import MarkedYAML

/// Files that are something else than a timeline.
extension SlipReader {
    /// Looks for the marks that git leaves where two versions of a file differ.
    mutating func readConflict() throws(Slip) {
        let start = position
        defer { position = start }
        while !isAtEnd {
            for mark in ["<<<<<<< ", ">>>>>>> ", "=======\n"] where starts(with: mark) {
                throw Slip(
                    "git could not merge two versions of the file: keep one, and remove the lines with <<<<<<<, ======= and >>>>>>>",
                    at: position..<lineEnd(position))
            }
            skipLine()
        }
    }

    /// Looks for a spreadsheet that was saved as text: lines with equally many commas, semicolons or tabs, and no key.
    func explainSpreadsheet() throws(Slip) {
        let lines = source.bytes[position...].prefix(4096).split(whereSeparator: \.isLineBreak)
            .drop { $0.first == UInt8(ascii: "#") }.prefix(3)
        guard lines.count > 1, let head = lines.first, !head.contains(where: "{}[]#".utf8.contains),
            !text(head.startIndex..<head.endIndex).contains(": ")
        else { return }
        for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
            let count = head.count { $0 == separator }
            // Commas may stand inside of cells.
            guard count > 0, lines.allSatisfy({ line in line.count { $0 == separator } >= count }) else { continue }
            throw Slip(
                "this is a spreadsheet (CSV), not a timeline: showcaller import makes a timeline of it",
                at: head.startIndex..<head.endIndex, kind: .otherFormat)
        }
    }
}
