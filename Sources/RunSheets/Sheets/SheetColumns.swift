import Timelines

/// The role of a column in a sheet.
package enum SheetRole: String, Sendable, CaseIterable {
    case time, date, text, rooms, category, sender, id

    /// The headers that stand for it, the surest first, as ``headerWords(_:)`` gives them.
    var headers: [String] {
        switch self {
        case .time:
            Self.offsetHeaders + Self.clockHeaders + [
                "time", "at", "when", "start", "start time", "cue time", "t", "时间", "開始時間", "开始时间", "時間",
            ]
        case .date: ["date", "day", "日期"]
        case .text:
            [
                "text", "message", "message text", "announcement", "chat message", "copy", "wording", "script",
                "content", "event", "description", "what", "title", "item", "cue", "cue text", "内容", "消息内容", "弹幕内容",
                "公告内容", "文案", "文本", "正文", "话术", "消息", "弹幕", "公告", "內容", "訊息", "事件", "标题",
            ]
        case .rooms:
            [
                "rooms", "room", "room id", "roomid", "room ids", "channel", "channels", "房间", "房间号", "房间id", "房间名",
                "房间名称", "直播间", "直播间id", "频道", "房間",
            ]
        case .category:
            ["category", "type", "kind", "message category", "类别", "类型", "分类", "消息类别", "消息类型", "類別", "類型"]
        case .sender:
            [
                "sender", "sender id", "by", "user", "userid", "user id", "发送者", "发送人", "发送方", "发送者id", "发言人",
                "用户", "用户id", "發送者",
            ]
        case .id:
            [
                "id", "cue id", "message id", "cue no", "cue number", "cue nr", "no", "nr", "number", "ref", "key",
                "cue", "编号", "序号", "标识", "消息id", "編號",
            ]
        }
    }

    /// Columns under these hold offsets from the start, whatever they look like.
    static let offsetHeaders = [
        "offset", "get", "ground elapsed time", "mission time", "met", "mission elapsed time", "elapsed",
        "elapsed time", "relative time", "relative", "t minus", "show time offset", "偏移", "时间偏移", "相对时间",
    ]
    /// Columns under these hold times of day.
    static let clockHeaders = [
        "clock", "clock time", "time of day", "local time", "wall clock", "wall time", "real time", "时刻", "钟点",
        "当地时间", "北京时间",
    ]
}

/// The columns of a sheet by their roles.
package struct SheetColumns: Sendable, Equatable {
    /// A column of texts for one room or group.
    package struct Translation: Sendable, Equatable {
        package var place: String
        package var index: Int
    }

    package var indices: [SheetRole: Int] = [:]
    /// The columns of texts that are each for one room or group, in place of one column of texts.
    package private(set) var translations: [Translation] = []
    /// The header as it was written, per column.
    package var headers: [String] = []

    init() {}

    package subscript(_ role: SheetRole) -> Int? { indices[role] }

    package func header(of role: SheetRole) -> String? {
        indices[role].map(header)
    }

    package func header(ofColumn index: Int) -> String {
        let header = index < headers.count ? headers[index].trimmingWhiteSpace : ""
        return header.isEmpty ? "column \(index + 1)" : header
    }

    /// Headers of columns without a role.
    package var unused: [String] {
        let used = Set(indices.values).union(translations.map(\.index))
        return headers.indices.filter { !used.contains($0) }.map { headers[$0].trimmingWhiteSpace }
            .filter { !$0.isEmpty }
    }

    /// What is wrong: names a column that was chosen by hand and is not there, and the one that may have been meant.
    private(set) var problem: String?

    /// Finds the columns in a header row.
    ///
    /// - Parameter options: columns that were chosen by hand: a header in any case, or a number from 1.
    init(header: CSVTable.Row, options: SheetOptions) {
        let wanted = options.columns
        headers = header.cells.map(\.text)
        let words = headers.map(headerWords)
        for role in SheetRole.allCases {
            guard let name = wanted[role] else { continue }
            indices[role] = index(of: name, among: words, for: role.rawValue)
        }
        for (place, name) in options.translations {
            guard let index = index(of: name, among: words, for: "text.\(place)") else { continue }
            translations.append(Translation(place: place, index: index))
        }
        // In the order of their importance: "cue" is taken for the text where there is no other text, and for an id where there
        // is.
        for role in SheetRole.allCases where indices[role] == nil && wanted[role] == nil {
            if role == .text, !translations.isEmpty { continue }
            let taken = Set(indices.values).union(translations.map(\.index))
            let index = role.headers.lazy.compactMap { name in
                words.indices.first { words[$0] == name && !taken.contains($0) }
            }.first
            if let index { indices[role] = index }
        }
    }

    private mutating func index(of name: String, among words: [String], for purpose: String) -> Int? {
        if let index = words.firstIndex(of: headerWords(name)) { return index }
        if let number = Int(name), number >= 1, number <= headers.count { return number - 1 }
        if problem == nil {
            let hint = Suggestion.hint(for: name, among: headers.map(\.trimmingWhiteSpace))
            problem = "there is no column \"\(name)\" for \(purpose)\(hint)"
        }
        return nil
    }

    /// Columns of a sheet without headers: only those that were chosen by hand.
    init(numbered options: SheetOptions) throws(SheetProblem) {
        func index(_ name: String) throws(SheetProblem) -> Int {
            guard let number = Int(name), number >= 1 else {
                throw SheetProblem(.fatal, "without headers a column is a number from 1, not \"\(name)\"", at: 0)
            }
            return number - 1
        }
        for (role, name) in options.columns { indices[role] = try index(name) }
        for (place, name) in options.translations {
            translations.append(Translation(place: place, index: try index(name)))
        }
    }

    package var hasTexts: Bool { indices[.text] != nil || !translations.isEmpty }

    /// Whether there are the columns that a message needs.
    var areEnough: Bool { problem == nil && indices[.time] != nil && hasTexts }
}

/// A header as it is compared: lower case, words with one space between them, no `(s)`, no units in brackets.
///
/// `"Room(s)"` → `room`, `"Mission time (GET)"` → `mission time`, `"Cue #"` → `cue no`
func headerWords(_ header: String) -> String {
    var plain = ""
    var depth = 0
    for character in header.lowercased() {
        switch character {
        case "(", "[", "（", "【": depth += 1
        case ")", "]", "）", "】": depth = max(0, depth - 1)
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
