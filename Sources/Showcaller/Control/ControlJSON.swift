import JSONText
import Scheduling
import ShowTime

extension Array where Element == UInt8 {
    mutating func append(_ status: ShowStatus) {
        append(literal: "{\"time\":\"")
        append(rfc3339: status.now)
        append(literal: "\",\"account_held\":")
        append(json: status.isAccountHeld)
        append(literal: ",\"records_blocked\":")
        append(json: status.isBlocked)
        append(literal: ",\"quota_percent\":")
        append(json: Int((status.quotaShare * 100).rounded()))
        append(literal: ",\"runs\":[")
        for (index, run) in status.runs.enumerated() {
            if index > 0 { append(UInt8(ascii: ",")) }
            append(run)
        }
        append(literal: "],\"upcoming\":[")
        for (index, show) in status.upcoming.enumerated() {
            append(literal: index > 0 ? ",{\"timeline\":" : "{\"timeline\":")
            append(json: show.timeline)
            append(literal: ",\"start\":\"")
            append(rfc3339: show.start)
            append(literal: "\"}")
        }
        append(literal: "]}\n")
    }

    private mutating func append(_ run: RunStatus) {
        append(literal: "{\"run\":")
        append(json: run.run.description)
        append(literal: ",\"state\":")
        append(json: run.state.rawValue)
        append(literal: ",\"title\":")
        append(json: run.title)
        append(literal: ",\"planned\":")
        if let planned = run.planned { append(json: planned) } else { append(literal: "null") }
        append(literal: ",\"held_before\":")
        append(json: run.heldBefore)
        append(literal: ",\"open\":")
        append(json: run.open)
        append(literal: ",\"in_flight\":")
        append(json: run.inFlight)
        append(literal: ",\"shift_ms\":")
        append(json: Int(run.shift.milliseconds))
        for outcome in Outcome.final {
            append(literal: ",\"")
            append(contentsOf: outcome.rawValue.utf8)
            append(literal: "\":")
            append(json: run.tally[outcome])
        }
        append(literal: ",\"next\":")
        append(json: run.next?.messageID)
        append(literal: ",\"next_due\":")
        if let due = run.next?.due {
            append(UInt8(ascii: "\""))
            append(rfc3339: due)
            append(UInt8(ascii: "\""))
        } else {
            append(literal: "null")
        }
        append(literal: "}")
    }

    /// How a message that was sent by hand ended.
    mutating func append(_ end: AttemptEnd) {
        append(literal: "{\"accepted\":")
        append(json: end.kind == .accepted)
        append(literal: ",\"definite\":")
        append(json: end.kind != .unanswered && end.kind != .foreignAnswer)
        append(literal: ",\"code\":")
        if let code = end.code { append(json: code) } else { append(literal: "null") }
        append(literal: ",\"reason\":")
        append(json: end.reason)
        append(literal: ",\"message_id\":")
        append(json: end.messageID)
        append(literal: ",\"request_id\":")
        append(json: end.requestID)
        append(literal: ",\"took_ms\":")
        append(json: Int(end.took.milliseconds))
        append(literal: "}\n")
    }

    private mutating func append(json text: String?) {
        if let text { append(json: text) as Void } else { append(literal: "null") }
    }
}
