import ShowTime
import Testing

@testable import Timelines

@Suite struct ScheduleTests {
    @Test(arguments: [
        ("at: 0", 0, 0, 1), ("at: 00:05", 5, 0, 1), ("at: -93:00:00", -334_800, 0, 1), ("at: 195:18:35", 703_115, 0, 1),
        ("at: 90s", 90, 0, 1), ("at: '1h30m'", 5400, 0, 1),
        // The end counts.
        ("every: 1m, from: -5m, until: -1m", -300, 60, 5), ("every: 2s, from: 4s, until: 10s", 4, 2, 4),
        ("every: 2s, from: 4s, until: 11s", 4, 2, 4), ("every: 2s, from: 4s, until: 4s", 4, 2, 1),
        ("every: 10s, until: 9s", 0, 10, 1), ("every: 1m, times: 5", 0, 60, 5),
        ("every: 1m, from: 1h, times: 1", 3600, 60, 1),
        ("every: 1s, until: 3660d", 0, 1, 316_224_001),
        ("every: 3660d, from: -3660d, times: 3", -316_224_000, 316_224_000, 3),
    ])
    func readsWhenAMessageIsDue(times: String, first: Int, every: Int, count: Int) throws {
        let message = try #require(timeline(yaml("- {\(times), text: x}")).messages.first)
        let schedule = message.schedule
        #expect(schedule.first == .seconds(Int64(first)))
        #expect(schedule.every == .seconds(Int64(every)))
        #expect(schedule.count == count)
        #expect(schedule.isRepeated == (every > 0))
    }

    @Test func aRepeatNeedNotEnd() throws {
        let timeline = try timeline(yaml("- {every: 1m, text: x}\n- {at: 1s, text: x}"))
        #expect(timeline.messages.map(\.schedule.count) == [nil, 1])
        #expect(timeline.messages.map(\.schedule.last) == [nil, .seconds(1)])
        #expect(timeline.plannedDeliveries == nil)
        #expect(timeline.end == nil)
    }

    @Test func theKthOccurrenceIsDueKMinusOnePeriodsLater() {
        let schedule = Schedule(from: .seconds(-300), every: .milliseconds(1500), count: 5)
        #expect(
            (1...5).map { schedule.offset(ofOccurrence: $0).milliseconds } == [
                -300_000, -298_500, -297_000, -295_500, -294_000,
            ])
        #expect(schedule.last == .milliseconds(-294_000))
        #expect(
            [-1, 0, 1, 5, 6, .max].map(schedule.contains(occurrence:)) == [false, false, true, true, false, false])
        let once = Schedule(at: .seconds(7))
        #expect(once.offset(ofOccurrence: 1) == .seconds(7))
        #expect([0, 1, 2].map(once.contains(occurrence:)) == [false, true, false])
    }

    @Test(arguments: [1, 1000, 60_000, 86_400_000, 25_920_000_000, 316_224_000_000])
    func aRepeatWithoutEndGoesNoFurtherThanTenYears(milliseconds: Int) {
        for first in [Interval.zero, .minutes(-5), Interval.longest, -Interval.longest] {
            let schedule = Schedule(from: first, every: .milliseconds(Int64(milliseconds)), count: nil)
            let last = schedule.lastOccurrence
            #expect(schedule.contains(occurrence: 1) && schedule.contains(occurrence: last))
            #expect(!schedule.contains(occurrence: last + 1))
            #expect(schedule.offset(ofOccurrence: last) <= Interval.longest)
            #expect(schedule.offset(ofOccurrence: last + 1) > Interval.longest)
        }
    }

    @Test func whatLiesBeyondAllShowsIsStillAnInstant() {
        let start = Instant.seconds(7258032000)
        for every in [Interval.milliseconds(1), .days(300), Interval.longest] {
            let schedule = Schedule(from: Interval.longest, every: every, count: nil)
            for occurrence in [1, 2, 1000, 1_000_000_000_000, Int.max] {
                #expect(start + schedule.offset(ofOccurrence: occurrence) > start)
            }
        }
    }

    @Test(arguments: ["300d", "3660d", "1h", "1ms"])
    func aRepeatWithoutEndIsCheckedAsFarAsItGoes(every: String) throws {
        let timeline = try timeline(
            yaml("- {every: \(every), from: 3000d, text: \"{{ occurrence }} {{ due }}\"}", "start: 2199-12-31T00:00Z")
        )
        #expect(timeline.messages.first?.schedule.count == nil)
    }

    @Test func onlyTheFirstThousandOfARepeatWithoutEndAreChecked() throws {
        #expect(
            load(yaml("- {every: 1m, text: \"{{ 1 // (occurrence - 1000) }}\"}")).diagnostics.map(\.kind) == [
                .expression
            ])
        #expect(load(yaml("- {every: 1m, text: \"{{ 1 // (occurrence - 1001) }}\"}")).diagnostics.isEmpty)
    }

    @Test func everyOneOfARepeatWithAnEndIsChecked() throws {
        let text = "text: \"{{ 1 // (occurrence - 5000) }}\""
        #expect(load(yaml("- {every: 1m, times: 5000, \(text)}")).diagnostics.map(\.kind) == [.expression])
        #expect(load(yaml("- {every: 1m, times: 4999, \(text)}")).diagnostics.isEmpty)
    }

    @Test func aNoticeEverySecondForAYearIsOneMessage() throws {
        let timeline = try timeline(yaml("- {every: 1s, until: 8760h, rooms: [a, b], text: \"{{ title }}\"}"))
        #expect(timeline.messages.count == 1)
        #expect(timeline.messages.first?.schedule.count == 31_536_001)
        #expect(timeline.plannedDeliveries == 63_072_002)
        #expect(timeline.end == .seconds(31_536_030))
    }

    @Test func nobodyCountsBeyondTheRangeOfNumbers() throws {
        let messages = (1...40).map { _ in "- {every: 1ms, from: -3660d, until: 3660d, rooms: all, text: x}\n" }
            .joined()
        let ids = (0..<400_000 / 100).map { "r\($0)" }
        let rooms = "rooms:\n" + ids.map { "  \($0): {id: \($0)}\n" }.joined()
        let timeline = try timeline(
            yaml(messages, rooms: rooms + "  a: [r0]\n  all: [\(ids.joined(separator: ", "))]"))
        // 632,448,000,001 × 4,000 × 40 still fits.
        #expect(timeline.plannedDeliveries == 632_448_000_001 * 4000 * 40)
    }

    @Test(arguments: [
        ("1s", 1000), ("1m", 1000), ("86s", 1000), ("87s", 994), ("1h", 24), ("7h", 4), ("12h", 2), ("1d", 1),
        ("25h", 1),
        ("3660d", 1),
    ])
    func aPreviewShowsTheFirstDayOrTheFirstThousand(every: String, count: Int) throws {
        let timeline = try timeline(yaml("- {id: endless, every: \(every), text: x}\n- {id: once, at: 1s, text: x}"))
        let (bounded, cut) = timeline.bounded()
        #expect(cut == ["endless"])
        #expect(bounded.messages.map(\.schedule.count) == [count, 1])
        #expect(bounded.plannedDeliveries == count + 1)
        #expect(bounded.bounded().cut == [])
    }
}
