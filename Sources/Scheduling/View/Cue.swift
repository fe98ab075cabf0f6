package import ShowTime
package import Timelines

/// One occurrence of a message in all its rooms, as operators look at it: to come, under way or over.
package struct Cue: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable {
        case planned
        /// The show stands before it, or it was due and the show is held.
        case held
        /// It waits for its turn.
        case due
        /// Some of it has left.
        case onItsWay = "on_its_way"
        /// All of it has ended.
        case done
        /// An operator left it out, in all its rooms.
        case skipped
    }

    /// What some of its rooms get.
    package struct Text: Sendable, Hashable {
        /// Names, in the order of the timeline.
        package var rooms: [String]
        /// The group that is exactly these rooms.
        package var group: String?
        /// The text, with `‹winner›` in place of the value of an input that nobody has given; nil where it cannot be made.
        package var content: String?
        /// The size of what is sent, with the longest values of inputs that nobody has given.
        package var bytes: Int

        package init(rooms: [String], group: String? = nil, content: String?, bytes: Int? = nil) {
            self.rooms = rooms
            self.group = group
            self.content = content
            self.bytes = bytes ?? content?.utf8.count ?? 0
        }
    }

    package var message: String
    package var occurrence: Int
    package var isRepeated: Bool
    package var due: Instant
    /// When the quota lets the last of its rooms have it, where that is noticeably later than its due time.
    package var expected: Instant?
    package var state: State
    package var category: Category
    /// Whether the timeline holds the show before it.
    package var isHeldBefore: Bool
    /// The input that it needs and that has no value yet.
    package var missingInput: String?
    package var texts: [Text]
    /// The outcomes of its deliveries that have ended.
    package var outcomes: Tally

    package init(
        message: String, occurrence: Int, isRepeated: Bool, due: Instant, expected: Instant? = nil, state: State,
        category: Category, isHeldBefore: Bool, texts: [Text], outcomes: Tally = Tally()
    ) {
        self.message = message
        self.occurrence = occurrence
        self.isRepeated = isRepeated
        self.due = due
        self.expected = expected
        self.state = state
        self.category = category
        self.isHeldBefore = isHeldBefore
        self.texts = texts
        self.outcomes = outcomes
    }

    /// What people call it: `doors`, `countdown#3`.
    package var name: String {
        DeliveryName.cue(message, occurrence: occurrence, part: nil, isRepeated: isRepeated)
    }

    /// Whether nothing of it has left yet, and something is to leave.
    package var isToCome: Bool { state == .planned || state == .held || state == .due }
}
