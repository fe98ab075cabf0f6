package import ShowTime
package import Timelines

/// The timeline file that an import writes.
package struct TimelineDraft: Sendable, Equatable {
    package struct Room: Sendable, Equatable {
        package var name: String
        package var id: String
    }

    package struct Group: Sendable, Equatable {
        package var name: String
        package var members: [String]
    }

    package struct Message: Sendable, Equatable {
        package var id: String
        package var at: Interval
        /// Names of rooms and groups.
        package var rooms: [String]
        package var category: Category
        package var sender: Sender
        /// Without template syntax: braces are escaped when it is written.
        package var text: String
        /// Whether it is sent in parts, because it is longer than can be sent.
        package var isSplit = false
        /// Byte offset of its text in the sheet.
        package var place = 0
    }

    /// Lines that stand on top as comments.
    package var heading: [String] = []
    package var name: String
    package var title: String?
    /// As it is written in the file; nil leaves it to `--start`.
    package var start: String?
    /// A comment in place of the start.
    package var startNote: String?
    package var timezone: String?
    /// The path of a file with rooms.
    package var include: String?
    /// The rooms that are not in the included file.
    package var rooms: [Room]
    package var groups: [Group] = []
    /// The sender of messages without their own; nil takes the most common one.
    package var sender: Sender?
    /// Comments behind the rooms and the sender where the sheet names none.
    package var roomsNote: String?
    package var senderNote: String?
    package var messages: [Message]

    package static let everyone = "everyone"
}

extension TimelineDraft {
    /// The text of the file, with the values that most messages share under `defaults`.
    package var yaml: String {
        var lines = heading.map { $0.isEmpty ? "#" : "# \($0)" }
        if !lines.isEmpty { lines.append("") }
        let sender = sender ?? mostCommon(messages.map(\.sender)) ?? Sender(id: "host")
        let roomList = mostCommon(messages.map(\.rooms)) ?? []
        let category = mostCommon(messages.map(\.category)) ?? .system
        lines.append("timeline: \(YAMLText.scalar(name))")
        if let title { lines.append("title: \(YAMLText.scalar(title))") }
        if let start {
            lines.append("start: \(start)")
        } else if let startNote {
            lines.append("# start: \(startNote)")
        }
        if let timezone { lines.append("timezone: \(timezone)") }
        lines.append("sender: \(Self.text(of: sender))" + (senderNote.map { "   # \($0)" } ?? ""))
        if let include { lines += ["", "include: \(YAMLText.scalar(include))"] }
        if !rooms.isEmpty || !groups.isEmpty { lines += ["", "rooms:" + (roomsNote.map { "   # \($0)" } ?? "")] }
        lines += rooms.flatMap { $0.entry(indent: 2) }
        lines += groups.flatMap { YAMLText.entry($0.name, Self.list($0.members), indent: 2) }
        lines += ["", "defaults: {rooms: \(Self.names(roomList)), category: \(category.name)}", "", "messages:"]
        for message in messages {
            lines.append("  - id: \(YAMLText.scalar(message.id))")
            lines.append("    at: \(message.at.clock)")
            if message.rooms != roomList { lines.append("    rooms: \(Self.names(message.rooms))") }
            if message.category != category { lines.append("    category: \(message.category.name)") }
            if message.sender != sender { lines.append("    sender: \(Self.text(of: message.sender))") }
            if message.isSplit { lines.append("    overflow: split") }
            let text = LiteralTemplate.escaping(message.text)
            lines.append("    text: \(YAMLText.block(text, indent: 6) ?? YAMLText.scalar(text))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(of sender: Sender) -> String {
        "{id: \(YAMLText.scalar(sender.id))" + (sender.name.map { ", name: \(YAMLText.scalar($0))" } ?? "") + "}"
    }

    private static func names(_ names: [String]) -> String {
        names.count == 1 ? YAMLText.scalar(names[0]) : list(names)
    }

    private static func list(_ names: [String]) -> String {
        "[" + names.map(YAMLText.scalar).joined(separator: ", ") + "]"
    }
}

extension TimelineDraft.Room {
    /// The lines of its entry under `rooms`.
    func entry(indent: Int) -> [String] { YAMLText.entry(name, "{id: \(YAMLText.scalar(id))}", indent: indent) }
}

/// The most frequent element; of several, the first.
private func mostCommon<Element: Hashable>(_ elements: [Element]) -> Element? {
    var counts: [Element: Int] = [:]
    for element in elements { counts[element, default: 0] += 1 }
    let most = counts.values.max()
    return elements.first { counts[$0] == most }
}
