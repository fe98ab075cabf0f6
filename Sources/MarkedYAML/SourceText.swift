/// The bytes of one file and the name that diagnostics call it by.
package struct SourceText: Sendable {
    package let name: String
    package let bytes: [UInt8]
    /// Whether diagnostics may show its lines.
    package var isQuoted = true
    private let marks = LineMarks()

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// A position as editors count it: line and column from 1, columns in Unicode scalars, lines ended by LF, CRLF or CR.
    package struct Position: Hashable, Sendable {
        package var line: Int
        package var column: Int

        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    package func position(ofByte offset: Int) -> Position {
        let offset = min(offset, bytes.count)
        let mark = marks.last(upTo: offset, in: bytes, from: byteOrderMarkLength)
        guard mark.offset < offset else { return Position(line: mark.line, column: mark.column) }
        let column = mark.column + bytes[mark.offset..<offset].count { !$0.isUTF8Continuation }
        return Position(line: mark.line, column: column)
    }

    /// The bytes of the line that holds `offset`, without its line break.
    package func lineRange(aroundByte offset: Int) -> Range<Int> {
        var start = min(offset, bytes.count)
        while start > byteOrderMarkLength, !bytes[start - 1].isLineBreak { start -= 1 }
        var end = min(offset, bytes.count)
        while end < bytes.count, !bytes[end].isLineBreak { end += 1 }
        return start..<max(start, end)
    }

    /// The first bytes that are not UTF-8.
    package var firstInvalidUTF8: Range<Int>? {
        var parser = Unicode.UTF8.ForwardParser()
        var bytes = bytes.makeIterator()
        var place = 0
        while true {
            switch parser.parseScalar(from: &bytes) {
            case .valid(let scalar): place += scalar.count
            case .error(let length): return place..<place + length
            case .emptyInput: return nil
            }
        }
    }

    package var byteOrderMarkLength: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
}

extension UInt8 {
    var isUTF8Continuation: Bool { self & 0b1100_0000 == 0b1000_0000 }
    package var isLineBreak: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
    var isYAMLSpace: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || isLineBreak }
}
