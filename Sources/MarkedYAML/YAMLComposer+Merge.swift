/// The merge key `<<` (https://yaml.org/type/merge.html) adds to a mapping those pairs of other mappings whose keys it does not
/// have. It is part of YAML 1.1 only, but people who write anchors expect it.
extension YAMLComposer {
    /// Appends the merged pairs to a mapping that was just read. Where several merged mappings have one key, the first wins.
    mutating func mergeMappings(into mapping: Int, by key: Int) throws(YAMLProblem) {
        nodes[key].isMergeKey = true
        let value = nodes.next(after: key)
        guard let sources = mergedMappings(value) else {
            problems.append(
                YAMLProblem(
                    .syntax, "the merge key << takes an alias of a mapping, or a list of them: <<: *common",
                    at: range(of: value)))
            return
        }
        // Compares keys byte by byte, as the search for duplicate keys does.
        var taken = Set(keys(of: mapping).map { content(of: $0) })
        for source in sources {
            if nodes[value].kind != .alias { try countAliased(source, at: range(of: value)) }
            for key in keys(of: source) where taken.insert(content(of: key)).inserted {
                appendAlias(of: key)
                appendAlias(of: nodes.next(after: key))
            }
        }
        close(mapping)
    }

    /// Whether a key is a merge key. A quoted `"<<"` is an ordinary key.
    func isMergeKey(_ key: Int) -> Bool {
        nodes[key].kind == .plain && nodes[key].end - nodes[key].start == 2 && content(of: key).elementsEqual("<<".utf8)
    }

    /// The keys of a mapping with those that were merged into it.
    func keys(of mapping: Int) -> [Int] {
        var keys: [Int] = []
        appendKeys(of: mapping, to: &keys)
        return keys
    }

    func appendKeys(of mapping: Int, to keys: inout [Int]) {
        var place = mapping + 1
        while place < nodes.next(after: mapping) {
            if !nodes[place].isMergeKey { keys.append(place) }
            place = nodes.next(after: nodes.next(after: place))
        }
    }

    /// The mappings of a merge key, nil where its value is anything else.
    private func mergedMappings(_ value: Int) -> [Int]? {
        let target = nodes.resolved(value)
        var mappings = [target]
        if nodes[target].kind == .sequence {
            let elements = sequence(first: target + 1) { nodes.next(after: $0) }.prefix {
                $0 < nodes.next(after: target)
            }
            mappings = elements.map { nodes.resolved($0) }
        }
        return mappings.allSatisfy { nodes[$0].kind == .mapping } ? mappings : nil
    }

    /// Appends an alias whose place is that of its target, so that an error in the value is reported there.
    private mutating func appendAlias(of index: Int) {
        let target = nodes.resolved(index)
        appendAlias(of: target, at: range(of: target))
    }
}
