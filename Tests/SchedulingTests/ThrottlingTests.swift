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

    @Test func aThrottledAccountSlowsDownAndRecovers() {
        var show = TestShow("- {id: a, every: 10ms, from: 0s, until: 20s, late: send, text: x}", rate: 100)
        show.play(until: "1s")
        #expect(show.status.quotaShare == 1)
        show.answers["a"] = [.throttledApp]
        show.play(until: "1200ms")
        #expect((0.8..<0.81).contains(show.status.quotaShare))
        show.play(until: "3200ms")
        #expect((0.9..<0.91).contains(show.status.quotaShare))
        show.play(until: "5200ms")
        #expect(show.status.quotaShare == 1)
    }

    @Test func aThrottledRoomSlowsDownAlone() {
        var show = TestShow(
            "- {id: a, every: 100ms, from: 0s, until: 10s, rooms: both, late: send, text: x}",
            rate: 100, roomRate: 10)
        show.answers["1"] = Array(repeating: .throttledRoom, count: 3)
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
