import JSONText
import ShowTime

/// What `tell status` shows.
enum StatusText {
    struct Run {
        var id = ""
        var state = ""
        var title = ""
        var planned: Int?
        var open = 0
        var sent = 0
        var unsent = 0
        var shift = 0
        var next: String?
        var nextDue: Instant?
        var heldBefore: String?

        var isPlaying: Bool { state != "ended" && state != "stopped" }
    }

    static func runs(_ body: [UInt8]) -> [Run] { read(body).runs }

    static func lines(_ body: [UInt8], run name: String?) -> [String] {
        let (runs, notes, now) = read(body)
        let wanted = runs.filter { run in name.map { run.id == $0 || run.id.hasPrefix($0 + "@") } ?? true }
        return wanted.map { line(of: $0, now: now) } + notes
    }

    private static func line(of run: Run, now: Instant?) -> String {
        var parts = ["\(run.id)  \(run.state)\(run.heldBefore.map { " before \(visible($0))" } ?? "")"]
        parts.append("\(run.sent) of \(run.planned.map(String.init) ?? "∞") accepted")
        if run.unsent > 0 { parts.append("\(run.unsent) not sent") }
        if run.open > 0 { parts.append("\(run.open) due") }
        if run.shift != 0 { parts.append("moved by \(Interval.milliseconds(Int64(run.shift)).words)") }
        if let next = run.next {
            var text = "next \(visible(next))"
            if let due = run.nextDue, let now, run.state != "held" { text += " in \(max(.zero, due - now).clock)" }
            parts.append(text)
        }
        return parts.joined(separator: ", ")
    }

    private static func read(_ body: [UInt8]) -> (runs: [Run], notes: [String], now: Instant?) {
        var runs: [Run] = []
        var notes: [String] = []
        var now: Instant?
        body.withUnsafeBufferPointer { bytes in
            _ = JSONObject.read(bytes) { key, value in
                switch String(decoding: key, as: UTF8.self) {
                case "time": if case .string(let slice) = value { now = Instant(logTime: slice.bytes) }
                case "account_held":
                    if value.bool == true { notes.append("the account is held: nothing gets through") }
                case "records_blocked":
                    if value.bool == true { notes.append("the log cannot be written: nothing is sent") }
                case "quota_percent":
                    if let percent = value.integer, percent < 100 {
                        notes.append("throttled: \(percent) % of the quota in use")
                    }
                case "upcoming":
                    guard case .array(let array) = value else { return }
                    JSONObject.readArray(array) { element in
                        if case .object(let object) = element, let line = upcoming(object, now) { notes.append(line) }
                    }
                case "runs":
                    guard case .array(let array) = value else { return }
                    JSONObject.readArray(array) { element in
                        if case .object(let object) = element { runs.append(run(from: object)) }
                    }
                default: break
                }
            }
        }
        return (runs, notes, now)
    }

    /// `weekly  starts 2026-11-27T12:00:00.000Z, in 27:00:00`
    private static func upcoming(_ object: UnsafeBufferPointer<UInt8>, _ now: Instant?) -> String? {
        var timeline: String?
        var start: Instant?
        _ = JSONObject.read(object) { key, value in
            switch String(decoding: key, as: UTF8.self) {
            case "timeline": timeline = value.text
            case "start": if case .string(let slice) = value { start = Instant(logTime: slice.bytes) }
            default: break
            }
        }
        guard let timeline, let start else { return nil }
        let wait = now.map { ", in \(max(.zero, start - $0).clock)" } ?? ""
        return "\(visible(timeline))  starts \(start.rfc3339)\(wait)"
    }

    private static func run(from object: UnsafeBufferPointer<UInt8>) -> Run {
        var run = Run()
        _ = JSONObject.read(object) { key, value in
            switch String(decoding: key, as: UTF8.self) {
            case "run": run.id = value.text ?? ""
            case "state": run.state = value.text ?? ""
            case "title": run.title = value.text ?? ""
            case "planned": run.planned = value.integer
            case "open": run.open = value.integer ?? 0
            case "sent": run.sent = value.integer ?? 0
            case "rejected", "failed", "missed", "cancelled", "unknown", "invalid": run.unsent += value.integer ?? 0
            case "shift_ms": run.shift = value.integer ?? 0
            case "held_before": run.heldBefore = value.text
            case "next": run.next = value.text
            case "next_due": if case .string(let slice) = value { run.nextDue = Instant(logTime: slice.bytes) }
            default: break
            }
        }
        return run
    }
}
