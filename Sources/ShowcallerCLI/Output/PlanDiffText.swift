import Rehearsing
import Scheduling
import ShowTime
import Timelines

/// Writes the changes between two versions of timelines for people. A change that is the same in many rooms is shown once.
struct PlanDiffText {
    let diff: PlanDiff
    let style: Style
    /// Returns the place where the present version of a delivery was written; nil where it need not be shown.
    var origin: (PreviewRow) -> String? = { _ in nil }

    private typealias Group = (change: PlanDiff.Change, row: PreviewRow, rooms: [String])

    /// The properties that two changes share which differ in nothing but the room.
    private struct Likeness: Hashable {
        /// Timeline, message, occurrence and part.
        var name: [String]
        var fields: [PlanDiff.Field]
        /// Before and after; nil where the delivery was not there.
        var offsets: [Interval?]
        var texts: [String?]
    }

    private var groups: [Group] {
        var places: [Likeness: Int] = [:]
        var groups: [Group] = []
        for change in diff.changes {
            guard let row = change.row else { continue }
            let both = [change.before, change.after]
            let likeness = Likeness(
                name: [row.run.timeline, row.messageID, "\(row.occurrence)", row.part.map { "\($0.number)" } ?? ""],
                fields: change.fields, offsets: both.map { $0?.offset }, texts: both.map { $0?.content })
            // A delivery that changes its room is shown by itself.
            if let place = places[likeness], !change.fields.contains(.room) {
                groups[place].rooms.append(row.roomName)
            } else {
                places[likeness] = groups.count
                groups.append((change, row, [row.roomName]))
            }
        }
        return groups
    }

    /// - Parameter limit: the most changes that are shown; how many more there are is said.
    func lines(limit: Int?) -> [String] {
        let groups = groups
        let hasManyTimelines = Set(groups.map(\.row.run.timeline)).count > 1
        let offsetWidth = groups.map(\.row.offset.clock.utf8.count).max() ?? 0
        let nameWidth = min(28, groups.map { Self.name($0.row).displayWidth }.max() ?? 0)
        var lines: [String] = []
        var timeline: String?
        for (change, row, rooms) in groups.prefix(limit ?? .max) {
            if hasManyTimelines, row.run.timeline != timeline {
                timeline = row.run.timeline
                lines.append(style.bold("── \(row.run.timeline) ──"))
            }
            let place = row.offset.clock.leftPadded(to: offsetWidth)
            let written = change.after.flatMap(origin).map { "  (\(visible($0)))" } ?? ""
            let line = "\(place)  \(Self.name(row).padded(to: nameWidth))  \(Self.few(rooms))\(written)"
            if change.before == nil {
                lines.append(style.green("+ \(line)  \(visible(row.content))"))
            } else if change.after == nil {
                lines.append(style.red("- \(line)  \(visible(row.content))"))
            } else {
                lines.append(style.yellow("~ ") + line)
                lines += details(of: change)
            }
        }
        if let limit, groups.count > limit { lines.append("… and \(groups.count - limit) more") }
        return lines
    }

    /// `3 added, 1 removed, 2 changed, 415 the same`
    var summary: String {
        "\(diff.added) added, \(diff.removed) removed, \(diff.changed) changed, \(diff.same) the same"
    }

    private static func name(_ row: PreviewRow) -> String { visible(row.cue) }

    private static func few(_ rooms: [String]) -> String {
        let shown = rooms.prefix(3).map(visible).joined(separator: ", ")
        return rooms.count > 3 ? "\(shown) and \(rooms.count - 3) more" : shown
    }

    private func details(of change: PlanDiff.Change) -> [String] {
        guard let before = change.before, let after = change.after else { return [] }
        return change.fields.map { field in
            let words: String
            switch field {
            case .text: words = text(WordDiff.pieces(before.content, after.content))
            case .time:
                let moved = after.offset - before.offset
                let how = moved < .zero ? "\((-moved).words) earlier" : "\(moved.words) later"
                words = "\(arrow(before.offset.clock, after.offset.clock)) (\(how))"
            case .room: words = arrow(Self.room(before), Self.room(after))
            case .category: words = arrow(before.category.name, after.category.name)
            case .sender: words = arrow(Self.sender(before), Self.sender(after))
            case .policy: words = policy(before.policy, after.policy)
            case .hold: words = after.isBehindHold ? "now behind a hold" : "no longer behind a hold"
            }
            return "    \(style.dim(field.rawValue.padded(to: 8)))  \(words)"
        }
    }

    private func arrow(_ before: String, _ after: String) -> String {
        "\(style.red(visible(before))) → \(style.green(visible(after)))"
    }

    private static func room(_ row: PreviewRow) -> String {
        row.roomName == row.roomID ? row.roomID : "\(row.roomName) (\(row.roomID))"
    }

    private static func sender(_ row: PreviewRow) -> String {
        row.sender.name.map { "\(row.sender.id) (\($0))" } ?? row.sender.id
    }

    private func policy(_ before: DeliveryPolicy, _ after: DeliveryPolicy) -> String {
        let words: KeyValuePairs<String, (DeliveryPolicy) -> String> = [
            "late": \.late.rawValue, "max_late": \.maxLate.words, "overflow": \.overflow.rawValue,
            "on_unknown": \.onUnknown.rawValue,
        ]
        return words.filter { $0.value(before) != $0.value(after) }
            .map { "\($0.key) \(arrow($0.value(before), $0.value(after)))" }.joined(separator: ", ")
    }

    /// Marks the changed words: with colours on a terminal, with brackets where there are none.
    private func text(_ pieces: [WordDiff.Piece]) -> String {
        pieces.map { piece in
            let text = visible(piece.text)
            switch piece.kind {
            case .same: return text
            case .removed: return style.hasColour ? style.red(text) : "[-\(text)-]"
            case .added: return style.hasColour ? style.green(text) : "{+\(text)+}"
            }
        }.joined()
    }
}
