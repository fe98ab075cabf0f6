/// The merge key `<<` (https://yaml.org/type/merge.html): the pairs of other mappings where a mapping has no such key
/// itself. It is part of YAML 1.1 only, and yet what people reach for who write anchors.
extension YAMLComposer {
    /// Appends to a mapping that was just read what its merge key brings in. Of several mappings the first wins.
    mutating func merge(into mapping: Int) throws(YAMLProblem) {
        guard let key = mergeKey(of: mapping) else { return }
        nodes[key].isMergeKey = true
        let value = Int(nodes[key].next)
        guard let sources = mergedMappings(value) else {
            problems.append(
                YAMLProblem(
                    .syntax, "the merge key << takes an alias of a mapping, or a list of them: <<: *common",
                    at: range(of: value)))
            return
        }
        // By bytes, as keys that stand twice are found.
        var taken = Set(keys(of: mapping).map { content(of: $0) })
        for source in sources {
            if nodes[value].kind != .alias { try countAliased(source, at: range(of: value)) }
            for key in keys(of: source) where taken.insert(content(of: key)).inserted {
                appendAlias(of: key)
                appendAlias(of: Int(nodes[key].next))
            }
        }
        close(mapping)
    }

    /// Quoted, it is a key like any other.
    private func mergeKey(of mapping: Int) -> Int? {
        var place = mapping + 1
        while place < Int(nodes[mapping].next) {
            let key = nodes[place]
            if key.kind == .plain, key.length == 2, content(of: place).elementsEqual("<<".utf8) { return place }
            place = Int(nodes[Int(key.next)].next)
        }
        return nil
    }

    /// The keys of a mapping, those that were merged into it included.
    private func keys(of mapping: Int) -> [Int] {
        var keys: [Int] = []
        var place = mapping + 1
        while place < Int(nodes[mapping].next) {
            if !nodes[place].isMergeKey { keys.append(place) }
            place = Int(nodes[Int(nodes[place].next)].next)
        }
        return keys
    }

    /// Nil where the value of a merge key is something else.
    private func mergedMappings(_ value: Int) -> [Int]? {
        let target = resolved(value)
        switch nodes[target].kind {
        case .mapping: return [target]
        case .sequence:
            var mappings: [Int] = []
            var place = target + 1
            while place < Int(nodes[target].next) {
                guard nodes[resolved(place)].kind == .mapping else { return nil }
                mappings.append(resolved(place))
                place = Int(nodes[place].next)
            }
            return mappings
        default: return nil
        }
    }

    private func resolved(_ index: Int) -> Int {
        nodes[index].kind == .alias ? Int(nodes[index].content) : index
    }

    /// An alias with the place of what it stands for: what is wrong with it is wrong there.
    private mutating func appendAlias(of index: Int) {
        let target = resolved(index)
        nodes.append(
            YAMLDocument.Node(
                kind: .alias, start: nodes[target].start, end: nodes[target].end, content: UInt32(target)))
        close(nodes.count - 1)
    }
}
