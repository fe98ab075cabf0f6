/// A YAML document as flat arrays: a node is an index, so that a file of a million nodes is a handful of allocations.
///
/// Nodes stand in document order, each collection directly before its content. Scalars that stand in the source as
/// they are (most do) point into it; only those with escapes, folding or indentation have a text of their own.
package final class YAMLDocument: Sendable {
    package let source: SourceText
    let nodes: [Node]
    let ownText: OwnText

    /// One node, in no more than sixteen bytes: a file has more nodes than anything else.
    struct Node: Equatable {
        enum Kind: UInt8 {
            case plain, singleQuoted, doubleQuoted, literal, folded
            case sequence, mapping, alias
        }
        var kind: Kind
        var isCollection: Bool { kind == .sequence || kind == .mapping }
        var isQuoted: Bool { kind == .singleQuoted || kind == .doubleQuoted }
        /// Whether a scalar's text lies in ``OwnText`` rather than in the source.
        var hasOwnText = false
        /// Whether a tag says that a plain scalar is a text, whatever it looks like.
        var isTaggedText = false
        /// Whether this is a merge key `<<`. The pairs that it brings in stand at the end of the mapping.
        var isMergeKey = false
        /// Byte offsets in the source, the quotes of a quoted scalar included; anchor and tag stand before `start`.
        var start: UInt32
        var end: UInt32
        /// For a collection, the index of the node after all of its content; for an alias, the index of its target; for a scalar
        /// with a text of its own, the number of that text in ``OwnText``.
        var link: UInt32 = 0

        /// The range in the source of a scalar's text, if the scalar has no text of its own.
        var written: Range<Int> {
            switch kind {
            case .singleQuoted, .doubleQuoted: Int(start) + 1..<Int(end) - 1
            case .plain, .literal, .folded: Int(start)..<Int(end)
            case .sequence, .mapping, .alias: 0..<0
            }
        }
    }

    /// The texts that do not stand in the source as they are.
    struct OwnText: Equatable {
        private(set) var bytes: [UInt8] = []
        private var ends: [Int] = []

        var count: Int { ends.count }

        mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
            bytes.append(contentsOf: text)
            ends.append(bytes.count)
        }

        subscript(number: UInt32) -> Range<Int> {
            (number == 0 ? 0 : ends[Int(number) - 1])..<ends[Int(number)]
        }
    }

    init(source: SourceText, nodes: [Node], ownText: OwnText) {
        self.source = source
        self.nodes = nodes
        self.ownText = ownText
    }

    /// The value of the whole document, nil for an empty file.
    package var root: YAMLNode? { nodes.isEmpty ? nil : YAMLNode(document: self, written: 0) }
}

extension [YAMLDocument.Node] {
    /// Returns the index of the node that follows a node and all of its content.
    func next(after index: Int) -> Int { self[index].isCollection ? Int(self[index].link) : index + 1 }

    /// The index of a node's content: of an alias, its target.
    func resolved(_ index: Int) -> Int { self[index].kind == .alias ? Int(self[index].link) : index }

    /// Returns the range of a scalar's text, and whether it is a range of the own texts rather than of the source.
    func text(of index: Int, own: YAMLDocument.OwnText) -> (isOwn: Bool, place: Range<Int>) {
        let node = self[index]
        return node.hasOwnText ? (true, own[node.link]) : (false, node.written)
    }
}

/// A value in a document, with its place.
package struct YAMLNode: Sendable {
    package let document: YAMLDocument
    /// The index of the value; of an alias, the alias itself.
    let written: Int
    /// The index of its content; of an alias, the target.
    let index: Int

    init(document: YAMLDocument, written: Int) {
        self.document = document
        self.written = written
        index = document.nodes.resolved(written)
    }

    package enum Kind: Sendable { case scalar, sequence, mapping }

    package var kind: Kind {
        switch document.nodes[index].kind {
        case .sequence: .sequence
        case .mapping: .mapping
        default: .scalar
        }
    }

    /// Whether this is a scalar without quotes or a tag. Only such a scalar may be a number, `true` or nothing at all.
    package var isPlain: Bool { document.nodes[index].kind == .plain && !document.nodes[index].isTaggedText }

    fileprivate var isMergeKey: Bool { document.nodes[written].isMergeKey }

    /// Whether no value was written: `key:` and the end of the line.
    package var isEmpty: Bool { isPlain && textPlace.place.isEmpty }

    /// The range of the value in the source; for an alias, that of the alias itself.
    package var range: Range<Int> {
        let node = document.nodes[written]
        return Int(node.start)..<Int(node.end)
    }

    /// The range of the content in the source; for an alias, that of the value at its anchor.
    package var contentRange: Range<Int> {
        let node = document.nodes[index]
        return Int(node.start)..<Int(node.end)
    }

    /// A scalar's text; of a collection, the empty string.
    package var text: String { withUTF8 { String(decoding: $0, as: UTF8.self) } }

    /// Calls `body` with a scalar's text; for a collection, with an empty buffer.
    package func withUTF8<Result, Failure>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let (isOwn, place) = textPlace
        func call(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) -> Result {
            try body(UnsafeBufferPointer(rebasing: bytes[place]))
        }
        // Avoids a copy of the array, whose reference would be counted: all parts of a file share the same bytes.
        return isOwn
            ? try document.ownText.bytes.withUnsafeBufferPointer(call)
            : try document.source.bytes.withUnsafeBufferPointer(call)
    }

    private var textPlace: (isOwn: Bool, place: Range<Int>) { document.nodes.text(of: index, own: document.ownText) }

    /// The values of a sequence; of anything else, none.
    package var elements: Elements { Elements(document: document, of: index, kind: .sequence) }

    /// The keys and values of a mapping in the order they are written, then those that a merge key `<<` brings in; of
    /// anything else, none.
    package var pairs: Pairs { Pairs(content: Elements(document: document, of: index, kind: .mapping)) }

    package struct Elements: Sequence, IteratorProtocol {
        private let document: YAMLDocument
        private var place: Int
        private let end: Int

        init(document: YAMLDocument, of index: Int, kind: YAMLDocument.Node.Kind) {
            self.document = document
            let node = document.nodes[index]
            place = index + 1
            end = node.kind == kind ? Int(node.link) : index + 1
        }

        package var isEmpty: Bool { place >= end }

        package mutating func next() -> YAMLNode? {
            guard place < end else { return nil }
            defer { place = document.nodes.next(after: place) }
            return YAMLNode(document: document, written: place)
        }
    }

    package struct Pairs: Sequence, IteratorProtocol {
        fileprivate var content: Elements

        package var isEmpty: Bool { content.isEmpty }

        package mutating func next() -> (key: YAMLNode, value: YAMLNode)? {
            while let key = content.next(), let value = content.next() {
                if !key.isMergeKey { return (key, value) }
            }
            return nil
        }
    }
}
