/// One JSON object, read without building anything: its members are places in the bytes it was read from.
///
/// For log lines and API answers, of which there are many and of which few members matter.
package struct JSONObject {
    package enum Value {
        case string(JSONStringSlice)
        case number(UnsafeBufferPointer<UInt8>)
        case bool(Bool)
        case null
        /// The text of an object or an array, braces included.
        case object(UnsafeBufferPointer<UInt8>)
        case array(UnsafeBufferPointer<UInt8>)
    }

    /// Calls `member` with each member of the object that `bytes` are, in their order. Keys are given as they are
    /// written, escapes and all.
    ///
    /// - Returns: false where the bytes are not exactly one JSON object. Members before the fault have been given then.
    package static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, member: (_ key: UnsafeBufferPointer<UInt8>, Value) -> Void
    ) -> Bool {
        var scanner = JSONScanner(bytes)
        scanner.skipSpace()
        guard scanner.object(member, depth: 0) != nil else { return false }
        scanner.skipSpace()
        return scanner.isAtEnd
    }

    /// Calls `element` with each element of the array that `bytes` are, in their order.
    ///
    /// - Returns: false where the bytes are not exactly one JSON array.
    @discardableResult
    package static func readArray(_ bytes: UnsafeBufferPointer<UInt8>, element: (Value) -> Void) -> Bool {
        var scanner = JSONScanner(bytes)
        scanner.skipSpace()
        guard scanner.array(element, depth: 0) != nil else { return false }
        scanner.skipSpace()
        return scanner.isAtEnd
    }

    /// The integers of an array's text, nil where it holds anything else.
    package static func integers(ofArray bytes: UnsafeBufferPointer<UInt8>) -> [Int]? {
        var numbers: [Int]? = []
        let isArray = readArray(bytes) { value in
            if let number = value.integer { numbers?.append(number) } else { numbers = nil }
        }
        return isArray ? numbers : nil
    }
}

extension JSONObject.Value {
    package var text: String? {
        if case .string(let slice) = self { return slice.text }
        return nil
    }

    package var integer: Int? {
        guard case .number(let bytes) = self else { return nil }
        var value = 0
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = isNegative ? UnsafeBufferPointer(rebasing: bytes.dropFirst()) : bytes
        guard !digits.isEmpty, digits.count <= 18 else { return nil }
        for byte in digits {
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return isNegative ? -value : value
    }

    package var bool: Bool? {
        if case .bool(let value) = self { return value }
        return nil
    }
}

/// A JSON string where it stands, without its quotes.
package struct JSONStringSlice {
    package let bytes: UnsafeBufferPointer<UInt8>
    package let hasEscapes: Bool

    package init(bytes: UnsafeBufferPointer<UInt8>, hasEscapes: Bool) {
        self.bytes = bytes
        self.hasEscapes = hasEscapes
    }

    package var text: String {
        guard hasEscapes else { return String(decoding: bytes, as: UTF8.self) }
        var units: [UInt16] = []
        var text = ""
        func flush() {
            text += String(decoding: units, as: UTF16.self)
            units = []
        }
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                flush()
                let end = bytes[index...].firstIndex(of: UInt8(ascii: "\\")) ?? bytes.count
                text += String(decoding: bytes[index..<end], as: UTF8.self)
                index = end
                continue
            }
            switch bytes[index + 1] {
            case UInt8(ascii: "u"):
                let digits = String(decoding: bytes[index + 2..<index + 6], as: UTF8.self)
                units.append(UInt16(digits, radix: 16) ?? 0xFFFD)
                index += 4
            case UInt8(ascii: "n"): units.append(0x0A)
            case UInt8(ascii: "t"): units.append(0x09)
            case UInt8(ascii: "r"): units.append(0x0D)
            case UInt8(ascii: "b"): units.append(0x08)
            case UInt8(ascii: "f"): units.append(0x0C)
            case let byte: units.append(UInt16(byte))
            }
            index += 2
        }
        flush()
        return text
    }
}
