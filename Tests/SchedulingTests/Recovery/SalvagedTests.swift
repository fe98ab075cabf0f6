import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

/// What was due when a part of the log was lost may have been shown, and is not sent.
@Suite struct SalvagedTests {
    private static let script = """
        - {id: a, at: 0, text: A, late: send}
        - {id: b, every: 1s, from: 1s, times: 20, text: B, late: send}
        - {id: c, at: 30s, text: C}
        """

    private func show(
        _ records: [Record], _ script: String = script, until: Interval, at offset: Interval, isOver: Bool = false
    ) -> TestShow {
        let timeline = TestTimeline.timeline(script, defaults: "rooms: r1")
        var recovery = RunRecovery(timeline)
        for record in records { recovery.take(record) }
        recovery.take(.control(.salvaged(from: TestShow.start, to: TestShow.start + until)))
        recovery.finish()
        var show = TestShow(at: offset)
        show.load(timeline, recovery: recovery, isOver: isOver)
        return show
    }

    /// How many deliveries of a message ended as each outcome.
    private func count(_ show: TestShow, _ message: String, _ outcome: Outcome) -> Int {
        show.records.reduce(0) { sum, record in
            guard case .result(let result) = record, result.messageID == message, result.outcome == outcome else {
                return sum
            }
            return sum + result.occurrences.count
        }
    }

    @Test func whatWasDueUntilThenIsUnknownAndTheRestIsSent() {
        var show = show([], until: "10s", at: "12s")
        show.play(until: "60s")
        #expect(count(show, "a", .unknown) == 1)
        #expect(count(show, "b", .unknown) == 10)
        #expect(count(show, "b", .sent) == 10 || count(show, "b", .sent) + count(show, "b", .missed) == 10)
        #expect(count(show, "c", .sent) == 1)
        #expect(!show.attempts.contains { $0.record?.messageID == "a" })
        #expect(show.lines.contains { $0.contains("end of 22:") }, "\(show.lines)")
    }

    @Test func whatHasARecordStaysWhatItIs() {
        var show = show(
            [
                .attempt("a"), .result("a", .sent),
                .result("b", .missed, occurrences: 3...3, attempt: 0),
            ],
            until: "5s", at: "25s")
        show.play(until: "60s")
        #expect(count(show, "a", .unknown) == 0)
        #expect(count(show, "b", .unknown) == 4)
        #expect(show.lines.contains { $0.contains("end of 22:") }, "\(show.lines)")
    }

    @Test func shiftsAreCounted() {
        var show = show([.control(.shift(by: "5s", total: "5s"))], until: "10s", at: "12s")
        show.play(until: "60s")
        #expect(count(show, "b", .unknown) == 5)
    }

    @Test func aShowThatIsOverIsClosedWithThem() {
        let show = show([], until: "10s", at: "90s", isOver: true)
        #expect(count(show, "a", .unknown) == 1 && count(show, "b", .unknown) == 10)
        #expect(count(show, "b", .missed) == 10 && count(show, "c", .missed) == 1)
    }

    @Test func aRepeatOfMonthsIsOneRecord() {
        let show = show(
            [], "- {id: m, every: 1s, from: 0s, text: M}", until: .hours(24 * 100), at: .hours(24 * 100))
        #expect(count(show, "m", .unknown) == 24 * 100 * 3600 + 1)
        #expect(show.records.count < 10)
    }

    @Test func aHoldOfTheTimelineBeforeThemIsPassed() {
        var show = show(
            [], "- {id: h, at: 1s, hold: true, text: H}\n- {id: n, at: 20s, text: N}", until: "5s", at: "6s")
        show.play(until: "30s")
        #expect(count(show, "h", .unknown) == 1 && count(show, "n", .sent) == 1)
    }
}
