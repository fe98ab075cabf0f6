import JSONText
import RunLog
import Scheduling
package import ShowTime

/// What somebody is told of an alarm.
package struct Alert: Sendable, Hashable {
    package var alarm: Alarm
    /// Whether the condition has passed.
    package var isOver: Bool
    package var time: Instant
    /// The run that it is about.
    package var run: RunAnswer?

    /// One JSON object and a newline.
    package var json: [UInt8] {
        var bytes: [UInt8] = []
        bytes.object { bytes in
            bytes.field("time", time)
            bytes.field("alert", alarm.kind.rawValue)
            bytes.field("over", isOver)
            bytes.field("message", alarm.text)
            bytes.field("since", alarm.since)
            bytes.field("run", alarm.run?.description)
            bytes.field("timeline", alarm.run?.timeline)
            bytes.field("title", run?.title)
            guard let run else { return }
            bytes.field("planned", run.planned)
            bytes.append(membersOf: run.tally)
        }
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }
}
