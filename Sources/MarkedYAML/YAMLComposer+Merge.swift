/// The merge key `<<` (https://yaml.org/type/merge.html) adds the pairs of other mappings whose keys a mapping does not have.
/// It is part of YAML 1.1 only, but people who write anchors expect it.
extension YAMLComposer {
    /// Appends the merged pairs to a mapping that was just read. Of several mappings the first wins.
    mutating func mergeMappings(into mapping: Int) throws(YAMLProblem) {
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
        // By bytes, as duplicate keys are found.
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

    /// Finds a merge key. A quoted `"<<"` is an ordinary key.
    private func mergeKey(of mapping: Int) -> Int? {
        var place = mapping + 1
        while place < Int(nodes[mapping].next) {
            let key = nodes[place]
            if key.kind == .plain, key.length == 2, content(of: place).elementsEqual("<<".utf8) { return place }
            place = Int(nodes[Int(key.next)].next)
        }
        return nil
    }

    /// The keys of a mapping with those that were merged into it.
    private func keys(of mapping: Int) -> [Int] {
        var keys: [Int] = []
        var place = mapping + 1
        while place < Int(nodes[mapping].next) {
            if !nodes[place].isMergeKey { keys.append(place) }
            place = Int(nodes[Int(nodes[place].next)].next)
        }
        return keys
    }

    /// The mappings of a merge key, nil where its value is anything else.
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

    /// Appends an alias at the place of its target: an error in the value is reported there.
    private mutating func appendAlias(of index: Int) {
        let target = resolved(index)
        appendAlias(of: target, at: range(of: target))
    }
}
