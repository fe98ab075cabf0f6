import JSONText
import RunLog
package import Scheduling
package import ShowTime
package import Timelines

/// One cue in an answer.
package struct CueAnswer: Sendable, Hashable {
    package struct Text: Sendable, Hashable {
        /// The most rooms of one text that are named.
        package static let mostRooms = 20

        /// The names of the rooms. Where there are more than ``mostRooms``: the name of the group that is exactly these rooms, or
        /// else the first ones.
        package var rooms: [String]
        /// The number of rooms that get the text.
        package var roomCount: Int
        /// The text, with `‹winner›` in place of the value of an input that nobody has given; nil where it cannot be made.
        package var text: String?
        /// The length in bytes of what is sent; nil where the text cannot be made.
        package var bytes: Int?

        package init(rooms: [String], roomCount: Int? = nil, text: String?, bytes: Int? = nil) {
            self.rooms = rooms
            self.roomCount = roomCount ?? rooms.count
            self.text = text
            self.bytes = bytes ?? text?.utf8.count
        }

        package init(_ text: Cue.Text) {
            rooms = text.rooms
            roomCount = text.rooms.count
            self.text = text.content
            bytes = text.content.map { _ in text.bytes }
            if roomCount > Self.mostRooms { rooms = text.group.map { [$0] } ?? Array(rooms.prefix(Self.mostRooms)) }
        }

    }

    /// `countdown#3`
    package var name: String
    package var message: String
    package var occurrence: Int
    package var due: Instant
    package var expected: Instant?
    package var state: Cue.State
    package var category: Category
    package var isHeldBefore: Bool
    package var missingInput: String?
    package var texts: [Text]
    package var outcomes = Tally()

    package init(
        name: String, message: String, occurrence: Int, due: Instant, state: Cue.State, category: Category,
        isHeldBefore: Bool = false, texts: [Text] = []
    ) {
        self.name = name
        self.message = message
        self.occurrence = occurrence
        self.due = due
        self.state = state
        self.category = category
        self.isHeldBefore = isHeldBefore
        self.texts = texts
    }

    package init(_ cue: Cue) {
        self.init(
            name: cue.name, message: cue.message, occurrence: cue.occurrence, due: cue.due, state: cue.state,
            category: cue.category, isHeldBefore: cue.isHeldBefore, texts: cue.texts.map(Text.init))
        expected = cue.expected
        missingInput = cue.missingInput
        outcomes = cue.outcomes
    }

    func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("cue", name)
            $0.field("message", message)
            $0.field("occurrence", occurrence)
            $0.field("due", due)
            $0.field("expected", expected)
            $0.field("state", state.rawValue)
            $0.field("category", category.name)
            $0.field("hold", isHeldBefore)
            $0.field("input", missingInput)
            $0.field("texts", array: texts) { $1.write(to: &$0) }
            $0.name("outcomes")
            $0.object { bytes in
                for outcome in Outcome.final where outcomes[outcome] > 0 {
                    bytes.field(outcome.name, outcomes[outcome])
                }
            }
        }
    }

    init?(_ members: inout JSONMembers) {
        guard let name = members.text("cue"), let message = members.text("message"),
            let occurrence = members.integer("occurrence"), let due = members.instant("due"),
            let state = members.text("state").flatMap(Cue.State.init),
            let category = members.text("category").flatMap(Category.init(name:))
        else { return nil }
        self.init(
            name: name, message: message, occurrence: occurrence, due: due, state: state, category: category,
            isHeldBefore: members.bool("hold") ?? false)
        expected = members.instant("expected")
        missingInput = members.text("input")
        members.forEachObject("texts") { texts.append(Text(&$0)) }
        members.object("outcomes") { outcomes = Tally(&$0) }
    }
}

extension CueAnswer.Text {
    func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("rooms", array: rooms) { $0.append(json: $1) }
            $0.field("room_count", roomCount)
            $0.field("text", text)
            $0.field("bytes", self.bytes)
        }
    }

    init(_ members: inout JSONMembers) {
        self.init(
            rooms: members.texts("rooms"), roomCount: members.integer("room_count"), text: members.text("text"),
            bytes: members.integer("bytes"))
    }
}

extension Category {
    package init?(name: String) {
        guard let category = Category.allCases.first(where: { $0.name == name }) else { return nil }
        self = category
    }
}
