import Synchronization

/// The bytes of one file and the name that diagnostics call it by.
package struct SourceText: Sendable {
    package let name: String
    package let bytes: [UInt8]
    private let marks = LineMarks()

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// A place as editors count it: both from 1, columns in Unicode characters (scalars), lines at LF, CRLF or CR.
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

    var byteOrderMarkLength: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
}

/// Places of a text whose lines and columns are known: where lines begin, and every so often within long ones.
///
/// Found out when somebody first asks, which is when something is wrong; a file can have a hundred thousand errors,
/// and counting from its beginning for each would take hours.
private final class LineMarks: Sendable {
    struct Mark {
        var offset: Int
        var line: Int
        var column: Int
    }

    private static let longestGap = 4096

    private let known = Mutex<[Mark]?>(nil)

    /// The mark nearest before an offset, or at it.
    func last(upTo offset: Int, in bytes: [UInt8], from start: Int) -> Mark {
        known.withLock { known in
            let marks = known ?? Self.find(in: bytes, from: start)
            known = marks
            var low = 0
            var high = marks.count
            while high - low > 1 {
                let middle = (low + high) / 2
                if marks[middle].offset <= offset { low = middle } else { high = middle }
            }
            return marks[low]
        }
    }

    private static func find(in bytes: [UInt8], from start: Int) -> [Mark] {
        var mark = Mark(offset: start, line: 1, column: 1)
        var marks = [mark]
        var column = 1
        for index in bytes.indices.dropFirst(start) {
            let byte = bytes[index]
            let isCarriageReturnOfPair =
                byte == UInt8(ascii: "\r") && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
            if byte.isLineBreak, !isCarriageReturnOfPair {
                mark = Mark(offset: index + 1, line: mark.line + 1, column: 1)
                column = 1
                marks.append(mark)
                continue
            }
            if index - mark.offset >= longestGap, !byte.isUTF8Continuation {
                mark = Mark(offset: index, line: mark.line, column: column)
                marks.append(mark)
            }
            if !byte.isUTF8Continuation { column += 1 }
        }
        return marks
    }
}

extension UInt8 {
    var isUTF8Continuation: Bool { self & 0b1100_0000 == 0b1000_0000 }
    var isLineBreak: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
    var isYAMLSpace: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || isLineBreak }
}
