import Templates

/// Reads well-formed JSON with what a template can tell apart: the order of members, integers and floats.
struct OrderedJSON {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

    mutating func value() -> Value {
        skipSpace()
        switch bytes[place] {
        case UInt8(ascii: "{"):
            var members = Members()
            place += 1
            while next() != UInt8(ascii: "}") {
                let key = string()
                skipSpace()
                place += 1
                members[key] = value()
                if next() == UInt8(ascii: ",") { place += 1 }
            }
            place += 1
            return .map(members)
        case UInt8(ascii: "["):
            var values: [Value] = []
            place += 1
            while next() != UInt8(ascii: "]") {
                values.append(value())
                if next() == UInt8(ascii: ",") { place += 1 }
            }
            place += 1
            return .list(values)
        case UInt8(ascii: "\""): return .string(string())
        default: return word()
        }
    }

    private mutating func skipSpace() { while bytes[place] == 0x20 { place += 1 } }

    private mutating func next() -> UInt8 {
        skipSpace()
        return bytes[place]
    }

    private mutating func word() -> Value {
        let start = place
        while place < bytes.count, !",]} ".utf8.contains(bytes[place]) { place += 1 }
        let word = String(decoding: bytes[start..<place], as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .none
        default: return Int(word).map(Value.int) ?? .float(Double(word) ?? .nan)
        }
    }

    private mutating func string() -> String {
        skipSpace()
        place += 1
        var text: [UInt8] = []
        while bytes[place] != UInt8(ascii: "\"") {
            if bytes[place] == UInt8(ascii: "\\") {
                place += 1
                escape(into: &text)
            } else {
                text.append(bytes[place])
            }
            place += 1
        }
        place += 1
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func escape(into text: inout [UInt8]) {
        switch bytes[place] {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"):
            let code = String(decoding: bytes[(place + 1)...(place + 4)], as: UTF8.self)
            place += 4
            text += Array(String(UInt32(code, radix: 16).flatMap(Unicode.Scalar.init) ?? "?").utf8)
        default: text.append(bytes[place])
        }
    }
}
