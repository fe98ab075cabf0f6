import Synchronization

/// An index of a text's lines: the beginning of each line, and places at intervals within long lines.
///
/// Built at the first diagnostic. A file can have a hundred thousand diagnostics, and counting lines from the beginning of the
/// file for each would take hours.
final class LineMarks: Sendable {
    struct Mark {
        var offset: Int
        var line: Int
        var column: Int
    }

    private static let longestGap = 4096

    private let known = Mutex<[Mark]?>(nil)

    /// Returns the last mark at or before an offset.
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
        var marks = [Mark(offset: start, line: 1, column: 1)]
        var (line, column) = (1, 1)
        for index in bytes.indices.dropFirst(start) {
            let byte = bytes[index]
            let isBeforeLineFeed = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
            if byte.isLineBreak, !(byte == UInt8(ascii: "\r") && isBeforeLineFeed) {
                (line, column) = (line + 1, 1)
                marks.append(Mark(offset: index + 1, line: line, column: column))
            } else if !byte.isUTF8Continuation {
                if index - marks[marks.count - 1].offset >= longestGap {
                    marks.append(Mark(offset: index, line: line, column: column))
                }
                column += 1
            }
        }
        return marks
    }
}
