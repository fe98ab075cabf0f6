import Rehearsing
import Reporting
import Scheduling
import ShowTime
import TestSupport
import Testing

@testable import ShowRuntime

/// A rehearsal that somebody watches.
struct RehearsalPlayerTests {
    let hall = RehearsalHall()

    /// From ten seconds before the start to two minutes after it.
    private static let script = "- {id: a, at: -10s, text: x}\n- {id: b, at: 1m, text: x}\n- {id: c, at: 2m, text: x}"

    private func rehearsal(_ observer: (any ShowObserver)? = nil) throws -> RehearsalPlayer {
        var rehearsal = try hall.rehearsal([hall.log(timeline(Self.script))], faults: ["slow"], observer: observer)
        try rehearsal.begin()
        return rehearsal
    }

    @Test(arguments: [(1, 131...135), (60, 2...3), (0.5, 262...270)] as [(Double, ClosedRange<Int>)])
    func itTakesItsTime(speed: Double, seconds: ClosedRange<Int>) async throws {
        let clock = SleeplessClock()
        var rehearsal = try rehearsal()
        try await rehearsal.play(speed: speed, clock: clock) { _ in }
        #expect(rehearsal.ended.values.allSatisfy { $0.isAllSent })
        #expect(seconds.contains(Int(clock.now.offset.components.seconds)))
        #expect(clock.longestSleep <= .milliseconds(200))
    }

    @Test func watchingChangesNothing() async throws {
        func log(_ play: (inout RehearsalPlayer) async throws -> Void) async throws -> String {
            var rehearsal = try rehearsal()
            try await play(&rehearsal)
            return hall.text(of: rehearsal.runs[0].id)
        }
        let watched = try await log { try await $0.play(speed: 7, clock: SleeplessClock()) { _ in } }
        #expect(watched.contains("\"event\":\"end\""))
        #expect(try await log { try $0.play() } == watched)
    }

    @Test func theTimeThatIsShownRunsEvenly() async throws {
        var times: [Instant] = []
        var rehearsal = try rehearsal()
        try await rehearsal.play(speed: 10, clock: SleeplessClock()) { times.append($0.now) }
        #expect(times.first == showStart - .seconds(11))
        #expect(times.count > 60)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= .zero && $1 - $0 <= .seconds(3) })
    }

    @Test func whoWatchesIsToldAsOnTheNight() async throws {
        let log = EventLog()
        var rehearsal = try rehearsal(log)
        try await rehearsal.play(speed: 60, clock: SleeplessClock()) { _ in }
        #expect(log.words == ["sent a", "sent b", "sent c", "ended"])
    }

    @Test func whoHasSeenEnoughEndsIt() async throws {
        let clock = SleeplessClock()
        // In the middle of the call at one minute, which takes three seconds.
        clock.end = .seconds(72)
        var rehearsal = try rehearsal()
        try await rehearsal.play(speed: 1, clock: clock) { _ in }
        #expect(rehearsal.ended.isEmpty)
        #expect(rehearsal.rehearsal.next == nil)
        let report = try hall.report(of: rehearsal.runs[0].id)
        #expect(!report.hasEnded)
        #expect(report.tally[.sent] == 1)
        #expect(report.tally[.unknown] == 1)
        #expect(report.events.map(\.action) == [.shutdown])
        #expect(rehearsal.findings.brokenPromises == [])
    }

    @Test func aCancelledTaskEndsItToo() async throws {
        let rehearsal = try rehearsal()
        let task = Task {
            var rehearsal = rehearsal
            while !Task.isCancelled { await Task.yield() }
            try await rehearsal.play(speed: 1000, clock: SleeplessClock()) { _ in }
            return rehearsal
        }
        task.cancel()
        #expect(try await task.value.ended.isEmpty)
    }

    @Test func aCancelledTaskEndsItAsFastAsItGoes() async throws {
        let log = try hall.log(timeline("- {id: a, every: 1s, times: 100000, text: x}"))
        let rehearsal = try hall.rehearsal([log])
        let task = Task {
            var rehearsal = rehearsal
            try rehearsal.begin()
            try rehearsal.play { _ in withUnsafeCurrentTask { $0?.cancel() } }
            return rehearsal
        }
        let played = try await task.value
        #expect(played.ended.isEmpty)
        // All that was played is in the log, and the report is that of the log.
        let report = try hall.report(of: log.run.id)
        #expect(report.tally[.sent] > 0)
        #expect(!report.hasEnded)
        #expect(report.events.map(\.action) == [.shutdown])
        #expect(played.reports[0].tally == report.tally)
        #expect(played.reports[0].attempts == report.attempts)
    }
}
