import Timelines

/// What the rows of a sheet say, and under which ids.
extension SheetImport {
    /// The texts of a row, each with the room or group that its column is for.
    mutating func texts(of row: CSVTable.Row) -> [(language: String?, cell: CSVTable.Cell)] {
        if let cell = cell(.text, of: row), !text(of: cell).isEmpty { return [(nil, cell)] }
        var texts: [(language: String?, cell: CSVTable.Cell)] = []
        var missing: [String] = []
        for column in columns.translations {
            if let cell = cell(column.index, of: row), !text(of: cell).isEmpty {
                texts.append((column.place, cell))
            } else {
                missing.append(column.place)
            }
        }
        if !texts.isEmpty, !missing.isEmpty {
            note("there is no text for \(missing.joined(separator: " and for ")): nothing goes there", at: row.place)
        }
        return texts
    }

    /// Returns the text to send for a cell, and whether it is sent in parts.
    mutating func content(
        of cell: CSVTable.Cell
    ) throws(SheetProblem) -> (text: String, isSplit: Bool) {
        let text = text(of: cell)
        let dropped = cell.text.unicodeScalars.contains { Self.isDropped($0) }
        if dropped { note("control characters are left out of the text", at: cell.place) }
        let (length, longest) = (text.utf8.count, MessageExpander.longestContent)
        guard length > longest else { return (text, false) }
        guard length <= longest * MessageExpander.mostParts / 2 else {
            throw SheetProblem(.leftOut, "a text of \(length) bytes: make several rows of it", at: cell.place)
        }
        note(
            "\(length) bytes, and a message has at most \(longest): it goes out in parts (overflow: split)",
            at: cell.place)
        return (text, true)
    }

    /// A text without control characters.
    func text(of cell: CSVTable.Cell) -> String {
        var text = ""
        for scalar in cell.text.unicodeScalars {
            switch scalar.value {
            // Line breaks of word processors and old systems.
            case 0x0B, 0x0C, 0x0D, 0x85: text += "\n"
            case _ where Self.isDropped(scalar): break
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text.trimmingWhiteSpace
    }

    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x85: false
        case 0..<0x20, 0x7F..<0xA0: true
        default: false
        }
    }

    /// - Parameter language: the room or group that the text is for, where there are several texts.
    mutating func id(of row: CSVTable.Row, number: Int, slug: String?, language: String?) -> String {
        let longest = 64
        func suffixed(_ id: String) -> String {
            guard let language else { return id }
            let suffix = Identifiers.isMessageID(language) ? language : Naming.slug(language, longest: 16) ?? "text"
            return id.prefix(max(1, longest - 1 - suffix.utf8.count)) + "-\(suffix)"
        }
        guard let cell = cell(.id, of: row) else { return ids.take(suffixed(slug ?? "cue-\(number)")) }
        let isID = Identifiers.isMessageID(cell.text)
        let wanted = suffixed(isID ? cell.text : Naming.slug(cell.text) ?? "cue-\(number)")
        let id = ids.take(wanted)
        givenIDs.insert(id)
        if id != wanted { note("the id \"\(wanted)\" is taken: this row is \"\(id)\"", at: cell.place) }
        return id
    }
}
