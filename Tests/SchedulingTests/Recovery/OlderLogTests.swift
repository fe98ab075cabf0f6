import Foundation
import RunLog
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

/// A log of version 0.1.0, whose process was killed in the middle: held, moved, and a text split in three behind it.
@Suite struct OlderLogTests {
    private static let logs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Samples/logs")

    @Test func theRunGoesOnWhereItWasKilled() throws {
        let text = try String(contentsOf: Self.logs.appending(path: "mix.yaml"), encoding: .utf8)
        let timeline = TestTimeline.load(text)
        let log = try LogReader.recover(Self.logs.appending(path: "killed-0.1.0.jsonl").path(), for: timeline)
        #expect(log.header.version == "0.1.0" && log.header.planned == 27)
        var show = TestShow(at: log.header.run.start + .milliseconds(6900) - TestShow.start)
        show.load(timeline, start: log.header.run.start, recovery: log.recovery)
        show.play(for: .seconds(20))

        #expect(
            show.attempts.compactMap(\.record).map {
                "\($0.delivery) \(($0.due - log.header.run.start).milliseconds)"
            } == [
                "tick#5@101 7038", "tick#5@102 7038", "tick#6@101 8038", "tick#6@102 8038",
                "tick#7@101 9038", "tick#7@102 9038", "tick#8@101 10038", "tick#8@102 10038",
                "bye#1@101 11038", "bye#1@102 11038",
            ])
        #expect(show.lines.last { $0.contains("end of") }?.hasSuffix("end of 27: sent 27") == true, "\(show.lines)")
    }
}
