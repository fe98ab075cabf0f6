package import ShowTime
import Templates

/// The script of one show, checked and ready to be performed.
///
/// Everything that messages have in common is kept once and named by an index, so that a script of a hundred thousand
/// messages stays a handful of arrays.
package final class Timeline: Sendable {
    package let name: String
    package let title: String
    /// Nil where the script leaves it to `--start`.
    package let start: Instant?
    package let zone: Zone
    /// Every room that a message reaches or the script declares.
    package let rooms: [Room]
    /// Lists of indices into `rooms`, each without repetition.
    package let roomLists: [[Int]]
    package let senders: [Sender]
    /// In the order of the file.
    package let messages: [Message]

    let templates: TemplateSet
    let overrides: Variables
    let timelineVariables: Variables
    let variableSets: [Variables]

    init(
        name: String, title: String, start: Instant?, zone: Zone, rooms: [Room], roomLists: [[Int]],
        senders: [Sender], messages: [Message], templates: TemplateSet, overrides: Variables,
        timelineVariables: Variables, variableSets: [Variables]
    ) {
        self.name = name
        self.title = title
        self.start = start
        self.zone = zone
        self.rooms = rooms
        self.roomLists = roomLists
        self.senders = senders
        self.messages = messages
        self.templates = templates
        self.overrides = overrides
        self.timelineVariables = timelineVariables
        self.variableSets = variableSets
    }

    package func rooms(of message: Message) -> [Int] { roomLists[message.roomList] }

    /// How many deliveries a run has, nil where a message has no end.
    package var plannedDeliveries: Int? {
        var total = 0
        for message in messages {
            guard let count = message.schedule.count else { return nil }
            let (deliveries, isTooMany) = count.multipliedReportingOverflow(by: roomLists[message.roomList].count)
            let sum = total.addingReportingOverflow(deliveries)
            // Nobody will ever count that far.
            guard !isTooMany, !sum.overflow else { return .max }
            total = sum.partialValue
        }
        return total
    }

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
