package import Scheduling
package import ShowTime
import Timelines

extension Record {
    /// The header of the first process that plays a run.
    package static func header(of run: RunID, sha256: String, at time: Instant) -> Record {
        .run(
            RunHeader(
                time: time, run: run, mode: .rehearse, appID: 1, host: "test", planned: nil, sha256: sha256,
                isResumed: false, version: "test"))
    }
}

/// Records as an earlier process may have left them, of ``TestShow/run``.
extension Record {
    package static func attempt(
        _ message: String, occurrence: Int = 1, part: Part? = nil, room: String = "1", number: Int = 1,
        due: Instant = TestShow.start, time: Instant = TestShow.start
    ) -> Record {
        .attempt(
            AttemptRecord(
                time: time, run: TestShow.run, messageID: message, occurrence: occurrence, part: part, number: number,
                roomID: room, category: .system, due: due, content: "x"))
    }

    package static func result(
        _ message: String, _ outcome: Outcome, occurrences: ClosedRange<Int> = 1...1, part: Part? = nil,
        room: String = "1", attempt: Int = 1, code: Int? = nil, reason: String? = nil, due: Instant = TestShow.start,
        time: Instant = TestShow.start
    ) -> Record {
        .result(
            ResultRecord(
                time: time, run: TestShow.run, messageID: message, occurrences: occurrences, part: part, roomID: room,
                roomName: room, category: .system, due: due, attempt: attempt, outcome: outcome, code: code,
                reason: reason, late: .zero))
    }

    package static func control(_ action: ControlRecord.Action, time: Instant = TestShow.start) -> Record {
        .control(ControlRecord(time: time, run: TestShow.run, action: action))
    }
}
