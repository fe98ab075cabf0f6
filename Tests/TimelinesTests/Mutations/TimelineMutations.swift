import MarkedYAML

/// A timeline with one thing changed.
struct Mutation {
    var kind: Kind
    /// What was changed, for people: `messages.text [x] → [y]`.
    var what: String
    var source: SourceText
    /// The lines on which somebody looks for the change, from 1.
    var lines: Set<Int>
    /// Whether the timeline may well be right: what was changed is free to be changed.
    var mayBeRight: Bool

    enum Kind: String, CaseIterable {
        case nearMiss = "key misspelt"
        case garbage = "key is garbage"
        case nameMisspelt = "variable or room misspelt where it is declared"
        case twice = "key twice"
        case removed = "key removed"
        case valueGone = "value gone"
        case list = "a list in its place"
        case mapping = "a mapping in its place"
        case word = "a word in place of a collection"
        case unit = "a wrong unit"
        case choice = "a wrong choice"
        case room = "an unknown room"
        case flag = "no flag"
        case braces = "braces left open"
        case variable = "an unknown variable"
        case control = "a control character"

        /// Whether there is a line to point at: nobody can point at a key that is gone.
        var leavesItsLine: Bool { self != .removed }
        /// Whether the error belongs there: a name that is declared otherwise is missed where it is said.
        var isSeenInPlace: Bool { leavesItsLine && self != .nameMisspelt }
    }
}

/// Makes mutations of one timeline, in the places where it has keys.
struct TimelineMutator {
    private struct Entry {
        var path: [String]
        var key: YAMLNode
        var value: YAMLNode
        /// The bytes of the value, without white space at its end.
        var range: Range<Int>

        var name: String { key.text }
        var parent: String { path.last ?? "" }
        /// A name that the timeline chooses: a variable, a room, a note.
        var isFree: Bool { path.contains("vars") || [["rooms"], ["inputs"]].contains(path) || isNote }
        var isNote: Bool { (path + [name]).contains { $0.hasPrefix("x-") } }
    }

    private let source: SourceText
    private var entries: [Entry] = []
    private var seen: Set<Int> = []

    init(_ source: SourceText) {
        self.source = source
        if let root = YAMLDocument.compose(source).document?.root { visit(root, []) }
    }

    /// Up to `count` mutations of a kind, at places that the generator chooses.
    func mutations(_ kind: Mutation.Kind, count: Int, using generator: inout SeededGenerator) -> [Mutation] {
        var mutations: [Mutation] = []
        for entry in entries.shuffled(using: &generator) where mutations.count < count {
            if let mutation = mutation(kind, entry, &generator) { mutations.append(mutation) }
        }
        return mutations
    }

    // MARK: Places

    private mutating func visit(_ node: YAMLNode, _ path: [String]) {
        // What an alias stands for is visited at its anchor, and what is merged where it is written.
        for element in node.elements where element.range == element.contentRange { visit(element, path) }
        for (key, value) in node.pairs where key.kind == .scalar && seen.insert(key.range.lowerBound).inserted {
            entries.append(Entry(path: path, key: key, value: value, range: extent(of: value)))
            if value.range == value.contentRange { visit(value, path + [key.text]) }
        }
    }

    private func extent(of node: YAMLNode) -> Range<Int> {
        var range = node.range
        let isBlock =
            node.kind != .scalar && range == node.contentRange && !"{[".utf8.contains(source.bytes[range.lowerBound])
        if isBlock {
            // libyaml ends a block where the next begins: comments and empty lines between are none of it.
            var last = range.lowerBound
            for element in node.elements { last = max(last, extent(of: element).upperBound) }
            for (key, value) in node.pairs where key.range.lowerBound >= range.lowerBound {
                last = max(
                    last, key.range.upperBound,
                    value.range.upperBound < range.upperBound ? extent(of: value).upperBound : last)
            }
            range = range.lowerBound..<min(range.upperBound, last)
        }
        while !range.isEmpty, " \r\n".utf8.contains(source.bytes[range.upperBound - 1]) {
            range = range.lowerBound..<range.upperBound - 1
        }
        return range
    }

    private func line(_ byte: Int) -> Int { source.position(ofByte: byte).line }
    private func text(_ range: Range<Int>) -> String { String(decoding: source.bytes[range], as: UTF8.self) }

    // MARK: Changes

    private func mutation(_ kind: Mutation.Kind, _ entry: Entry, _ generator: inout SeededGenerator) -> Mutation? {
        let isScalar = entry.value.kind == .scalar
        let written = text(entry.range)
        let isText = entry.name == "text" && entry.path == ["messages"]
        switch kind {
        case .nearMiss, .garbage, .nameMisspelt:
            guard !entry.isNote, entry.isFree == (kind == .nameMisspelt), entry.name.count > 1 else { return nil }
            let new = kind == .garbage ? "qqzzx" : misspelt(entry.name, &generator)
            return made(kind, entry, entry.key.range, new, mayBeRight: entry.isFree)
        case .twice:
            guard isScalar, isWholeLine(entry), !entry.isNote else { return nil }
            let indent = source.position(ofByte: entry.key.range.lowerBound).column - 1
            let copy = "\n" + String(repeating: " ", count: indent) + "\(entry.name): 1"
            var made = made(kind, entry, entry.range.upperBound..<entry.range.upperBound, copy)
            made.lines = [line(entry.range.upperBound) + 1]
            return made
        case .removed:
            guard isScalar, isWholeLine(entry), !entry.isFree, !isFirstOfEntry(entry) else { return nil }
            return made(kind, entry, entry.key.range.lowerBound..<entry.range.upperBound, "", mayBeRight: true)
        case .valueGone:
            guard !entry.range.isEmpty else { return nil }
            return made(kind, entry, entry.range, "", mayBeRight: entry.isFree || entry.name == "vars")
        case .list:
            guard isScalar, !isBlockScalar(written), !entry.range.isEmpty else { return nil }
            return made(
                kind, entry, entry.range, "[\(quoted(entry.value.text))]",
                mayBeRight: entry.isFree || ["rooms", "include"].contains(entry.name))
        case .mapping:
            guard !entry.isFree || entry.parent == "rooms", !entry.range.isEmpty, !isBlockScalar(written) else {
                return nil
            }
            return made(kind, entry, entry.range, "{qqzzx: 1}", mayBeRight: entry.name == "vars")
        case .word:
            guard !isScalar, !entry.path.contains("vars"), !entry.isNote else { return nil }
            return made(kind, entry, entry.range, "qqzzx", mayBeRight: entry.name == "rooms" && !declaresRooms)
        case .unit:
            guard ["at", "every", "from", "until", "max_late"].contains(entry.name), !entry.isFree else { return nil }
            let wrong = ["90", "10min", "5 s", "1:5", "5M", "1h1h", "10s5m", "00:75", "soon", "1.5ms", "-"]
            return made(kind, entry, entry.range, wrong.randomElement(using: &generator)!)
        case .choice:
            guard ["category", "late", "overflow", "on_unknown"].contains(entry.name), !entry.isFree else { return nil }
            let wrong = ["sometimes", "Chat", "true", "1", "sned", "cut"]
            return made(kind, entry, entry.range, wrong.randomElement(using: &generator)!)
        case .room:
            guard entry.name == "rooms", !entry.path.isEmpty, isScalar, !entry.isFree else { return nil }
            return made(kind, entry, entry.range, "nowhere", mayBeRight: !declaresRooms)
        case .flag:
            guard ["skip", "hold"].contains(entry.name), !entry.isFree else { return nil }
            return made(kind, entry, entry.range, ["yes", "1", "True", "tru"].randomElement(using: &generator)!)
        case .braces, .variable, .control:
            guard isText, !entry.value.text.isEmpty else { return nil }
            let addition = kind == .braces ? "{{ " : kind == .variable ? "{{ qqzzx }}" : "\\x07"
            let quotes = kind == .control || !isBlockScalar(written)
            if quotes {
                return made(
                    kind, entry, entry.range,
                    "\(quoted(entry.value.text + "\u{1}").replacing("\\u0001", with: addition))")
            }
            var made = made(kind, entry, entry.range.upperBound..<entry.range.upperBound, " " + addition)
            made.lines = [line(entry.range.upperBound)]
            return made
        }
    }

    /// Where it does not, a name is a RoomId, and any will do.
    private var declaresRooms: Bool {
        entries.contains { entry in
            let hasFiles = entry.name == "include" && (entry.value.kind == .scalar || !entry.value.elements.isEmpty)
            return entry.path.isEmpty && (entry.name == "rooms" || hasFiles)
        }
    }

    /// The timeline with the values of two keys in each other's places.
    func withValuesSwapped(using generator: inout SeededGenerator) -> SourceText {
        let chosen = entries.filter { $0.value.kind == .scalar && !$0.range.isEmpty }.shuffled(using: &generator)
            .prefix(2).map(\.range).sorted { $0.lowerBound < $1.lowerBound }
        guard chosen.count == 2, chosen[0].upperBound <= chosen[1].lowerBound else { return source }
        let bytes = source.bytes
        return SourceText(
            name: source.name,
            bytes: Array(bytes[..<chosen[0].lowerBound]) + bytes[chosen[1]]
                + bytes[chosen[0].upperBound..<chosen[1].lowerBound] + bytes[chosen[0]]
                + bytes[chosen[1].upperBound...])
    }

    private func made(
        _ kind: Mutation.Kind, _ entry: Entry, _ range: Range<Int>, _ new: String, mayBeRight: Bool = false
    ) -> Mutation {
        let place = (entry.path + [entry.name]).joined(separator: ".")
        let lines: Set = [line(entry.key.range.lowerBound), line(entry.range.lowerBound)]
        return Mutation(
            kind: kind, what: "\(place) on line \(lines.min()!): \(text(range).prefix(40)) → \(new.prefix(40))",
            source: SourceText(
                name: source.name,
                bytes: Array(source.bytes[..<range.lowerBound]) + Array(new.utf8)
                    + Array(source.bytes[range.upperBound...])),
            lines: lines, mayBeRight: mayBeRight || entry.isNote)
    }

    /// A letter less, a letter twice, or two letters swapped: never another key.
    private func misspelt(_ name: String, _ generator: inout SeededGenerator) -> String {
        var letters = Array(name)
        let place = Int.random(in: 0..<letters.count - 1, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: letters.insert(letters[place], at: place)
        case 1 where letters[place] != letters[place + 1]: letters.swapAt(place, place + 1)
        default: letters.remove(at: place + 1)
        }
        let new = String(letters)
        return new == name ? name + "x" : new
    }

    private func isBlockScalar(_ written: String) -> Bool { written.hasPrefix("|") || written.hasPrefix(">") }

    /// Whether the key and its value have lines of their own.
    private func isWholeLine(_ entry: Entry) -> Bool {
        let bytes = source.bytes
        let before = bytes[..<entry.key.range.lowerBound].reversed().prefix { $0 != UInt8(ascii: "\n") }
        let after = bytes[entry.range.upperBound...].prefix { $0 != UInt8(ascii: "\n") }
        return before.allSatisfy { " -".utf8.contains($0) } && after.allSatisfy { $0 == UInt8(ascii: " ") }
    }

    /// Whether a list's dash stands before it.
    private func isFirstOfEntry(_ entry: Entry) -> Bool {
        source.bytes[..<entry.key.range.lowerBound].reversed().prefix { $0 != UInt8(ascii: "\n") }
            .contains(UInt8(ascii: "-"))
    }

    /// In double quotes, on one line.
    private func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\n": "\\n"
            case "\t": "\\t"
            case "\u{1}": "\\u0001"
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
