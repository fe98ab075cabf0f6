package import ShowTime

/// Writes JSON straight into bytes, without an encoder: a record is written for each delivery, and a general encoder costs
/// more than sending it.
///
///     bytes.object {
///         $0.field("event", "attempt")
///         $0.field("attempt", 1)
///     }
///
/// Commas come by themselves: a member needs one unless it follows an opening brace.
extension Array where Element == UInt8 {
    // MARK: Structure

    /// Appends an object whose members `body` appends.
    package mutating func object(_ body: (inout [UInt8]) -> Void) {
        append(UInt8(ascii: "{"))
        body(&self)
        append(UInt8(ascii: "}"))
    }

    /// Appends an array with an element for each of `values`, which `body` appends.
    package mutating func array<Values: Sequence>(_ values: Values, _ body: (inout [UInt8], Values.Element) -> Void) {
        append(UInt8(ascii: "["))
        var isFirst = true
        for value in values {
            if !isFirst { append(UInt8(ascii: ",")) }
            isFirst = false
            body(&self, value)
        }
        append(UInt8(ascii: "]"))
    }

    /// Appends an array with a line for each element.
    package mutating func lines<Values: Collection>(of values: Values, _ body: (inout [UInt8], Values.Element) -> Void)
    {
        array(values) { bytes, value in
            bytes.append(UInt8(ascii: "\n"))
            body(&bytes, value)
        }
        if !values.isEmpty { replaceSubrange((count - 1)..., with: "\n]".utf8) }
    }

    /// Appends the name of a member, whose value is to follow.
    package mutating func name(_ name: StaticString) {
        // No value ends with an opening brace: a string ends with its quote.
        let hasComma = last != UInt8(ascii: "{")
        let length = name.utf8CodeUnitCount
        // Appended in one piece, because every line of a log has a dozen of them.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length + 4) { piece in
            piece[0] = UInt8(ascii: ",")
            piece[1] = UInt8(ascii: "\"")
            for index in 0..<length { piece[index + 2] = name.utf8Start[index] }
            piece[length + 2] = UInt8(ascii: "\"")
            piece[length + 3] = UInt8(ascii: ":")
            append(contentsOf: UnsafeBufferPointer(rebasing: piece[(hasComma ? 0 : 1)...]))
        }
    }

    // MARK: Members

    package mutating func field(_ name: StaticString, _ text: String) {
        self.name(name)
        append(json: text)
    }

    package mutating func field(_ name: StaticString, _ text: String?) {
        self.name(name)
        if let text { append(json: text) } else { appendNull() }
    }

    package mutating func field(_ name: StaticString, _ number: Int?) {
        self.name(name)
        if let number { append(json: number) } else { appendNull() }
    }

    package mutating func field(_ name: StaticString, _ flag: Bool) {
        self.name(name)
        append(json: flag)
    }

    /// RFC 3339 in UTC with milliseconds.
    package mutating func field(_ name: StaticString, _ instant: Instant?) {
        self.name(name)
        guard let instant else { return appendNull() }
        append(UInt8(ascii: "\""))
        append(rfc3339: instant)
        append(UInt8(ascii: "\""))
    }

    /// Whole milliseconds.
    package mutating func field(milliseconds name: StaticString, _ interval: Interval?) {
        field(name, interval.map { Int($0.milliseconds) })
    }

    package mutating func field(_ name: StaticString, object body: (inout [UInt8]) -> Void) {
        self.name(name)
        object(body)
    }

    package mutating func field<Values: Sequence>(
        _ name: StaticString, array values: Values, _ body: (inout [UInt8], Values.Element) -> Void
    ) {
        self.name(name)
        array(values, body)
    }

    // MARK: Values

    /// Appends a JSON string: quotes, and escapes for quotes, backslashes and control characters. UTF-8 stays as it is.
    package mutating func append(json text: String) {
        append(UInt8(ascii: "\""))
        append(escaped: text)
        append(UInt8(ascii: "\""))
    }

    /// Appends text as it stands between the quotes of a JSON string.
    package mutating func append(escaped text: String) {
        var text = text
        text.withUTF8 { bytes in
            // Most of every text needs no escapes, and is appended in long runs.
            var start = 0
            var index = 0
            while index < bytes.count {
                if index + 8 <= bytes.count, !bytes.needsEscape(inEightFrom: index) {
                    index += 8
                    continue
                }
                if bytes[index].needsEscape {
                    append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                    append(escaped: bytes[index])
                    start = index + 1
                }
                index += 1
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
    }

    package mutating func append(json number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        Swift.withUnsafeMutableBytes(of: &digits) { buffer in
            var rest = number.magnitude
            var index = buffer.count
            repeat {
                index -= 1
                buffer[index] = UInt8(48 + rest % 10)
                rest /= 10
            } while rest > 0
            append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[index...]))
        }
    }

    package mutating func append(json flag: Bool) { append(literal: flag ? "true" : "false") }

    private mutating func appendNull() { append(literal: "null") }

    /// Appends text that is JSON already.
    package mutating func append(literal text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append(literal: "\\\"")
        case UInt8(ascii: "\\"): append(literal: "\\\\")
        case UInt8(ascii: "\n"): append(literal: "\\n")
        case UInt8(ascii: "\t"): append(literal: "\\t")
        case UInt8(ascii: "\r"): append(literal: "\\r")
        default:
            append(literal: "\\u00")
            let digits = Array("0123456789abcdef".utf8)
            append(digits[Int(byte >> 4)])
            append(digits[Int(byte & 15)])
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether any of eight bytes needs an escape, all of them looked at as one number.
    fileprivate func needsEscape(inEightFrom index: Int) -> Bool {
        let word = UnsafeRawBufferPointer(self).loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        /// The high bit of each byte of `word` that is below `limit`. It is exact up to the first of them.
        func below(_ limit: UInt64, _ word: UInt64) -> UInt64 { (word &- ones &* limit) & ~word & highs }
        return below(0x20, word) | below(1, word ^ ones &* 0x22) | below(1, word ^ ones &* 0x5C) != 0
    }
}

extension UInt8 {
    fileprivate var needsEscape: Bool { self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") }
}
