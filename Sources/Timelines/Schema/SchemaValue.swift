import JSONText

/// JSON as a schema needs it: an object keeps the order in which it was written, so that people can read the file.
indirect enum SchemaValue: Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([SchemaValue])
    case object([(key: String, value: SchemaValue)])

    /// The value as JSON: two spaces a level, lists of words on one line.
    var json: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes, depth: 0)
        return bytes
    }

    /// The same object with more members behind its own.
    func with(_ members: KeyValuePairs<String, SchemaValue>) -> SchemaValue {
        guard case .object(let own) = self else { return self }
        return .object(own + members.map { ($0.key, $0.value) })
    }

    private var isScalar: Bool {
        switch self {
        case .text, .number, .flag: true
        case .list(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        }
    }

    private func write(to bytes: inout [UInt8], depth: Int) {
        switch self {
        case .text(let text): bytes.append(json: text)
        case .number(let number): bytes.append(json: number)
        case .flag(let flag): bytes.append(json: flag)
        case .list(let elements):
            let isShort = elements.allSatisfy(\.isScalar)
            Self.write("[", "]", to: &bytes, count: elements.count, depth: isShort ? nil : depth) { index, bytes in
                elements[index].write(to: &bytes, depth: depth + 1)
            }
        case .object(let members):
            let isShort = members.count == 1 && members[0].value.isScalar
            Self.write("{", "}", to: &bytes, count: members.count, depth: isShort ? nil : depth) { index, bytes in
                bytes.append(json: members[index].key)
                bytes.append(literal: ": ")
                members[index].value.write(to: &bytes, depth: depth + 1)
            }
        }
    }

    /// - Parameter depth: of the opening bracket; nil for everything on one line.
    private static func write(
        _ opening: StaticString, _ closing: StaticString, to bytes: inout [UInt8], count: Int, depth: Int?,
        _ element: (Int, inout [UInt8]) -> Void
    ) {
        func breakLine(_ depth: Int) {
            bytes.append(UInt8(ascii: "\n"))
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
        }
        bytes.append(literal: opening)
        for index in 0..<count {
            if index > 0 { bytes.append(literal: depth == nil ? ", " : ",") }
            if let depth { breakLine(depth + 1) }
            element(index, &bytes)
        }
        if let depth, count > 0 { breakLine(depth) }
        bytes.append(literal: closing)
    }
}

extension SchemaValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(arrayLiteral elements: SchemaValue...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, SchemaValue)...) {
        self = .object(elements.map { (key: $0.0, value: $0.1) })
    }
}

extension [String] {
    var schemaValue: SchemaValue { .list(map(SchemaValue.text)) }
}
