import JSONText
import Scheduling
import ShowTime
import Timelines

extension [UInt8] {
    mutating func append(membersOf result: ResultRecord) {
        begin("result", at: result.time, result.run)
        delivery(
            result.messageID, occurrence: result.occurrence, result.part, roomID: result.roomID)
        field("message", result.messageID)
        field("occurrence", result.occurrence)
        if result.occurrences.count > 1 {
            field("occurrences", array: [result.occurrences.lowerBound, result.occurrences.upperBound]) {
                $0.append(json: $1)
            }
        }
        field("room", result.roomID)
        field("room_name", result.roomName)
        field("category", result.category.name)
        field("due", result.due)
        field("attempt", result.attempt)
        field("outcome", result.outcome.rawValue)
        field("code", result.code)
        field("reason", result.reason)
        field("message_id", result.apiMessageID)
        field("request_id", result.requestID)
        field(milliseconds: "late_ms", result.late)
        field(milliseconds: "took_ms", result.took)
        field("bytes", result.bytes)
    }
}

extension ResultRecord {
    init?(_ line: inout LogLine) {
        guard let run = line.run(), let part = line.part(), let message = line.members.text("message"),
            let occurrences = Self.occurrences(&line), let room = line.members.text("room")
        else { return nil }
        let roomName = line.members.text("room_name")
        guard let category = line.category(), let due = line.instant("due") else { return nil }
        let attempt = line.members.integer("attempt") ?? 0
        guard LogLine.attempts.contains(attempt), let outcome = line.members.text("outcome").flatMap(Outcome.init)
        else { return nil }
        self.init(
            time: line.time, run: run, messageID: message, occurrences: occurrences, part: part, roomID: room,
            roomName: roomName ?? room, category: category, due: due, attempt: attempt, outcome: outcome,
            code: line.members.integer("code"), reason: line.members.text("reason"),
            apiMessageID: line.members.text("message_id"), requestID: line.members.text("request_id"),
            late: line.members.milliseconds("late_ms") ?? .zero, took: line.members.milliseconds("took_ms"),
            bytes: line.members.integer("bytes"))
    }

    private static func occurrences(_ line: inout LogLine) -> ClosedRange<Int>? {
        guard let first = line.members.integer("occurrence"), LogLine.occurrences.contains(first) else { return nil }
        guard case .array(let bytes)? = line.members.value("occurrences") else { return first...first }
        guard let both = JSONObject.integers(ofArray: bytes), both.count == 2, both[0] == first, both[1] >= first,
            LogLine.occurrences.contains(both[1])
        else { return nil }
        return first...both[1]
    }
}
