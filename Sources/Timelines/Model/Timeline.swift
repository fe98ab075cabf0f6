package import ShowTime
import Templates

/// The timeline of one show, checked and ready to be played.
///
/// Values that messages have in common are kept once and referred to by an index, so that a timeline of a hundred thousand
/// messages is a handful of arrays.
package final class Timeline: Sendable {
    package let name: String
    package let title: String
    package let startRule: StartRule
    /// The `max_late` of messages without their own.
    package let defaultMaxLate: Interval
    package let zone: Zone
    /// Every room that a message reaches or the timeline declares.
    package let rooms: [Room]
    /// Indices into `rooms` by the names of groups.
    let roomGroups: [String: [Int]]
    /// Lists of indices into `rooms`, each without repetition.
    package let roomLists: [[Int]]
    package let senders: [Sender]
    /// In the order of the file.
    package let messages: [Message]
    /// Messages that are left out, in the order of the file.
    package let leftOut: [LeftOut]
    /// The values that are known only on the night.
    package let inputs: [TimelineInput]

    let templates: TemplateSet
    let overrides: Variables
    let timelineVariables: Variables
    let variableSets: [Variables]
    /// The placeholders of values that nobody has given yet.
    let placeholders: Variables

    init(
        name: String, title: String, start: StartRule, defaultMaxLate: Interval, zone: Zone, rooms: [Room],
        roomGroups: [String: [Int]], roomLists: [[Int]], senders: [Sender], messages: [Message],
        leftOut: [LeftOut] = [], inputs: [TimelineInput] = [], templates: TemplateSet,
        overrides: Variables, timelineVariables: Variables, variableSets: [Variables]
    ) {
        self.name = name
        self.title = title
        startRule = start
        self.defaultMaxLate = defaultMaxLate
        self.zone = zone
        self.rooms = rooms
        self.roomGroups = roomGroups
        self.roomLists = roomLists
        self.senders = senders
        self.messages = messages
        self.leftOut = leftOut
        self.inputs = inputs
        placeholders = inputs.enumerated().reduce(into: .empty) { values, input in
            let text = InputPlaceholder.text(ofInput: input.offset, max: input.element.max)
            values[input.element.symbol] = .string(text)
        }
        self.templates = templates
        self.overrides = overrides
        self.timelineVariables = timelineVariables
        self.variableSets = variableSets
    }

    /// The same timeline with other messages.
    ///
    /// - Parameter roomLists: the lists of rooms, if the messages need others than those of this timeline.
    func replacing(
        messages: [Message], roomLists: [[Int]]? = nil, leftOut: [LeftOut]? = nil, inputs: [TimelineInput]? = nil
    ) -> Timeline {
        Timeline(
            name: name, title: title, start: startRule, defaultMaxLate: defaultMaxLate, zone: zone, rooms: rooms,
            roomGroups: roomGroups, roomLists: roomLists ?? self.roomLists, senders: senders, messages: messages,
            leftOut: leftOut ?? self.leftOut, inputs: inputs ?? self.inputs, templates: templates, overrides: overrides,
            timelineVariables: timelineVariables, variableSets: variableSets)
    }

    /// The same timeline with placeholders (see ``shown(_:)``) in place of the usual values of inputs as well.
    package func withoutUsualInputs() -> Timeline {
        guard inputs.contains(where: { $0.usual != nil }) else { return self }
        let inputs = inputs.map { input in
            TimelineInput(
                name: input.name, prompt: input.prompt, max: input.max,
                usual: input.usual.map { _ in placeholder(of: input) }, symbol: input.symbol)
        }
        return replacing(messages: messages, inputs: inputs)
    }

    /// Nil where `--start` or a cron expression gives it.
    package var start: Instant? { if case .at(let instant) = startRule { instant } else { nil } }

    /// The cron schedule of a show that starts repeatedly, in the timeline's zone.
    package var firings: CronSchedule? { if case .cron(let schedule) = startRule { schedule } else { nil } }

    package func input(named name: String) -> TimelineInput? { inputs.first { $0.name == name } }

    package func rooms(of message: Message) -> [Int] { roomLists[message.roomList] }

    /// The offset after which nothing is due or may be late any more, nil where a message has no end.
    package var end: Interval? {
        var end: Interval?
        for message in messages {
            guard let last = message.schedule.last else { return nil }
            let bound = last + message.policy.maxLate
            end = max(end ?? bound, bound)
        }
        return end ?? .zero
    }
}

/// A message that is checked and not played.
package struct LeftOut: Sendable, Hashable {
    package enum Reason: Sendable {
        /// `skip: true`.
        case skip
        /// Its `when` excludes every room.
        case unwanted
    }

    package var id: String
    package var reason: Reason

    package init(id: String, reason: Reason) {
        self.id = id
        self.reason = reason
    }
}

/// The `start` of a timeline.
package enum StartRule: Sendable, Hashable {
    /// Left out: `--start` gives it.
    case open
    case at(Instant)
    case cron(CronSchedule)
}
