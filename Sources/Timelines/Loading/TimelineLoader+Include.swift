import MarkedYAML

/// Included files, which several timelines share: `vars`, `rooms`, and further includes.
extension TimelineLoader {
    private static let deepest = 16

    /// Reads the included files before the rest of a file, whose own values beat theirs.
    mutating func loadIncluded(_ node: YAMLNode) {
        switch node.kind {
        case .scalar: include(node)
        case .sequence: for element in node.elements { include(element) }
        case .mapping:
            error(.wrongType, "\"include\" is a path or a list of paths", at: node.range.prefixed)
            tolerateUnknownNames()
        }
    }

    private mutating func include(_ node: YAMLNode) {
        guard let path = text(of: node, for: "include") else { return tolerateUnknownNames() }
        switch options.readIncluded(path, source) {
        case .failure(let problem):
            error(.include, problem.message, at: node.range)
            tolerateUnknownNames()
        case .success(let file):
            if file.name == source.name || openFiles.contains(file.name) {
                error(.include, "the file includes itself", at: node.range)
            } else if openFiles.count >= Self.deepest {
                error(.include, "files that include files, more than \(Self.deepest) levels deep", at: node.range)
                tolerateUnknownNames()
            } else if !included.contains(where: { $0.name == file.name }) {
                included.append(file)
                read(file)
            }
        }
    }

    private mutating func read(_ file: SourceText) {
        let includer = source
        openFiles.append(includer.name)
        source = file
        defer {
            source = includer
            openFiles.removeLast()
        }
        let (document, problems) = YAMLDocument.read(file)
        guard
            check(document, problems, withKeys: IncludedKey.names + TimelineKey.names, isNot: "a file to be included"),
            document != nil
        else { return tolerateUnknownNames() }
        guard let root = document?.root else { return }
        if let (key, _) = root.pairs.first(where: { $0.key.text == "timeline" }) {
            error(.include, "this is a timeline itself: move what is shared into a file of its own", at: key.range)
            return tolerateUnknownNames()
        }
        let keys: Entries<IncludedKey> = entries(of: root, what: "a file to be included", hasNotes: true)
        if let node = keys[.inputs] { loadInputs(node) }
        if let node = keys[.include] { loadIncluded(node) }
        if let node = keys[.vars] { addVariables(from: node) }
        if let node = keys[.rooms] { loadRooms(node) }
    }

    /// Unknown names may be in the file that could not be read.
    private mutating func tolerateUnknownNames() {
        hasBrokenVariables = true
        rooms.isIncomplete = true
    }
}
