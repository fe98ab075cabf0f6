import JSONText
package import Scheduling
import ShowTime
import Timelines

/// Writes records as the lines of a log, straight into bytes: a record is written for each delivery, and a general encoder
/// costs more than sending it.
extension Array where Element == UInt8 {
    package mutating func append(_ header: RunHeader) {
        begin("run", at: header.time, header.run)
        field("timeline", header.run.timeline)
        field("start", header.run.start)
        field("mode", header.mode.rawValue)
        field("app_id", Int(header.appID))
        field("host", header.host)
        field("planned", header.planned)
        field("sha256", header.sha256)
        append(literal: ",\"resumed\":")
        append(json: header.isResumed)
        field("version", header.version)
        end()
    }

    package mutating func append(_ record: Record) {
        switch record {
        case .attempt(let attempt, let time): append(attempt, at: time)
        case .result(let result): append(result)
        case .control(let control): append(control)
        case .end(let end): append(end)
        }
    }

    private mutating func append(_ attempt: Attempt, at time: Instant) {
        guard let run = attempt.run else { return }
        begin("attempt", at: time, run)
        delivery(attempt.messageID, attempt.occurrence, attempt.part, attempt.roomID)
        field("attempt", attempt.number)
        field("room", attempt.roomID)
        field("category", attempt.category.name)
        field("due", attempt.due)
        field("bytes", attempt.content.utf8.count)
        field("content", attempt.content)
        end()
    }

    private mutating func append(_ result: ResultRecord) {
        begin("result", at: result.time, result.run)
        delivery(result.messageID, result.occurrence, result.part, result.roomID)
        field("message", result.messageID)
        field("occurrence", result.occurrence)
        if let last = result.lastOccurrence {
            append(literal: ",\"occurrences\":[")
            append(json: result.occurrence)
            append(UInt8(ascii: ","))
            append(json: last)
            append(UInt8(ascii: "]"))
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
        field("late_ms", Int(result.late.milliseconds))
        field("took_ms", result.took.map { Int($0.milliseconds) })
        field("bytes", result.bytes)
        end()
    }

    private mutating func append(_ control: ControlRecord) {
        begin("control", at: control.time, control.run)
        switch control.action {
        case .hold: field("action", "hold")
        case .holdBefore(let message, let due):
            field("action", "hold")
            field("message", message)
            field("due", due)
        case .go(let held, let total):
            field("action", "go")
            field("held_ms", Int(held.milliseconds))
            field("shift_ms", Int(total.milliseconds))
        case .shift(let by, let total):
            field("action", "shift")
            field("by_ms", Int(by.milliseconds))
            field("shift_ms", Int(total.milliseconds))
        case .skip(let message):
            field("action", "skip")
            field("message", message)
        case .cancel: field("action", "cancel")
        case .reload: field("action", "reload")
        case .shutdown: field("action", "shutdown")
        case .accountHold(let code, let reason):
            field("action", "account_hold")
            field("code", code)
            field("reason", reason)
        case .accountOK: field("action", "account_ok")
        }
        end()
    }

    private mutating func append(_ end: EndRecord) {
        begin("end", at: end.time, end.run)
        field("planned", end.planned)
        for outcome in Outcome.final {
            append(literal: ",\"")
            append(contentsOf: outcome.rawValue.utf8)
            append(literal: "\":")
            append(json: end.tally[outcome])
        }
        self.end()
    }

    // MARK: Pieces

    private mutating func begin(_ event: StaticString, at time: Instant, _ run: RunID) {
        append(literal: "{\"event\":\"")
        append(literal: event)
        append(literal: "\",\"time\":\"")
        append(rfc3339: time)
        append(literal: "\",\"run\":\"")
        append(contentsOf: run.description.utf8)
        append(UInt8(ascii: "\""))
    }

    private mutating func end() { append(literal: "}\n") }

    private mutating func name(_ name: StaticString) {
        append(literal: ",\"")
        append(literal: name)
        append(literal: "\":")
    }

    private mutating func field(_ name: StaticString, _ value: String?) {
        self.name(name)
        if let value { append(json: value) } else { append(literal: "null") }
    }

    private mutating func field(_ name: StaticString, _ value: Int?) {
        self.name(name)
        if let value { append(json: value) } else { append(literal: "null") }
    }

    private mutating func field(_ name: StaticString, _ instant: Instant) {
        self.name(name)
        append(UInt8(ascii: "\""))
        append(rfc3339: instant)
        append(UInt8(ascii: "\""))
    }

    /// The key of a delivery, and of a part of a split text which one it is.
    private mutating func delivery(_ message: String, _ occurrence: Int, _ part: Part?, _ roomID: String) {
        append(literal: ",\"delivery\":")
        append(json: DeliveryName.text(message, occurrence: occurrence, part: part, roomID: roomID))
        guard let part else { return }
        field("part", part.number)
        field("parts", part.count)
    }
}
