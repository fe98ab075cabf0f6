package import MarkedYAML
import Timelines

/// A file of rooms that imported timelines include: which RoomId is meant by a name of a sheet.
///
/// The file belongs to its owners: rooms that a sheet names for the first time are added to it, but nothing that is there is
/// changed.
package struct RoomMap: Sendable {
    /// Nil where there is no such file yet.
    private let source: SourceText?
    /// The names of its rooms, in their order.
    package private(set) var rooms: [String] = []
    /// The names of its groups.
    package private(set) var groups: Set<String> = []
    /// The RoomIds that are taken.
    private(set) var ids: Set<String> = []
    /// Where rooms can be added.
    private var end = End.newKey

    private enum End {
        /// At the end, below a "rooms" key that is still to be written.
        case newKey
        /// After the line that contains this byte, indented by so many spaces.
        case line(Int, indent: Int)
        /// Nowhere, because the rooms are in braces: the byte at which these begin.
        case none(Int)
    }

    package init() { source = nil }

    /// Reads the names of a file. The rest of it is for whoever loads the timeline that includes it.
    ///
    /// - Throws: the first reason why it cannot be read.
    package init(_ source: SourceText) throws(SheetProblem) {
        self.source = source
        let (document, problems) = YAMLDocument.read(source)
        if let problem = problems.first {
            throw SheetProblem(.fatal, problem.message, at: problem.range.lowerBound)
        }
        guard let root = document?.root, !root.isEmpty else { return }
        guard root.kind == .mapping else {
            throw SheetProblem(.fatal, "a file of rooms has a mapping under \"rooms\"", at: root.range.lowerBound)
        }
        if root.isInBraces { end = .none(root.range.lowerBound) }
        guard let (key, value) = root.pairs.first(where: { $0.key.text == "rooms" }) else { return }
        read(value, under: key, of: root)
    }

    private mutating func read(_ value: YAMLNode, under key: YAMLNode, of root: YAMLNode) {
        var last: YAMLNode?
        for (name, room) in value.pairs {
            last = room.isEmpty ? name : room
            if room.kind == .sequence { groups.insert(name.text) } else { rooms.append(name.text) }
            if let id = room.pairs.first(where: { $0.key.text == "id" })?.value { ids.insert(id.text) }
        }
        if root.isInBraces || value.isInBraces {
            end = .none(value.range.lowerBound)
        } else if let last, let first = value.pairs.first(where: { _ in true })?.key {
            end = .line(last.lastByte, indent: indentation(ofKeyAt: first.range.lowerBound))
        } else {
            end = .line(key.range.upperBound - 1, indent: indentation(ofKeyAt: key.range.lowerBound) + 2)
        }
    }

    /// Returns the number of spaces in front of a key's entry, which may begin with a question mark or an anchor. On a line that
    /// begins with the colon of another entry, the entry begins where the key does.
    private func indentation(ofKeyAt place: Int) -> Int {
        guard let bytes = source?.bytes else { return 0 }
        let start = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let margin = bytes[start..<place].prefix { $0 == UInt8(ascii: " ") }.count
        return bytes[start + margin] == UInt8(ascii: ":") ? place - start : margin
    }

    func knows(_ name: String) -> Bool { groups.contains(name) || rooms.contains(name) }

    /// The text of the file with more rooms in it.
    ///
    /// - Throws: a problem where there is no line that they could stand on.
    package func adding(_ rooms: [TimelineDraft.Room]) throws(SheetProblem) -> [UInt8] {
        func lines(indent: Int) -> [String] {
            rooms.flatMap { $0.entry(indent: indent) }
        }
        guard let source else {
            let heading = [
                "# Which RoomId a name of the sheet means: put yours in. An import adds rooms, and changes none.", "",
                "rooms:",
            ]
            return Array((heading + lines(indent: 2)).map { $0 + "\n" }.joined().utf8)
        }
        guard !rooms.isEmpty else { return source.bytes }
        var bytes = source.bytes
        let newline = bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 > 0 && bytes[$0 - 1] == 0x0D } == true
        let lineBreak = newline ? "\r\n" : "\n"
        var place = bytes.count
        var added: [String]
        switch end {
        case .newKey: added = ["rooms:"] + lines(indent: 2)
        case .line(let byte, let indent):
            place = bytes[byte...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
            added = lines(indent: indent)
        case .none(let place):
            let names = rooms.map { "\"\($0.name)\"" }.joined(separator: ", ")
            throw SheetProblem(
                .fatal, "rooms in braces are not added to: write each on a line of its own, or add \(names) by hand",
                at: place)
        }
        // The last line need not end with a line break.
        if place == bytes.count, !bytes.isEmpty, bytes.last != UInt8(ascii: "\n") { added[0] = lineBreak + added[0] }
        bytes.insert(contentsOf: added.map { $0 + lineBreak }.joined().utf8, at: place)
        return bytes
    }
}

extension YAMLNode {
    /// Whether it is a collection in braces or brackets.
    fileprivate var isInBraces: Bool {
        guard kind != .scalar, let first = document.source.bytes[contentRange].first else { return false }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// The last byte of the node's text. The range of a block collection ends only before what follows it.
    fileprivate var lastByte: Int {
        // An alias ends where it stands.
        if range != contentRange || kind == .scalar || isInBraces {
            var place = max(range.lowerBound, range.upperBound - 1)
            // The range of a block of text ends behind its line break.
            while place > range.lowerBound, document.source.bytes[place] == UInt8(ascii: "\n") { place -= 1 }
            return place
        }
        let children = kind == .sequence ? Array(elements) : pairs.flatMap { [$0.key, $0.value] }
        return children.map { $0.isEmpty ? range.lowerBound : $0.lastByte }.max() ?? range.lowerBound
    }
}
