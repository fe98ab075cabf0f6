import MarkedYAML

/// Resolves groups that may name groups.
struct GroupResolver {
    private static let deepest = 64

    let groups: [String: YAMLNode]
    private var open: Set<String> = []
    private var done: Set<String> = []

    init(groups: [String: YAMLNode]) { self.groups = groups }

    mutating func resolve(_ name: String, with loader: inout TimelineLoader) {
        guard let node = groups[name], done.insert(name).inserted else { return }
        open.insert(name)
        defer { open.remove(name) }
        var members: [Int] = []
        var seen: Set<Int> = []
        for element in node.elements {
            if element.kind == .scalar, groups[element.text] != nil {
                if open.count >= Self.deepest, !done.contains(element.text) {
                    loader.error(
                        .limit, "groups inside groups, more than \(Self.deepest) levels deep", at: element.range)
                    continue
                }
                if open.contains(element.text) {
                    loader.error(.badValue, "the group \"\(element.text)\" contains itself", at: element.range)
                    continue
                }
                resolve(element.text, with: &loader)
            }
            for member in loader.roomMembers(from: element) where seen.insert(member).inserted {
                members.append(member)
            }
        }
        guard !loader.reportTooManyMembers(at: node.range.prefixed) else { return }
        if members.isEmpty, node.elements.isEmpty {
            loader.error(.badValue, "the group \"\(name)\" is empty", at: node.range)
        }
        loader.rooms.addGroup(name, members)
    }
}
