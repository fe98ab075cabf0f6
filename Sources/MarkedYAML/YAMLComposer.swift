import CLibYAML

extension YAMLDocument {
    /// Reads a source text as one YAML document.
    ///
    /// - Returns: the document, or nil if it cannot be read to its end; and all problems that were found. Duplicate keys do not
    ///   make the document nil, so that other problems are found as well.
    package static func compose(
        _ source: SourceText, limits: YAMLLimits = YAMLLimits()
    ) -> (document: YAMLDocument?, problems: [YAMLProblem]) {
        guard source.bytes.count <= limits.size else {
            let problem = YAMLProblem(.limit, "the file is larger than \(limits.size >> 20) MiB", at: 0..<0)
            return (nil, [problem])
        }
        let all = source.byteOrderMarkLength..<max(source.byteOrderMarkLength, source.bytes.count)
        var composer = YAMLComposer(source: source, limits: limits, part: all)
        do {
            try composer.run()
        } catch {
            return (nil, composer.problems + [error])
        }
        let document = YAMLDocument(source: source, nodes: composer.nodes, ownText: composer.ownText)
        return (document, composer.problems)
    }
}

/// Turns libyaml's events into the flat arrays of a document.
struct YAMLComposer {
    let source: SourceText
    let limits: YAMLLimits
    /// The bytes that are read: a part of the file, or all of it except a byte order mark, which libyaml would count as the first
    /// column of the first line.
    private let part: Range<Int>
    var nodes: [YAMLDocument.Node] = []
    var ownText = YAMLDocument.OwnText()
    var problems: [YAMLProblem] = []

    private var anchors: [String: Int] = [:]
    /// Whether there are neither aliases nor anchors to which an alias could refer.
    var hasNoAliases: Bool { anchors.isEmpty && aliased.nodes == 0 }
    /// The most collections that were open at once.
    private(set) var deepest = 0
    private var openCollections: [Int] = []
    /// Storage for the keys of the mapping that is being finished, allocated once and reused.
    private var lastKeys: [Int] = []
    var aliased = Weight()
    var offsets: ByteOffsets
    private var documents = 0

    init(source: SourceText, limits: YAMLLimits, part: Range<Int>) {
        self.source = source
        self.limits = limits
        self.part = part
        offsets = ByteOffsets(from: part.lowerBound)
        // More nodes than a file written by people has. Capacity that is not used takes no memory, whereas growing the array
        // would take half as much again.
        nodes.reserveCapacity(part.count / 8)
    }

    mutating func run() throws(YAMLProblem) {
        let bytes = source.bytes
        try checkDirectives()
        // libyaml reads from this pointer until the parser is gone.
        try bytes.withUnsafeBufferPointer { (input) throws(YAMLProblem) in
            let text = UnsafeBufferPointer(rebasing: input[part])
            guard let parser = showcaller_yaml_parser_create(text.baseAddress, text.count) else { throw .noMemory }
            defer { showcaller_yaml_parser_destroy(parser) }
            try parseEvents(from: parser, of: input)
        }
    }

    private mutating func parseEvents(
        from parser: UnsafeMutablePointer<yaml_parser_t>, of input: UnsafeBufferPointer<UInt8>
    ) throws(YAMLProblem) {
        var event = yaml_event_t()
        while true {
            guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxProblem(of: parser.pointee, in: input) }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_STREAM_END_EVENT { return }
            try take(&event, input)
        }
    }

    private mutating func take(
        _ event: inout yaml_event_t, _ input: UnsafeBufferPointer<UInt8>
    ) throws(YAMLProblem) {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            documents += 1
            if documents > 1 {
                throw YAMLProblem(
                    .unsupported, "a second document begins here: a timeline is one document",
                    at: range(of: &event, input))
            }
        case YAML_SCALAR_EVENT:
            begin(&event, kind: Self.kind(ofStyle: showcaller_yaml_scalar_style(&event)), input)
            setText(of: &event, input)
        case YAML_SEQUENCE_START_EVENT:
            begin(&event, kind: .sequence, input)
            try open()
        case YAML_MAPPING_START_EVENT:
            begin(&event, kind: .mapping, input)
            try open()
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            let index = openCollections.removeLast()
            nodes[index].end = UInt32(range(of: &event, input).upperBound)
            close(index)
            if nodes[index].kind == .mapping { try finish(mapping: index) }
        case YAML_ALIAS_EVENT:
            try addAlias(&event, input)
        default: break
        }
    }

    private mutating func begin(
        _ event: inout yaml_event_t, kind: YAMLDocument.Node.Kind, _ input: UnsafeBufferPointer<UInt8>
    ) {
        let range = range(of: &event, input)
        var node = YAMLDocument.Node(kind: kind, start: UInt32(range.lowerBound), end: UInt32(range.upperBound))
        let tag = showcaller_yaml_tag(&event).map { String(cString: $0) }
        let anchor = showcaller_yaml_anchor(&event)
        if tag != nil || anchor != nil { node.start = UInt32(Self.contentStart(in: range, of: input)) }
        if let tag { node.isTaggedText = checkTag(tag, at: range) }
        if let anchor { anchors[String(cString: anchor)] = nodes.count }
        nodes.append(node)
    }

    private mutating func open() throws(YAMLProblem) {
        let index = nodes.count - 1
        guard openCollections.count < limits.depth else {
            let start = Int(nodes[index].start)
            throw YAMLProblem(.limit, "more than \(limits.depth) levels of nesting", at: start..<start + 1)
        }
        openCollections.append(index)
        deepest = max(deepest, openCollections.count)
    }

    /// Ends a collection with the last node so far.
    mutating func close(_ index: Int) { nodes[index].link = UInt32(nodes.count) }

    private mutating func finish(mapping: Int) throws(YAMLProblem) {
        var keys = lastKeys
        // Takes over the only reference: with a second one, the next change would copy the array.
        lastKeys = []
        defer { lastKeys = keys }
        appendKeys(of: mapping, to: &keys)
        check(keys)
        if let key = keys.first(where: { isMergeKey($0) }) { try mergeMappings(into: mapping, by: key) }
        keys.removeAll(keepingCapacity: true)
    }

    private mutating func addAlias(
        _ event: inout yaml_event_t, _ input: UnsafeBufferPointer<UInt8>
    ) throws(YAMLProblem) {
        let range = range(of: &event, input)
        let name = showcaller_yaml_anchor(&event).map { String(cString: $0) } ?? ""
        guard let target = anchors[name] else {
            throw YAMLProblem(.syntax, "the alias *\(name) has no anchor &\(name) before it", at: range)
        }
        guard !openCollections.contains(target) else {
            throw YAMLProblem(.unsupported, "the alias *\(name) stands inside its own anchor", at: range)
        }
        try countAliased(target, at: range)
        appendAlias(of: target, at: range)
    }

    mutating func appendAlias(of target: Int, at range: Range<Int>) {
        nodes.append(
            YAMLDocument.Node(
                kind: .alias, start: UInt32(range.lowerBound), end: UInt32(range.upperBound), link: UInt32(target)))
    }

    /// Counts the values that an alias stands for, so that a few lines cannot become gigabytes.
    mutating func countAliased(_ target: Int, at range: Range<Int>) throws(YAMLProblem) {
        aliased += weight(of: target)
        guard aliased.nodes <= limits.aliasedNodes else {
            throw YAMLProblem(.limit, "the aliases stand for more than \(limits.aliasedNodes) values", at: range)
        }
        guard aliased.bytes <= limits.aliasedBytes else {
            throw YAMLProblem(
                .limit, "the aliases stand for more than \(limits.aliasedBytes >> 20) MiB of text", at: range)
        }
    }

    /// Counts the nodes and bytes of a node with its aliases followed.
    private func weight(of index: Int) -> Weight {
        var total = Weight()
        var inner = index
        let end = nodes.next(after: index)
        while inner < end {
            let node = nodes[inner]
            // Skips the merge key and its value: the merged pairs themselves stand at the end of the mapping.
            if node.isMergeKey {
                inner = nodes.next(after: nodes.next(after: inner))
                continue
            }
            total +=
                node.kind == .alias ? weight(of: Int(node.link)) : Weight(nodes: 1, bytes: length(of: inner))
            if total.nodes > limits.aliasedNodes || total.bytes > limits.aliasedBytes { return total }
            inner += 1
        }
        return total
    }

    private mutating func setText(of event: inout yaml_event_t, _ input: UnsafeBufferPointer<UInt8>) {
        let last = nodes.count - 1
        let value = UnsafeBufferPointer(
            start: showcaller_yaml_scalar_value(&event), count: showcaller_yaml_scalar_length(&event))
        // A block scalar's text never stands at the node's start, where `|` or `>` is, even if the bytes happen to be the same.
        let isBlock = nodes[last].kind == .literal || nodes[last].kind == .folded
        if !isBlock, value.hasSameBytes(as: UnsafeBufferPointer(rebasing: input[nodes[last].written])) { return }
        nodes[last].hasOwnText = true
        nodes[last].link = UInt32(ownText.count)
        ownText.append(value)
    }

    private mutating func range(of event: inout yaml_event_t, _ input: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        let start = offsets.byte(ofCharacter: event.start_mark.index, in: input)
        let end = offsets.byte(ofCharacter: event.end_mark.index, in: input)
        return start..<max(start, end)
    }

    /// Reports a tag as not supported, unless it is one of those that mean "a string, whatever it looks like". Returns whether it
    /// is one of those.
    private mutating func checkTag(_ tag: String, at range: Range<Int>) -> Bool {
        let standard = "tag:yaml.org,2002:"
        if tag == "!" || tag == standard + "str" { return true }
        let written = tag.hasPrefix(standard) ? "!!" + tag.dropFirst(standard.count) : tag
        problems.append(
            YAMLProblem(.unsupported, "the tag \(written) is not supported: leave it out", at: range))
        return false
    }

    /// Finds where the content of a node begins, behind its anchor and tag, which libyaml counts as part of the node.
    private static func contentStart(in range: Range<Int>, of input: UnsafeBufferPointer<UInt8>) -> Int {
        var place = range.lowerBound
        func skip(while condition: (UInt8) -> Bool) {
            while place < range.upperBound, condition(input[place]) { place += 1 }
        }
        while place < range.upperBound {
            switch input[place] {
            case UInt8(ascii: "&"), UInt8(ascii: "!"): skip { !$0.isYAMLSpace }
            case UInt8(ascii: "#"): skip { !$0.isLineBreak }
            case let byte where byte.isYAMLSpace: place += 1
            default: return place
            }
        }
        return place
    }

    private static func kind(ofStyle style: Int32) -> YAMLDocument.Node.Kind {
        switch UInt32(bitPattern: style) {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE.rawValue: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE.rawValue: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE.rawValue: .literal
        case YAML_FOLDED_SCALAR_STYLE.rawValue: .folded
        default: .plain
        }
    }

    // MARK: Problems

    /// Reports keys that are not text, and keys that stand twice in one mapping.
    private mutating func check(_ all: [Int]) {
        guard all.contains(where: { isCollection($0) }) else { return checkTexts(of: all) }
        for key in all.filter({ isCollection($0) }) {
            problems.append(
                YAMLProblem(.unsupported, "a key is a word here, not a list or a mapping", at: range(of: key)))
        }
        checkTexts(of: all.filter { !isCollection($0) })
    }

    private func isCollection(_ key: Int) -> Bool { nodes[nodes.resolved(key)].isCollection }

    private mutating func checkTexts(of keys: [Int]) {
        if keys.count <= 12 { compareEach(keys) } else { compareHashed(keys) }
    }

    private mutating func compareEach(_ keys: [Int]) {
        for second in keys.indices.dropFirst() {
            for first in keys.startIndex..<second where hasSameText(keys[first], keys[second]) {
                addDuplicate(keys[second], of: keys[first])
                break
            }
        }
    }

    private mutating func compareHashed(_ keys: [Int]) {
        // By bytes: strings that differ only in how an accent is composed are equal in Swift and not in YAML.
        var firstByText: [ArraySlice<UInt8>: Int] = [:]
        for key in keys {
            let text = content(of: key)
            if let first = firstByText[text] { addDuplicate(key, of: first) } else { firstByText[text] = key }
        }
    }

    private mutating func addDuplicate(_ key: Int, of first: Int) {
        let line = source.position(ofByte: range(of: first).lowerBound).line
        problems.append(
            YAMLProblem(
                .duplicateKey, "the key \"\(text(of: key))\" stands twice here, first on line \(line)",
                at: range(of: key)))
    }

    func range(of index: Int) -> Range<Int> { Int(nodes[index].start)..<Int(nodes[index].end) }

    func content(of index: Int) -> ArraySlice<UInt8> {
        let (isOwn, place) = nodes.text(of: nodes.resolved(index), own: ownText)
        return isOwn ? ownText.bytes[place] : source.bytes[place]
    }

    private func length(of index: Int) -> Int {
        nodes.text(of: nodes.resolved(index), own: ownText).place.count
    }

    private func text(of index: Int) -> String { String(decoding: content(of: index), as: UTF8.self) }

    private func hasSameText(_ left: Int, _ right: Int) -> Bool {
        // Most keys differ in length, which is known without looking at their texts.
        length(of: left) == length(of: right) && content(of: left).elementsEqual(content(of: right))
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func hasSameBytes(as other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        guard let baseAddress, let otherAddress = other.baseAddress else { return isEmpty }
        return memcmp(baseAddress, otherAddress, count) == 0
    }
}

/// The size of a value with its aliases followed.
struct Weight {
    var nodes = 0
    var bytes = 0

    static func += (left: inout Weight, right: Weight) {
        left.nodes += right.nodes
        left.bytes += right.bytes
    }
}
