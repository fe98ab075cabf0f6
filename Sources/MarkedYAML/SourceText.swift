/// The bytes of one file and the name that diagnostics call it by.
package struct SourceText: Sendable {
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// A place as editors count it: both from 1, columns in Unicode characters (scalars), lines at LF, CRLF or CR.
    package struct Position: Hashable, Sendable {
        package var line: Int
        package var column: Int
    }

    package func position(ofByte offset: Int) -> Position {
        let offset = min(offset, bytes.count)
        var line = 1
        var lineStart = byteOrderMarkLength
        var index = lineStart
        while index < offset {
            switch bytes[index] {
            case UInt8(ascii: "\n"):
                line += 1
                lineStart = index + 1
            case UInt8(ascii: "\r") where index + 1 >= bytes.count || bytes[index + 1] != UInt8(ascii: "\n"):
                line += 1
                lineStart = index + 1
            default: break
            }
            index += 1
        }
        let column = lineStart < offset ? bytes[lineStart..<offset].count { !$0.isUTF8Continuation } + 1 : 1
        return Position(line: line, column: column)
    }

    /// The bytes of the line that holds `offset`, without its line break.
    package func lineRange(aroundByte offset: Int) -> Range<Int> {
        var start = min(offset, bytes.count)
        while start > byteOrderMarkLength, !bytes[start - 1].isLineBreak { start -= 1 }
        var end = min(offset, bytes.count)
        while end < bytes.count, !bytes[end].isLineBreak { end += 1 }
        return start..<max(start, end)
    }

    private var byteOrderMarkLength: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
}

extension UInt8 {
    var isUTF8Continuation: Bool { self & 0b1100_0000 == 0b1000_0000 }
    var isLineBreak: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
    var isYAMLSpace: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || isLineBreak }
}
