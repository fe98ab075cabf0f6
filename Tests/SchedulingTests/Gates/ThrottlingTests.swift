import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct ThrottlingTests {
    @Test(arguments: [Answer.throttledApp, .throttledRoom])
    func beingThrottledIsNoAttempt(answer: Answer) {
        var show = TestShow("- {id: a, at: 0s, text: x}", rate: 100, roomRate: 20)
        show.answers["a"] = Array(repeating: answer, count: 6)
        show.play(until: "30s")
        #expect(show.results(of: "a#1@1") == Array(repeating: "throttled", count: 6) + ["sent"])
        #expect(Set(show.attempts.map(\.number)) == [1])
    }

    @Test func attemptsBeforeAndAfterAreCountedAlone() {
        var show = TestShow("- {id: a, at: 0s, text: x}", rate: 100, roomRate: 20)
        show.otherwise = .transient
        show.answers["a"] = [.transient, .throttledApp, .transient, .throttledRoom]
        show.play(until: "1m")
        #expect(show.attempts.map(\.number) == [1, 2, 2, 3, 3, 4, 5])
        #expect(show.results(of: "a#1@1").last == "failed")
    }

    @Test func whatIsOnlyThrottledUntilItIsTooLateIsMissed() {
        var show = TestShow("- {id: a, at: 0s, max_late: 3s, text: x}", rate: 100, roomRate: 20)
        show.otherwise = .throttledRoom
        show.play(until: "1m")
        #expect(show.results(of: "a#1@1").last == "missed: throttled")
        #expect(show.results.last?.code == 207)
        #expect(show.attempts.count < 40)
    }

    @Test func whatFailedAndWasThenThrottledUntilItIsTooLateIsFailed() {
        var show = TestShow("- {id: a, at: 0s, max_late: 3s, text: x}", rate: 100, roomRate: 20)
        show.otherwise = .throttledRoom
        show.answers["a"] = [.transient]
        show.play(until: "1m")
        #expect(show.results(of: "a#1@1").last?.hasPrefix("failed") == true)
    }

    private func fullLoad(until end: String) -> TestShow {
        TestShow("- {id: a, every: 10ms, from: 0s, until: \(end), late: send, text: x}", rate: 100)
    }

    @Test func aThrottledAccountPausesSlowsDownAndRecovers() {
        var show = fullLoad(until: "20s")
        show.play(until: "1s")
        #expect(show.status.quotaShare == 1)
        show.answers["a"] = Array(repeating: .throttledApp, count: 8)
        show.play(until: "2s")
        #expect(abs(show.status.quotaShare - 0.7) < 1e-9)
        let paused = show.attempts.count
        show.play(until: "2100ms")
        #expect(show.attempts.count == paused)
        show.play(until: "4300ms")
        #expect((0.95..<0.96).contains(show.status.quotaShare))
        show.play(until: "7s")
        #expect(show.status.quotaShare > 0.99)
        show.play(until: "40s")
        #expect(show.results.count { $0.outcome == .sent } == 2001)
        #expect(show.status.quotaShare == 1)
    }

    @Test func oneThrottledCallSlowsNothingDownAndGoesAgainAtOnce() {
        var show = TestShow("- {id: a, every: 50ms, from: 0s, until: 5s, text: x}", rate: 100)
        show.answers["a#20@1"] = [.throttledApp]
        show.play(until: "10s")
        #expect(show.results(of: "a#20@1") == ["throttled", "sent"])
        // The answer took 100 ms, and the next slot of the quota is at most another 11 ms away.
        #expect(show.results.allSatisfy { $0.late <= .milliseconds(111) })
        #expect(show.status.quotaShare == 1)
    }

    /// A tenth of all calls throttled at random, under full load.
    @Test(arguments: 0..<4 as Range<UInt64>)
    func straysCostLittle(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var show = fullLoad(until: "60s")
        show.answers["a"] = (0..<7000).map { _ in
            Int.random(in: 0..<10, using: &generator) == 0 ? .throttledApp : .accepted
        }
        show.play(until: "60s")
        let sent = show.results.count { $0.outcome == .sent }
        #expect(sent >= 60 * 80, "\(sent) in a minute, seed \(seed)")
    }

    @Test func aThrottledRoomSlowsDownAlone() {
        var show = TestShow(
            "- {id: a, every: 100ms, from: 0s, until: 10s, rooms: both, late: send, text: x}",
            rate: 100, roomRate: 10)
        show.answers["1"] = Array(repeating: .throttledRoom, count: 8)
        show.play(until: "10s")
        let first = show.attempts.count { $0.roomID == "1" }
        let second = show.attempts.count { $0.roomID == "2" }
        #expect(show.status.quotaShare == 1)
        #expect(second >= 97)
        #expect(first < second)
        #expect(show.results.allSatisfy { $0.roomID == "1" || $0.outcome == .sent })
    }

    /// However fast the server refuses, and without any quota of our own, a throttled call is not repeated in a tight loop.
    @Test func aThrottledCallIsNotRepeatedAtOnceEvenWithoutAQuota() {
        var show = TestShow("- {id: a, at: 0s, text: x}")
        show.world.latency = "1ms"
        show.otherwise = .throttledApp
        show.play(until: "10s")
        #expect(show.attempts.count <= 6)
    }

    @Test func aRoomThatIsAlwaysThrottledDoesNotMakeTheOthersWait() {
        var show = TestShow(
            "- {id: bad, at: 0s, rooms: r1, text: x}\n- {id: good, every: 100ms, from: 0s, until: 20s, rooms: r2, text: x}",
            rate: 100, roomRate: 20)
        show.answers["bad"] = Array(repeating: .throttledApp, count: 100)
        show.play(until: "40s")
        let good = show.results.filter { $0.messageID == "good" }
        #expect(good.count == 201)
        #expect(good.allSatisfy { $0.outcome == .sent && $0.late < .milliseconds(300) })
        #expect(show.results(of: "bad#1@1").last == "missed: throttled")
    }
}
