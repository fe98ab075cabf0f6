extension Query {
    /// Reads the part of a URL after its `?`: `name=value` pairs with `&` between them, names and values in
    /// `application/x-www-form-urlencoded`. A `+` and a `%20` are both a space (inferred: ZEGO's example writes `+`).
    package init(decoding text: String) {
        self.init([])
        for pair in Array(text.utf8).split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = decoded(parts[0])
            parameters.append(Parameter(name, parts.count > 1 ? decoded(parts[1]) : ""))
        }
    }

    /// Decodes a name or value. A broken escape stands for itself.
    private mutating func decoded(_ encoded: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encoded.count)
        var rest = encoded
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%") {
                if let high = rest.first.flatMap(Self.hexadecimalValue),
                    let low = rest.dropFirst().first.flatMap(Self.hexadecimalValue)
                {
                    bytes.append(high << 4 | low)
                    rest.removeFirst(2)
                } else {
                    isWellFormed = false
                    bytes.append(byte)
                }
            } else {
                bytes.append(byte)
            }
        }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        isWellFormed = false
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimalValue(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
