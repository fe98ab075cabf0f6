import Scheduling
import ShowTime
import Timelines

/// What all runs of one script have in common.
struct PreviewedScript {
    let timeline: Timeline
    let roomNames: [String: String]
    let indices: [String: Int]

    init(_ timeline: Timeline) {
        self.timeline = timeline
        roomNames = Dictionary(timeline.rooms.map { ($0.id, $0.name) }) { first, _ in first }
        indices = Dictionary(zip(timeline.messages.lazy.map(\.id), 0...)) { first, _ in first }
    }
}

/// What the rows of one run are made from.
struct PreviewedRun {
    private let id: RunID
    private let script: PreviewedScript
    private var expander: MessageExpander

    private var timeline: Timeline { script.timeline }

    init(_ script: PreviewedScript, _ id: RunID) {
        self.id = id
        self.script = script
        expander = MessageExpander(script.timeline, start: id.start)
    }

    mutating func row(of attempt: Attempt, at now: Instant) -> PreviewRow? {
        guard let index = script.indices[attempt.messageID] else { return nil }
        let message = timeline.messages[index]
        var row = PreviewRow(
            run: id, messageID: attempt.messageID, occurrence: attempt.occurrence,
            isRepeated: message.schedule.isRepeated, part: attempt.part, roomID: attempt.roomID,
            roomName: script.roomNames[attempt.roomID] ?? attempt.roomID, category: attempt.category,
            sender: attempt.sender, policy: message.policy,
            offset: message.schedule.offset(ofOccurrence: attempt.occurrence), due: attempt.due, expected: now,
            content: attempt.content)
        // Only a text that ends so can have been cut: all others are not expanded twice.
        if message.policy.overflow == .truncate, attempt.content.hasSuffix("…"), let room = room(attempt.roomID) {
            row.isCut = expander.isCut(message, occurrence: attempt.occurrence, room: room, due: attempt.due)
        }
        return row
    }

    /// The row of a delivery that is never sent.
    mutating func row(of result: ResultRecord) -> PreviewRow? {
        guard let message = script.indices[result.messageID].map({ timeline.messages[$0] }),
            let room = room(result.roomID)
        else { return nil }
        let content = try? expander.content(
            of: message, occurrence: result.occurrence, room: room, due: result.due, part: result.part?.number ?? 1
        ).content
        return PreviewRow(
            run: id, messageID: result.messageID, occurrence: result.occurrence,
            isRepeated: message.schedule.isRepeated, part: result.part, roomID: result.roomID,
            roomName: result.roomName, category: result.category, sender: timeline.senders[message.sender],
            policy: message.policy, offset: message.schedule.offset(ofOccurrence: result.occurrence),
            due: result.due, expected: nil, content: content ?? "")
    }

    func rooms(ofMessage id: String) -> Int? {
        script.indices[id].map { timeline.rooms(of: timeline.messages[$0]).count }
    }

    private func room(_ id: String) -> Int? { timeline.rooms.firstIndex { $0.id == id } }
}
