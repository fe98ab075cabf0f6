extension Query {
    /// Reads what follows the `?` of a URL: `name=value` pairs with `&` between them, names and values in
    /// `application/x-www-form-urlencoded`. A `+` and a `%20` are both a space (inferred: ZEGO's example writes `+`).
    package init(decoding text: String) {
        var text = text
        self = text.withUTF8 { Query(decoding: $0) }
    }

    private init(decoding bytes: UnsafeBufferPointer<UInt8>) {
        self.init([])
        parameters.reserveCapacity(12)
        var decoder = FormDecoder(bytes)
        while !decoder.isAtEnd {
            let name = decoder.text(stoppingAtEquals: true)
            let hasValue = decoder.skip(UInt8(ascii: "="))
            let value = hasValue ? decoder.text(stoppingAtEquals: false) : ""
            if hasValue || !name.isEmpty { parameters.append(Parameter(name, value)) }
            _ = decoder.skip(UInt8(ascii: "&"))
        }
        isWellFormed = !decoder.foundError
    }
}

private struct FormDecoder {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var decoded: [UInt8] = []
    private(set) var foundError = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// The decoded text up to the next `&`, or up to the next `=` where a name is read.
    mutating func text(stoppingAtEquals: Bool) -> String {
        decoded.removeAll(keepingCapacity: true)
        reading: while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "&"): break reading
            case UInt8(ascii: "=") where stoppingAtEquals: break reading
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"): appendEscaped()
            case let byte: decoded.append(byte)
            }
            position += 1
        }
        if let text = String(validating: decoded, as: UTF8.self) { return text }
        foundError = true
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Reads `%XX` and stays on its last digit; a broken escape stands for itself.
    private mutating func appendEscaped() {
        guard position + 2 < bytes.count,
            let high = hexadecimalValue(of: bytes[position + 1]), let low = hexadecimalValue(of: bytes[position + 2])
        else {
            foundError = true
            decoded.append(UInt8(ascii: "%"))
            return
        }
        decoded.append(high << 4 | low)
        position += 2
    }
}

/// The value of an ASCII hexadecimal digit of either case.
func hexadecimalValue(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
