import JSONText
import RunLog
package import Scheduling
import ShowTime

/// The answer to `GET /status`, as the server writes it and the client reads it.
extension SchedulerStatus {
    func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("time", now)
            $0.field("account_held", isAccountHeld)
            $0.field("network_held", isNetworkHeld)
            $0.field("records_blocked", isBlocked)
            $0.field(milliseconds: "clock_ahead_ms", clockAhead)
            $0.field("quota_percent", Int((quotaShare * 100).rounded()))
            $0.field("runs", array: runs) { $1.write(to: &$0) }
            $0.field("upcoming", array: upcoming) { bytes, next in
                bytes.object {
                    $0.field("timeline", next.timeline)
                    $0.field("start", next.start)
                }
            }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Nil where the bytes are not such an answer.
    package init?(json bytes: [UInt8]) {
        let status = bytes.withUnsafeBufferPointer { bytes -> SchedulerStatus? in
            var members = JSONMembers()
            guard members.read(bytes), let now = members.instant("time") else { return nil }
            var status = SchedulerStatus(
                now: now, runs: [], isAccountHeld: members.bool("account_held") ?? false,
                quotaShare: Double(members.integer("quota_percent") ?? 100) / 100,
                isBlocked: members.bool("records_blocked") ?? false)
            status.isNetworkHeld = members.bool("network_held") ?? false
            status.clockAhead = members.milliseconds("clock_ahead_ms")
            members.forEachObject("runs") { run in if let run = RunStatus(&run) { status.runs.append(run) } }
            members.forEachObject("upcoming") { next in
                guard let timeline = next.text("timeline"), let start = next.instant("start") else { return }
                status.upcoming.append(UpcomingStart(timeline: timeline, start: start))
            }
            return status
        }
        guard let status else { return nil }
        self = status
    }
}

extension RunStatus {
    fileprivate func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("run", run.description)
            $0.field("state", state.rawValue)
            $0.field("title", title)
            $0.field("planned", planned)
            $0.field("held_before", heldBefore)
            $0.field("hold", holdName)
            $0.field("held_since", heldSince)
            $0.field("held_by", heldBy)
            if !holdInputs.isEmpty { $0.field("hold_inputs", array: holdInputs) { $0.append(json: $1) } }
            if !inputs.isEmpty {
                $0.field("inputs", array: inputs) { bytes, input in bytes.object { input.write(to: &$0) } }
            }
            $0.field("open", open)
            $0.field("in_flight", inFlight)
            $0.field(milliseconds: "shift_ms", shift)
            $0.field("time", now)
            $0.field(milliseconds: "clock_off_ms", clockOff)
            $0.append(membersOf: tally)
            $0.field("next", next?.messageID)
            $0.field("next_due", next?.due)
        }
    }

    fileprivate init?(_ members: inout JSONMembers) {
        guard let run = members.text("run").flatMap({ RunID($0) }),
            let state = members.text("state").flatMap(State.init)
        else { return nil }
        self.init(
            run: run, state: state, title: members.text("title") ?? "", planned: members.integer("planned"),
            tally: Tally(&members), open: members.integer("open") ?? 0, inFlight: members.integer("in_flight") ?? 0,
            shift: members.milliseconds("shift_ms") ?? .zero, heldBefore: members.text("held_before"), next: nil)
        if let message = members.text("next"), let due = members.instant("next_due") {
            next = Next(messageID: message, due: due)
        }
        holdName = members.text("hold")
        heldSince = members.instant("held_since")
        heldBy = members.text("held_by")
        holdInputs = members.texts("hold_inputs")
        members.forEachObject("inputs") { input in if let input = InputStatus(&input) { inputs.append(input) } }
        now = members.instant("time")
        clockOff = members.milliseconds("clock_off_ms") ?? .zero
    }
}

extension InputStatus {
    fileprivate func write(to bytes: inout [UInt8]) {
        bytes.field("name", name)
        bytes.field("prompt", prompt)
        bytes.field("max", max)
        bytes.field("value", value)
        bytes.field("needed_by", neededBy)
        bytes.field("used", isUsed)
    }

    fileprivate init?(_ members: inout JSONMembers) {
        guard let name = members.text("name"), let max = members.integer("max") else { return nil }
        self.init(
            name: name, prompt: members.text("prompt") ?? name, max: max, value: members.text("value"),
            neededBy: members.text("needed_by"), isUsed: members.bool("used") ?? false)
    }
}

extension JSONMembers {
    /// Calls `body` with the members of each object of an array.
    mutating func forEachObject(_ name: StaticString, _ body: (inout JSONMembers) -> Void) {
        guard case .array(let array)? = value(name) else { return }
        JSONObject.readArray(array) { element in
            var members = JSONMembers()
            if case .object(let object) = element, members.read(object) { body(&members) }
        }
    }
}
