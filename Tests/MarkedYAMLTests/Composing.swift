import MarkedYAML
import Testing

/// A document with its problems, composed from a text or from bytes.
func compose(_ text: String, _ limits: YAMLLimits = YAMLLimits()) -> (document: YAMLDocument?, problems: [YAMLProblem])
{
    YAMLDocument.compose(SourceText(name: "test.yaml", bytes: Array(text.utf8)), limits: limits)
}

func compose(bytes: [UInt8]) -> (document: YAMLDocument?, problems: [YAMLProblem]) {
    YAMLDocument.compose(SourceText(name: "test.yaml", bytes: bytes))
}

/// The root of a text that nothing is wrong with.
func root(_ text: String) throws -> YAMLNode {
    let (document, problems) = compose(text)
    #expect(problems.isEmpty)
    let composed = try #require(document)
    return try #require(composed.root)
}

extension YAMLNode {
    /// What the source has at a range.
    func source(_ range: Range<Int>) -> String { String(decoding: document.source.bytes[range], as: UTF8.self) }

    /// The value of a key.
    subscript(key: String) -> YAMLNode? { pairs.first { $0.key.text == key }?.value }

    /// All of it on one line: mappings in braces, lists in brackets, texts in quotes unless they are plain.
    var outline: String {
        switch kind {
        case .scalar: isPlain ? text : text.debugDescription
        case .sequence: "[" + elements.map(\.outline).joined(separator: ", ") + "]"
        case .mapping: "{" + pairs.map { "\($0.key.outline): \($0.value.outline)" }.joined(separator: ", ") + "}"
        }
    }
}
