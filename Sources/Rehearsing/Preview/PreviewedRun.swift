import Scheduling
import ShowTime
import Timelines

/// Makes the rows of one run from what its scheduler decides. A class, so that looking it up does not copy it.
final class PreviewedRun {
    let id: RunID
    private let indexed: PreviewedTimeline
    private var expander: MessageExpander

    private var timeline: Timeline { indexed.timeline }

    init(_ indexed: PreviewedTimeline, _ id: RunID) {
        self.id = id
        self.indexed = indexed
        expander = MessageExpander(indexed.timeline, start: id.start)
    }

    /// - Parameter place: the indices of the attempt's message and room.
    func row(
        of attempt: AttemptRecord, at place: Attempt.Place, sender: Sender, expected now: Instant
    ) -> PreviewRow {
        let message = timeline.messages[Int(place.message)]
        let room = Int(place.room)
        var row = PreviewRow(
            run: id, messageID: attempt.messageID, occurrence: attempt.occurrence,
            isRepeated: message.schedule.isRepeated, part: attempt.part, roomID: attempt.roomID,
            roomName: timeline.rooms[room].name, category: attempt.category,
            sender: sender, policy: message.policy,
            offset: message.schedule.offset(ofOccurrence: attempt.occurrence), due: attempt.due, expected: now,
            content: timeline.shown(attempt.content), bytes: attempt.content.utf8.count)
        // Only a text that ends with `…` can have been cut: the others need not be expanded a second time.
        if message.policy.overflow == .truncate, attempt.content.hasSuffix("…") {
            row.isCut = expander.isCut(message, occurrence: attempt.occurrence, room: room, due: attempt.due)
        }
        return row
    }

    /// The row of a delivery that is never sent.
    func row(of result: ResultRecord) -> PreviewRow? {
        guard let message = indexed.messages[result.messageID].map({ timeline.messages[$0] }),
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
            due: result.due, expected: nil, content: timeline.shown(content ?? ""), bytes: content?.utf8.count ?? 0)
    }

    func rooms(ofMessage id: String) -> Int? {
        indexed.messages[id].map { timeline.rooms(of: timeline.messages[$0]).count }
    }

    private func room(_ id: String) -> Int? { indexed.rooms[id] }
}
