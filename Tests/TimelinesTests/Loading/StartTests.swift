import MarkedYAML
import ShowTime
import Testing
import Timelines

@Suite struct StartTests {
    private func text(_ start: String, _ zone: String) -> String {
        """
        timeline: test
        start: \(start)
        timezone: \(zone)
        messages:
        - {at: 1s, rooms: [r1], sender: {id: host}, text: "{{ start | strftime('%a %d %H:%M') }}"}
        """
    }

    @Test func aCronStartIsKept() throws {
        let timeline = try timeline(text(#"{cron: "0 20 * * FRI"}"#, "Europe/Berlin"))
        #expect(timeline.start == nil)
        #expect(timeline.firings == (try CronSchedule("0 20 * * FRI")))
    }

    /// With warnings: `Tests/Samples/warned/clock-skipped.yaml` and `clock-repeated.yaml`.
    @Test func aLocalTimeThatClocksSkipOrRepeatIsTheFirstThatExists() {
        #expect(load(text("2026-03-29 02:30", "Europe/Berlin")).timeline?.contents == ["Sun 29 03:30"])
        #expect(load(text("2026-10-25 02:30", "Europe/Berlin")).timeline?.start == .seconds(1_792_888_200))
    }

    @Test(arguments: ["2026-03-29 01:59", "2026-03-29 03:00", "2026-10-25 01:59", "2026-10-25 03:00"])
    func isSilentAtAnyOtherTime(start: String) {
        #expect(load(text(start, "Europe/Berlin")).diagnostics.isEmpty)
    }

    @Test func anAnchorMayHaveAPlaceOfItsOwn() throws {
        let timeline = try timeline(
            """
            timeline: test
            x-common: &common {rooms: [r1], sender: {id: host}, category: chat}
            messages:
            - {<<: *common, at: 1s, text: one}
            - {<<: *common, category: system, at: 2s, text: two}
            """)
        #expect(timeline.messages.map(\.category) == [.chat, .system])
    }
}
