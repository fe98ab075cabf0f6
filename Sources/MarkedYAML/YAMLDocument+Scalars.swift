extension YAMLDocument {
    /// Returns scalars of one document as values of a new document that has no other nodes, so that the memory of the other nodes
    /// can be freed.
    package static func keeping(_ scalars: [YAMLNode?]) -> [YAMLNode?] {
        guard let document = scalars.lazy.compactMap(\.?.document).first else { return scalars }
        var nodes: [Node] = []
        nodes.reserveCapacity(scalars.count)
        let places = scalars.map { scalar in
            scalar.map { scalar in
                nodes.append(document.nodes[scalar.written])
                guard scalar.index != scalar.written else { return nodes.count - 1 }
                nodes[nodes.count - 1].link = UInt32(nodes.count)
                nodes.append(document.nodes[scalar.index])
                return nodes.count - 2
            }
        }
        let kept = YAMLDocument(source: document.source, nodes: nodes, ownText: document.ownText)
        return places.map { $0.map { YAMLNode(document: kept, written: $0) } }
    }
}
