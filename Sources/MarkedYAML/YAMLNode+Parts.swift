/// Traversals for code that reads all of a large document: they make no ``YAMLNode`` for values that are only passed by.
extension YAMLNode {
    /// A part of a value in the order in which it is written.
    package enum Part {
        /// The text of a scalar.
        case scalar(UnsafeBufferPointer<UInt8>)
        case sequenceBegin, sequenceEnd
        case mappingBegin, mappingEnd
    }

    /// Calls `body` with each part of the value, aliases followed, and with the merged pairs of a mapping behind its own.
    package func forEachPart(_ body: (Part) -> Void) {
        document.withUnsafeContent { $0.forEachPart(of: index, body) }
    }

    /// A reference to a value of the same document, as small as possible.
    package struct Place: Sendable {
        fileprivate var written: UInt32
    }

    package func node(at place: Place) -> YAMLNode { YAMLNode(document: document, written: Int(place.written)) }

    /// Calls `body` for each pair of a mapping whose key is a scalar, in the order of ``pairs``: with the text of the key, and
    /// with the places of key and value. Does nothing for a value that is no mapping.
    package func forEachKey(_ body: (_ text: UnsafeBufferPointer<UInt8>, _ key: Place, _ value: Place) -> Void) {
        document.withUnsafeContent { content in
            guard content.nodes[index].kind == .mapping else { return }
            content.forEachPair(of: index) { key, value in
                let target = content.resolved(key)
                guard !content.nodes[target].isCollection else { return }
                body(content.text(of: target), Place(written: UInt32(key)), Place(written: UInt32(value)))
            }
        }
    }
}

extension YAMLDocument {
    fileprivate func withUnsafeContent(_ body: (UnsafeContent) -> Void) {
        nodes.withUnsafeBufferPointer { nodes in
            source.bytes.withUnsafeBufferPointer { bytes in
                ownText.bytes.withUnsafeBufferPointer { own in
                    body(UnsafeContent(nodes: nodes, source: bytes, own: own, ownText: ownText))
                }
            }
        }
    }

    fileprivate struct UnsafeContent {
        let nodes: UnsafeBufferPointer<Node>
        let source: UnsafeBufferPointer<UInt8>
        let own: UnsafeBufferPointer<UInt8>
        let ownText: OwnText

        func resolved(_ index: Int) -> Int { nodes[index].kind == .alias ? Int(nodes[index].link) : index }

        func next(after index: Int) -> Int { nodes[index].isCollection ? Int(nodes[index].link) : index + 1 }

        func text(of index: Int) -> UnsafeBufferPointer<UInt8> {
            let node = nodes[index]
            return UnsafeBufferPointer(rebasing: node.hasOwnText ? own[ownText[node.link]] : source[node.written])
        }

        func forEachPair(of mapping: Int, _ body: (_ key: Int, _ value: Int) -> Void) {
            let end = next(after: mapping)
            var key = mapping + 1
            while key < end {
                let value = next(after: key)
                if !nodes[key].isMergeKey { body(key, value) }
                key = next(after: value)
            }
        }

        func forEachPart(of written: Int, _ body: (YAMLNode.Part) -> Void) {
            let index = resolved(written)
            switch nodes[index].kind {
            case .sequence:
                body(.sequenceBegin)
                let end = next(after: index)
                var element = index + 1
                while element < end {
                    forEachPart(of: element, body)
                    element = next(after: element)
                }
                body(.sequenceEnd)
            case .mapping:
                body(.mappingBegin)
                forEachPair(of: index) { key, value in
                    forEachPart(of: key, body)
                    forEachPart(of: value, body)
                }
                body(.mappingEnd)
            default: body(.scalar(text(of: index)))
            }
        }
    }
}
