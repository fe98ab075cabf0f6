import Reporting
import ShowTime
import TestSupport
import Testing

@testable import ShowRuntime

/// A preflight that is repeated, by a clock that passes only while it waits.
struct PreflightWaitTests {
    private final class Room {
        var now = showStart - .minutes(5)
        var looks: [Instant] = []
        var news: [String] = []

        /// - Parameter checks: what there is to be found at a time.
        func wait(until start: Instant?, _ checks: (Instant) -> [PreflightCheck]) async -> [PreflightCheck] {
            let wait = PreflightWait(until: start, now: { self.now }, pause: { self.now = self.now + $0 })
            return await wait.run {
                looks.append(now)
                return checks(now)
            } show: { news, time in
                let clock = (time - showStart).clock
                self.news += news.map { "\(clock) \($0.verdict.rawValue) \($0.name): \($0.message)" }
            }
        }
    }

    private static func scheduler(_ verdict: PreflightCheck.Verdict) -> PreflightCheck {
        PreflightCheck("scheduler", is: verdict, verdict == .ok ? "no other" : "another is running")
    }

    @Test func itEndsWhenNothingIsAProblem() async {
        let room = Room()
        let checks = await room.wait(until: showStart) { now in
            [
                Self.scheduler(now < showStart - .minutes(4) ? .problem : .ok),
                PreflightCheck("room", about: "stage", is: .warning, "nobody is in it"),
            ]
        }
        #expect(checks.map(\.verdict) == [.ok, .warning])
        #expect(room.looks.count == 7)
        // Of all looks, only what has changed.
        #expect(
            room.news == [
                "-00:05:00 problem scheduler: another is running", "-00:05:00 warning room: nobody is in it",
                "-00:04:00 ok scheduler: no other",
            ])
    }

    @Test func itEndsWhenTheShowStarts() async {
        let room = Room()
        room.now = showStart - .seconds(25)
        let checks = await room.wait(until: showStart) { _ in [Self.scheduler(.problem)] }
        #expect(checks == [Self.scheduler(.problem)])
        #expect(room.looks.map { ($0 - showStart).clock } == ["-00:00:25", "-00:00:15", "-00:00:05", "00:00:00"])
        #expect(room.news.count == 1)
    }

    @Test func withoutAStartOnlyTheEndOfTheProblemEndsIt() async {
        let room = Room()
        _ = await room.wait(until: nil) { [Self.scheduler($0 < showStart + .hours(1) ? .problem : .ok)] }
        #expect(room.now == showStart + .hours(1))
    }

    @Test func aShowThatHasStartedIsNotWaitedFor() async {
        let room = Room()
        _ = await room.wait(until: showStart - .hours(1)) { _ in [Self.scheduler(.problem)] }
        #expect(room.looks.count == 1)
    }

    // MARK: What is news

    private func news(_ first: PreflightCheck, _ second: PreflightCheck) -> Int {
        var changes = PreflightChanges()
        _ = changes.take([first])
        return changes.take([second]).count
    }

    @Test func numbersAreNoNews() {
        func room(_ verdict: PreflightCheck.Verdict, _ message: String, _ name: String = "stage") -> PreflightCheck {
            PreflightCheck("room", about: name, is: verdict, message)
        }
        #expect(news(room(.ok, "4321 users are in it"), room(.ok, "12 users are in it")) == 0)
        #expect(news(room(.ok, "a user is in it"), room(.ok, "two users are in it")) == 0)
        #expect(news(room(.warning, "4 GB are free"), room(.warning, "3 GB are free")) == 0)
        #expect(news(room(.warning, "nobody is in it"), room(.warning, "could not be asked")) == 1)
        #expect(news(room(.warning, "nobody is in it"), room(.ok, "12 users are in it")) == 1)
        #expect(news(room(.ok, "12 users are in it"), room(.ok, "12 users are in it", "lobby")) == 1)
    }
}
