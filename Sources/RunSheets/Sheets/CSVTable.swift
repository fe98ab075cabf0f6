package import MarkedYAML

/// The cells of a sheet, each with its place in the file.
package struct CSVTable: Sendable, Equatable {
    package struct Cell: Sendable, Equatable {
        /// As it was written, quotes taken off; line breaks inside are LF.
        package var text: String
        /// Byte offset in the file, of the opening quote where there is one.
        package var place: Int
    }

    package struct Row: Sendable, Equatable {
        package var cells: [Cell]
        package var place: Int

        package var isBlank: Bool { cells.allSatisfy { $0.text.allSatisfy(\.isWhitespace) } }
    }

    package var rows: [Row]
    package var problems: [SheetProblem]
}

extension CSVTable {
    /// Reads a sheet as spreadsheets export it: RFC 4180 in UTF-8, and what is common beyond it. A byte order mark, LF, CRLF or CR,
    /// semicolons, tabs or bars for commas, an Excel `sep=;` line, quotes in the middle of a field (taken as they stand), rows of
    /// any length.
    ///
    /// Fatal problems: a file that is not UTF-8, and an empty one. A quote that is never closed leaves out its row, which is the
    /// rest of the file.
    package init(_ source: SourceText) {
        rows = []
        problems = []
        if let problem = Self.encodingProblem(of: source) {
            problems = [problem]
            return
        }
        var reader = CSVReader(source.bytes, separator: UInt8(ascii: ","), from: source.byteOrderMarkLength)
        reader.separator = reader.skipSeparatorLine() ?? reader.likelySeparator
        while let row = reader.row() {
            if let quote = reader.openQuote {
                problems.append(
                    SheetProblem(.leftOut, "this quote is never closed: what follows it is left out", at: quote))
            } else {
                rows.append(row)
            }
        }
        if rows.allSatisfy(\.isBlank), problems.isEmpty {
            problems = [SheetProblem(.fatal, "the sheet is empty", at: 0)]
        }
    }

    private static func encodingProblem(of source: SourceText) -> SheetProblem? {
        let bytes = source.bytes
        // Excel, Numbers and Calc save ZIP archives by default.
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            return SheetProblem(.fatal, "this is a spreadsheet's own file: export the sheet as CSV in UTF-8", at: 0)
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return SheetProblem(.fatal, "the file is UTF-16: save it as CSV in UTF-8", at: 0)
        }
        return source.firstInvalidUTF8.map { invalid in
            SheetProblem(.fatal, "this is not UTF-8: save the sheet as CSV in UTF-8", at: invalid.lowerBound)
        }
    }
}

/// Splits a sheet byte by byte: separators, quotes and line breaks are ASCII, whose bytes are no part of other characters.
private struct CSVReader {
    private let bytes: [UInt8]
    private var position: Int
    var separator: UInt8
    /// The place of the quote that the last row did not close.
    private(set) var openQuote: Int?
    private var brokenQuotes = 0

    init(_ bytes: [UInt8], separator: UInt8, from start: Int) {
        self.bytes = bytes
        self.separator = separator
        position = start
    }

    private static let quote = UInt8(ascii: "\"")

    /// Reads the separator from Excel's first line `sep=;`.
    mutating func skipSeparatorLine() -> UInt8? {
        let line = Array(bytes[position...].prefix { !$0.isLineBreak })
        guard line.count == 5, line.starts(with: Array("sep=".utf8)) else { return nil }
        position += line.count
        skipLineBreak()
        return line[4]
    }

    /// The separator that divides the first rows best; a comma where none does better.
    var likelySeparator: UInt8 {
        let fits = ",;\t|".utf8.map { (separator: $0, fit: fit(of: $0)) }.filter { $0.fit.rows > 0 }
        return fits.max { $0.fit < $1.fit }?.separator ?? UInt8(ascii: ",")
    }

    /// Rates a separator on the first rows: the greater, the better. What counts first is how few quotes end before their cell
    /// does, or never; then how many rows have the most common number of cells, rows of one cell left out; then that number.
    private func fit(of separator: UInt8) -> (lessBrokenQuotes: Int, rows: Int, cells: Int) {
        var reader = self
        reader.separator = separator
        var counts: [Int: Int] = [:]
        for _ in 0..<20 {
            guard let row = reader.row() else { break }
            if row.cells.count > 1 { counts[row.cells.count, default: 0] += 1 }
        }
        let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
        return (-reader.brokenQuotes, most?.value ?? 0, most?.key ?? 1)
    }

    /// The next row; nil at the end. A line break at the end of the file begins no row.
    mutating func row() -> CSVTable.Row? {
        guard position < bytes.count else { return nil }
        openQuote = nil
        let start = position
        var cells = [cell()]
        while position < bytes.count, bytes[position] == separator {
            position += 1
            cells.append(cell())
        }
        skipLineBreak()
        return CSVTable.Row(cells: cells, place: start)
    }

    private mutating func cell() -> CSVTable.Cell {
        let start = position
        var text: [UInt8] = []
        // Spaces in front of a quote are common in sheets written by hand.
        var place = position
        while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
        if place < bytes.count, bytes[place] == Self.quote {
            position = place
            appendQuoted(to: &text)
            let isWhole = position == bytes.count || bytes[position] == separator || bytes[position].isLineBreak
            if !isWhole || openQuote != nil { brokenQuotes += 1 }
        }
        // Text behind a closing quote belongs to the cell as well, as spreadsheets have it.
        while position < bytes.count, bytes[position] != separator, !bytes[position].isLineBreak {
            text.append(bytes[position])
            position += 1
        }
        return CSVTable.Cell(text: String(decoding: text, as: UTF8.self), place: start)
    }

    /// Appends the text in quotes, with doubled quotes as one, and moves behind the closing quote.
    private mutating func appendQuoted(to text: inout [UInt8]) {
        let start = position
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == Self.quote {
                guard position < bytes.count, bytes[position] == Self.quote else { return }
                position += 1
            } else if byte == UInt8(ascii: "\r") {
                if position < bytes.count, bytes[position] == UInt8(ascii: "\n") { position += 1 }
                text.append(UInt8(ascii: "\n"))
                continue
            }
            text.append(byte)
        }
        openQuote = start
    }

    private mutating func skipLineBreak() {
        guard position < bytes.count else { return }
        let isCarriageReturn = bytes[position] == UInt8(ascii: "\r")
        position += 1
        if isCarriageReturn, position < bytes.count, bytes[position] == UInt8(ascii: "\n") { position += 1 }
    }
}
