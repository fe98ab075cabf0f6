import JSONText
import Scheduling
import Timelines

extension [UInt8] {
    mutating func append(membersOf attempt: AttemptRecord) {
        begin("attempt", at: attempt.time, attempt.run)
        delivery(
            attempt.messageID, occurrence: attempt.occurrence, attempt.part, roomID: attempt.roomID)
        field("attempt", attempt.number)
        field("room", attempt.roomID)
        field("category", attempt.category.name)
        field("due", attempt.due)
        field("bytes", attempt.content.utf8.count)
        field("content", attempt.content)
        if !attempt.inputs.isEmpty { field("inputs", array: attempt.inputs) { $0.append(json: $1) } }
    }
}

extension AttemptRecord {
    init?(_ line: inout LogLine) {
        guard let run = line.run(), let (message, occurrence, room) = line.delivery(), let part = line.part(),
            let number = line.members.integer("attempt"), LogLine.attempts.contains(number),
            let category = line.category(), let due = line.instant("due")
        else { return nil }
        self.init(
            time: line.time, run: run, messageID: message, occurrence: occurrence, part: part, number: number,
            roomID: room, category: category, due: due, content: line.members.text("content") ?? "",
            inputs: line.texts("inputs") ?? [])
    }
}
