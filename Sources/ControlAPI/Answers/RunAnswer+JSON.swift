import JSONText
import RunLog
import Scheduling
import ShowTime

extension RunAnswer {
    func write(to bytes: inout [UInt8]) { _ = writeReturningClocks(to: &bytes) }

    /// Returns the position at which the members begin that change at every moment: the clocks, which come last.
    func writeReturningClocks(to bytes: inout [UInt8]) -> Int {
        bytes.append(UInt8(ascii: "{"))
        writeIdentity(to: &bytes)
        writeCounts(to: &bytes)
        bytes.field("rooms", array: rooms) { bytes, room in
            bytes.object {
                $0.field("room", room.name)
                $0.field("id", room.id)
                $0.field("waiting", room.waiting)
                $0.field("trouble", room.trouble)
            }
        }
        bytes.field("next", array: next) { $1.write(to: &$0) }
        let clocks = bytes.count
        writeClocks(to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return clocks
    }

    private func writeIdentity(to bytes: inout [UInt8]) {
        bytes.field("run", run.description)
        bytes.field("timeline", run.timeline)
        bytes.field("title", title)
        bytes.field("timezone", timezone)
        bytes.field("mode", mode.rawValue)
        bytes.field("state", state.rawValue)
        bytes.field("start", run.start)
        bytes.field(milliseconds: "shift_ms", shift)
        bytes.field(milliseconds: "clock_off_ms", clockOff)
        bytes.name("hold")
        if let hold {
            bytes.object {
                $0.field("name", hold.name)
                $0.field("before", hold.before)
                $0.field("input", hold.input)
                $0.field("since", hold.since)
                $0.field("by", hold.by)
            }
        } else {
            bytes.append(literal: "null")
        }
        bytes.field("inputs", array: inputs) { bytes, input in
            bytes.object {
                $0.field("name", input.name)
                $0.field("prompt", input.prompt)
                $0.field("max", input.max)
                $0.field("value", input.value)
                $0.field("needed_by", input.neededBy)
                $0.field("used", input.isUsed)
            }
        }
    }

    private func writeCounts(to bytes: inout [UInt8]) {
        bytes.field("planned", planned)
        bytes.append(membersOf: tally)
        bytes.field("open", open)
        bytes.field("in_flight", inFlight)
        bytes.field("late", late)
        bytes.field("planned_end", plannedEnd)
    }

    /// Writes the members that change at every moment.
    func writeClocks(to bytes: inout [UInt8]) {
        bytes.field("now", now)
        bytes.field(milliseconds: "offset_ms", offset)
        bytes.field(milliseconds: "behind_ms", behind)
        bytes.field("ends", ends)
    }

    init?(_ members: inout JSONMembers) {
        guard let run = members.text("run").flatMap({ RunID($0) }), let title = members.text("title"),
            let timezone = members.text("timezone"), let mode = members.text("mode").flatMap(RunMode.init),
            let state = members.text("state").flatMap(RunStatus.State.init), let now = members.instant("now")
        else { return nil }
        self.init(run: run, title: title, timezone: timezone, mode: mode, state: state, now: now)
        shift = members.milliseconds("shift_ms") ?? .zero
        offset = members.milliseconds("offset_ms") ?? .zero
        clockOff = members.milliseconds("clock_off_ms") ?? .zero
        members.object("hold") { hold = Hold(&$0) }
        members.forEachObject("inputs") { input in
            guard let name = input.text("name") else { return }
            inputs.append(
                InputStatus(
                    name: name, prompt: input.text("prompt") ?? "", max: input.integer("max") ?? 0,
                    value: input.text("value"), neededBy: input.text("needed_by"),
                    isUsed: input.bool("used") ?? false))
        }
        planned = members.integer("planned")
        tally = Tally(&members)
        open = members.integer("open") ?? 0
        inFlight = members.integer("in_flight") ?? 0
        late = members.integer("late") ?? 0
        behind = members.milliseconds("behind_ms") ?? .zero
        plannedEnd = members.instant("planned_end")
        ends = members.instant("ends")
        members.forEachObject("rooms") { room in
            rooms.append(
                Room(
                    name: room.text("room") ?? "", id: room.text("id") ?? "", waiting: room.integer("waiting") ?? 0,
                    trouble: room.text("trouble") ?? ""))
        }
        members.forEachObject("next") { cue in if let cue = CueAnswer(&cue) { next.append(cue) } }
    }
}

extension RunAnswer.Hold {
    fileprivate init?(_ members: inout JSONMembers) {
        guard let name = members.text("name") else { return nil }
        self.init(name: name)
        before = members.text("before")
        input = members.text("input")
        since = members.instant("since")
        by = members.text("by")
    }
}
