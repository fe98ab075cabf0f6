import JSONText

/// JSON whose objects keep the order in which they are written, so that people can read the schema.
///
/// The arrays are indirection enough. With `indirect`, the case would be written into the bits of the pointers, and a leak
/// checker does not see what a global holds by such a pointer.
enum SchemaValue: Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([SchemaValue])
    case object([(key: String, value: SchemaValue)])

    /// The value as JSON, indented by two spaces a level, with lists of scalars on one line.
    var json: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes, depth: 0)
        return bytes
    }

    /// The same object with more members behind its own.
    func with(_ other: SchemaValue) -> SchemaValue {
        guard case .object(let own) = self, case .object(let added) = other else { return self }
        return .object(own + added)
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
            bytes.append(literal: "[")
            Self.write(elements, to: &bytes, depth: elements.allSatisfy(\.isScalar) ? nil : depth) { element, bytes in
                element.write(to: &bytes, depth: depth + 1)
            }
            bytes.append(literal: "]")
        case .object(let members):
            let isShort = members.count == 1 && members[0].value.isScalar
            bytes.append(literal: "{")
            Self.write(members, to: &bytes, depth: isShort ? nil : depth) { member, bytes in
                bytes.append(json: member.key)
                bytes.append(literal: ": ")
                member.value.write(to: &bytes, depth: depth + 1)
            }
            bytes.append(literal: "}")
        }
    }

    /// - Parameter depth: the depth of the brackets; nil to write everything on one line.
    private static func write<Element>(
        _ elements: [Element], to bytes: inout [UInt8], depth: Int?, _ write: (Element, inout [UInt8]) -> Void
    ) {
        func breakLine(_ depth: Int) {
            bytes.append(UInt8(ascii: "\n"))
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
        }
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(literal: depth == nil ? ", " : ",") }
            if let depth { breakLine(depth + 1) }
            write(element, &bytes)
        }
        if let depth, !elements.isEmpty { breakLine(depth) }
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
