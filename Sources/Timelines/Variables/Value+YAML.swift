package import MarkedYAML
package import Templates

extension Value {
    /// A value of `vars`: a plain scalar is a number, `true`, `false` or `null` only where JSON would write it so;
    /// everything else is the text that was written.
    package init(_ node: YAMLNode) {
        switch node.kind {
        case .mapping:
            var members = Members()
            for (key, value) in node.pairs where key.kind == .scalar { members[key.text] = Value(value) }
            self = .map(members)
        case .sequence: self = .list(node.elements.map { Value($0) })
        case .scalar: self = node.isPlain ? Value(plain: node.text) : .string(node.text)
        }
    }

    /// Reads a number, `true`, `false` or `null` as JSON would write it; anything else is the text itself.
    package init(plain text: String) {
        switch text {
        case "true": self = .bool(true)
        case "false": self = .bool(false)
        case "null": self = .none
        default:
            guard Self.isJSONNumber(text) else {
                self = .string(text)
                return
            }
            // A number of more than 64 bits stays the text that was written.
            if text.utf8.contains(where: { ".eE".utf8.contains($0) }) {
                self = Double(text).flatMap { $0.isFinite ? .float($0) : nil } ?? .string(text)
            } else {
                self = Int(text).map(Value.int) ?? .string(text)
            }
        }
    }

    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    private static func isJSONNumber(_ text: String) -> Bool {
        var rest = Substring(text).utf8
        /// Skips digits. Returns how many.
        func digits() -> Int {
            let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
            rest.removeFirst(count)
            return count
        }
        func skip(_ bytes: String) -> Bool {
            guard let first = rest.first, bytes.utf8.contains(first) else { return false }
            rest.removeFirst()
            return true
        }
        _ = skip("-")
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || whole > 1 && !startsWithZero else { return false }
        if skip("."), digits() == 0 { return false }
        if skip("eE") {
            _ = skip("+-")
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }
}
