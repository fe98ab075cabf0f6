import ShowTime
import Timelines

/// Finds the messages of one version of a timeline again in the next: by their ids, and those that have another id by what
/// they say, when, and where, as a comparison of two plans does.
struct MessageMatching {
    /// For each message of the new version, which message of the old one it is.
    private(set) var oldMessages: [Int?]
    /// Messages of the old version that the new one does not have.
    private(set) var removed: [Int]
    /// The ids that messages had, and those that they have now.
    private(set) var renamed: [String: String] = [:]

    init(_ new: Timeline, after old: Timeline, indexedBy index: TimelineIndex) {
        var isKept = Array(repeating: false, count: old.messages.count)
        oldMessages = new.messages.map { message in
            guard let number = index.message(message.id) else { return nil }
            isKept[number] = true
            return number
        }
        removed = isKept.indices.filter { !isKept[$0] }
        var added = oldMessages.indices.filter { oldMessages[$0] == nil }
        guard !removed.isEmpty, !added.isEmpty else { return }
        let before = Signatures(old, removed)
        let after = Signatures(new, added)
        for likeness in Likeness.allCases {
            // Two messages that were both given an id, and do not even say the same, are different ones.
            let isTelling = likeness == .textAndTime || likeness == .text
            for (oldMessage, newMessage) in Likeness.pair(
                &removed, &added, by: { before.signature($0, likeness) }, { after.signature($0, likeness) })
            {
                guard isTelling || old.messages[oldMessage].isAnonymous || new.messages[newMessage].isAnonymous else {
                    removed.append(oldMessage)
                    added.append(newMessage)
                    continue
                }
                oldMessages[newMessage] = oldMessage
                renamed[old.messages[oldMessage].id] = new.messages[newMessage].id
            }
        }
        removed.sort()
    }

    /// What messages are recognized by.
    private struct Signatures {
        /// The texts for this many rooms are enough to tell what a message says.
        private static let mostRooms = 20

        private struct Entry: Hashable {
            var schedule: Schedule?
            var texts: [String] = []
            var rooms: [String] = []
        }

        private let timeline: Timeline
        private var texts: [Int: [String]] = [:]

        init(_ timeline: Timeline, _ messages: [Int]) {
            self.timeline = timeline
            // Any start will do, as long as both versions have the same.
            let start = Instant.seconds(0)
            var expander = MessageExpander(timeline, start: start)
            for index in messages {
                let message = timeline.messages[index]
                let first = message.schedule.first
                let contents = timeline.rooms(of: message).prefix(Self.mostRooms).map { room in
                    (try? expander.contents(of: message, occurrence: 1, room: room, due: start + first)) ?? []
                }
                texts[index] = Set(contents.joined()).sorted()
            }
        }

        func signature(_ message: Int, _ likeness: Likeness) -> some Hashable {
            let entry = timeline.messages[message]
            return switch likeness {
            case .textAndTime: Entry(schedule: entry.schedule, texts: texts[message] ?? [])
            case .text: Entry(texts: texts[message] ?? [])
            case .timeAndRooms:
                Entry(schedule: entry.schedule, rooms: timeline.rooms(of: entry).map { timeline.rooms[$0].id }.sorted())
            case .time: Entry(schedule: entry.schedule)
            }
        }
    }
}

extension Message {
    /// Whether its id is a hash of what it says.
    fileprivate var isAnonymous: Bool { id.hasPrefix("~") }
}
