import Rehearsing
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

/// A cancel of very many deliveries ends them in portions.
@Suite struct LargeCancelTests {
    private static let count = 6000

    private static func show() -> TestShow {
        let messages = (0..<count).map { "- {id: m\($0), at: \($0 + 60)s, rooms: both, text: x}" }
        return TestShow(messages.joined(separator: "\n"))
    }

    @Test func allOfItEndsInPortions() {
        var show = Self.show()
        var scheduler = show.scheduler
        _ = try? scheduler.perform(.cancel, on: TestShow.run, at: show.now)
        var portions: [Int] = []
        while !scheduler.isIdle, portions.count < 10 {
            portions.append(scheduler.takeActions().count)
            scheduler.tick(at: show.now)
        }
        portions.append(scheduler.takeActions().count)
        #expect(portions.allSatisfy { $0 <= Scheduler.mostAtOnce + 2 })
        #expect(portions.count == 3)
        show.perform(.cancel)
        show.play(until: "0")
        #expect(show.tally[.cancelled] == 2 * Self.count)
        #expect(show.lines.suffix(2) == ["-1.000 end of 12000: cancelled 12000", "-1.000 ended"])
    }

    @Test func aCommandInBetweenFindsThatItHasEnded() {
        let show = Self.show()
        var scheduler = show.scheduler
        _ = try? scheduler.perform(.cancel, on: TestShow.run, at: show.now)
        #expect(!scheduler.isIdle)
        #expect(throws: CommandError.hasEnded(TestShow.run)) {
            try scheduler.perform(.hold, on: TestShow.run, at: show.now)
        }
        #expect(scheduler.snapshot(at: show.now).runs[0].upcoming(most: 10).isEmpty)
    }

    /// What comes to be due before its portion has its turn.
    @Test func nothingOfItLeaves() {
        let show = Self.show()
        var scheduler = show.scheduler
        _ = try? scheduler.perform(.cancel, on: TestShow.run, at: show.now)
        scheduler.tick(at: show.now.advanced(by: "4200s"))
        for action in scheduler.takeActions() {
            if case .attempt = action { Issue.record("something leaves") }
        }
    }

    /// A held show is cancelled as well.
    @Test func aHeldShowEnds() {
        var show = Self.show()
        show.perform(.hold)
        show.perform(.cancel)
        show.play(until: "0")
        #expect(show.tally[.cancelled] == 2 * Self.count)
        #expect(show.scheduler.isIdle)
    }

    @Test func theOtherShowGoesOnMeanwhile() {
        var show = Self.show()
        show.load(TestTimeline.timeline("- {id: o, at: 0s, text: x}", name: "other"))
        show.play(until: "-1ms")
        show.perform(.cancel)
        show.play(until: "1s")
        #expect(show.departures.contains { $0.hasPrefix("0.000") && $0.contains("o#1@1") })
    }

    /// Killed in the midst of it, a start cancels the rest; a reload changes nothing.
    @Test func aKillInTheMidstLosesNothing() {
        var show = Self.show()
        show.perform(.cancel)
        show.forget(after: 100)
        show.crash()
        show.play(until: "10s")
        #expect(show.lines(with: "end of").allSatisfy { $0.hasSuffix("end of 12000: cancelled 12000") })
    }

    /// What is on its way ends as it ends, and a repeat without end has nothing planned.
    @Test func repeatsEndBehindTheRest() {
        var show = TestShow(
            """
            - {id: a, at: 10s, text: x}
            - {id: b, every: 1s, times: 3, from: 10s, text: x}
            - {id: c, every: 1s, from: 10s, text: x}
            - {id: d, at: -1s, text: x}
            """)
        show.play(until: "-950ms")
        show.perform(.cancel)
        show.play(until: "1s")
        #expect(show.tally[.cancelled] == 4)
        #expect(show.tally[.sent] == 1)
        #expect(show.scheduler.isIdle)
    }
}
