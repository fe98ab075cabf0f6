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

    @Test(arguments: [
        ("{cron: 0 20 * *}", "2:15 error bad-time"), ("{cron: }", "2:15 error wrong-type"),
        ("{}", "2:8 error missing-key"), ("{at: now}", "2:9 error unknown-key"), ("[a]", "2:8 error wrong-type"),
        (#"{cron: "0 20 31 2 *"}"#, "2:15 error bad-time"),
    ])
    func saysWhatIsWrongWithIt(start: String, place: String) {
        #expect(load(text(start, "UTC")).diagnostics.map { String($0.line.prefix(place.count)) } == [place])
    }

    @Test func warnsOfALocalTimeThatClocksPassOver() {
        let loaded = load(text("2026-03-29 02:30", "Europe/Berlin"))
        #expect(
            loaded.diagnostics.map(\.line) == [
                """
                2:8 warning clock-change clocks in Europe/Berlin go forward over this time: the show starts at \
                2026-03-29 03:30:00 (Europe/Berlin)
                """
            ])
        #expect(loaded.timeline?.contents == ["Sun 29 03:30"])
    }

    @Test func warnsOfALocalTimeThatClocksShowTwice() {
        let loaded = load(text("2026-10-25 02:30", "Europe/Berlin"))
        #expect(
            loaded.diagnostics.map { "\($0.position.line) \($0.severity) \($0.kind.rawValue)" } == [
                "2 warning clock-change"
            ])
        // 02:30 summer time, the first of the two.
        #expect(loaded.timeline?.start == .seconds(1_792_888_200))
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
