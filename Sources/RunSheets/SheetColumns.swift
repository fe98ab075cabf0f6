import Timelines

/// The role of a column in a sheet.
package enum SheetRole: String, Sendable, CaseIterable {
    case time, date, text, rooms, category, sender, id

    /// The headers that stand for it, the surest first, as ``headerWords(_:)`` gives them.
    var headers: [String] {
        switch self {
        case .time:
            Self.offsetHeaders + Self.clockHeaders + ["time", "at", "when", "start", "start time", "cue time", "t"]
        case .date: ["date", "day"]
        case .text:
            [
                "text", "message", "message text", "announcement", "chat message", "copy", "wording", "script",
                "content", "event", "description", "what", "title", "item", "cue", "cue text",
            ]
        case .rooms: ["rooms", "room", "room id", "roomid", "room ids", "channel", "channels"]
        case .category: ["category", "type", "kind", "message category"]
        case .sender: ["sender", "sender id", "by", "user", "userid", "user id"]
        case .id:
            [
                "id", "cue id", "message id", "cue no", "cue number", "cue nr", "no", "nr", "number", "ref", "key",
                "cue",
            ]
        }
    }

    /// Columns under these hold offsets from the start, whatever they look like.
    static let offsetHeaders = [
        "offset", "get", "ground elapsed time", "mission time", "met", "mission elapsed time", "elapsed",
        "elapsed time", "relative time", "relative", "t minus", "show time offset",
    ]
    /// Columns under these hold times of day.
    static let clockHeaders = [
        "clock", "clock time", "time of day", "local time", "wall clock", "wall time", "real time",
    ]
}

/// The columns of a sheet by their roles.
package struct SheetColumns: Sendable, Equatable {
    package var indices: [SheetRole: Int] = [:]
    /// The header as it was written, per column.
    package var headers: [String] = []

    init() {}

    package subscript(_ role: SheetRole) -> Int? { indices[role] }

    package func header(of role: SheetRole) -> String? {
        indices[role].map { index in
            let header = index < headers.count ? headers[index].trimmingWhiteSpace : ""
            return header.isEmpty ? "column \(index + 1)" : header
        }
    }

    /// Headers of columns without a role.
    package var unused: [String] {
        let used = Set(indices.values)
        return headers.indices.filter { !used.contains($0) }.map { headers[$0].trimmingWhiteSpace }
            .filter { !$0.isEmpty }
    }

    /// Names a column that was chosen by hand and is not there, and the one that may have been meant.
    private(set) var problem: String?

    /// Finds the columns in a header row.
    ///
    /// - Parameter wanted: columns that were chosen by hand: a header in any case, or a number from 1.
    init(header: CSVTable.Row, wanted: [SheetRole: String]) {
        headers = header.cells.map(\.text)
        let words = headers.map(headerWords)
        for role in SheetRole.allCases {
            guard let name = wanted[role] else { continue }
            if let index = words.firstIndex(of: headerWords(name)) {
                indices[role] = index
            } else if let number = Int(name), number >= 1, number <= headers.count {
                indices[role] = number - 1
            } else if problem == nil {
                let hint = Suggestion.hint(for: name, among: headers.map(\.trimmingWhiteSpace))
                problem = "there is no column \"\(name)\" for \(role.rawValue)\(hint)"
            }
        }
        // In the order of their weight: "cue" is the text where there is no other, and an id where there is.
        for role in SheetRole.allCases where indices[role] == nil && wanted[role] == nil {
            let taken = Set(indices.values)
            let index = role.headers.lazy.compactMap { name in
                words.indices.first { words[$0] == name && !taken.contains($0) }
            }.first
            if let index { indices[role] = index }
        }
    }

    /// Columns of a sheet without headers: only those that were chosen by hand.
    init(numbered wanted: [SheetRole: String]) throws(SheetProblem) {
        for (role, name) in wanted {
            guard let number = Int(name), number >= 1 else {
                throw SheetProblem(.fatal, "without headers a column is a number from 1, not \"\(name)\"", at: 0)
            }
            indices[role] = number - 1
        }
    }

    /// Whether there are the columns that a message needs.
    var areEnough: Bool { problem == nil && indices[.time] != nil && indices[.text] != nil }
}

/// A header as it is compared: lower case, words with one space between them, no `(s)`, no units in brackets.
///
/// `"Room(s)"` → `room`, `"Mission time (GET)"` → `mission time`, `"Cue #"` → `cue no`
func headerWords(_ header: String) -> String {
    var plain = ""
    var depth = 0
    for character in header.lowercased() {
        switch character {
        case "(", "[": depth += 1
        case ")", "]": depth = max(0, depth - 1)
        case "#" where depth == 0: plain += " no "
        case _ where depth > 0: break
        case _ where character.isLetter || character.isNumber: plain.append(character)
        default: plain.append(" ")
        }
    }
    return plain.split(separator: " ").joined(separator: " ")
}

extension String {
    /// Without white space at both ends.
    var trimmingWhiteSpace: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
