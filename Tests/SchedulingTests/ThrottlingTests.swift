import ShowTime
import Testing

@testable import Scheduling

@Suite struct ThrottlingTests {
    @Test(arguments: [Answer.throttledApp, .throttledRoom])
    func beingThrottledIsNoAttempt(answer: Answer) {
        var stage = Stage("- {id: a, at: 0s, text: x}", rate: 100, roomRate: 20)
        stage.answers["a"] = Array(repeating: answer, count: 6)
        stage.play(until: "30s")
        #expect(stage.results(of: "a#1@1") == Array(repeating: "throttled", count: 6) + ["sent"])
        #expect(Set(stage.attempts.map(\.number)) == [1])
    }

    @Test func attemptsBeforeAndAfterAreCountedAlone() {
        var stage = Stage("- {id: a, at: 0s, text: x}", rate: 100, roomRate: 20)
        stage.otherwise = .transient
        stage.answers["a"] = [.transient, .throttledApp, .transient, .throttledRoom]
        stage.play(until: "1m")
        #expect(stage.attempts.map(\.number) == [1, 2, 2, 3, 3, 4, 5])
        #expect(stage.results(of: "a#1@1").last == "failed")
    }

    @Test func whatIsOnlyThrottledUntilItIsTooLateIsMissed() {
        var stage = Stage("- {id: a, at: 0s, max_late: 3s, text: x}", rate: 100, roomRate: 20)
        stage.otherwise = .throttledRoom
        stage.play(until: "1m")
        #expect(stage.results(of: "a#1@1").last == "missed: throttled")
        #expect(stage.results.last?.code == 207)
        #expect(stage.attempts.count < 40)
    }

    @Test func whatFailedAndWasThenThrottledUntilItIsTooLateIsFailed() {
        var stage = Stage("- {id: a, at: 0s, max_late: 3s, text: x}", rate: 100, roomRate: 20)
        stage.otherwise = .throttledRoom
        stage.answers["a"] = [.transient]
        stage.play(until: "1m")
        #expect(stage.results(of: "a#1@1").last?.hasPrefix("failed") == true)
    }

    @Test func aThrottledAccountSlowsDownAndRecovers() {
        var stage = Stage("- {id: a, every: 10ms, from: 0s, until: 20s, late: send, text: x}", rate: 100)
        stage.play(until: "1s")
        #expect(stage.scheduler.quotaShare(at: stage.now) == 1)
        stage.answers["a"] = [.throttledApp]
        stage.play(until: "1200ms")
        #expect((0.8..<0.81).contains(stage.scheduler.quotaShare(at: stage.now)))
        stage.play(until: "3200ms")
        #expect((0.9..<0.91).contains(stage.scheduler.quotaShare(at: stage.now)))
        stage.play(until: "5200ms")
        #expect(stage.scheduler.quotaShare(at: stage.now) == 1)
    }

    @Test func aThrottledRoomSlowsDownAlone() {
        var stage = Stage(
            "- {id: a, every: 100ms, from: 0s, until: 10s, rooms: both, late: send, text: x}",
            rate: 100, roomRate: 10)
        stage.answers["1"] = Array(repeating: .throttledRoom, count: 3)
        stage.play(until: "10s")
        let first = stage.attempts.count { $0.roomID == "1" }
        let second = stage.attempts.count { $0.roomID == "2" }
        #expect(stage.scheduler.quotaShare(at: stage.now) == 1)
        #expect(second >= 97)
        #expect(first < second)
        #expect(stage.results.allSatisfy { $0.roomID == "1" || $0.outcome == .sent })
    }

    /// However fast the server refuses, and without any quota of our own, a throttled call is not repeated in a tight loop.
    @Test func aThrottledCallIsNotRepeatedAtOnceEvenWithoutAQuota() {
        var stage = Stage("- {id: a, at: 0s, text: x}")
        stage.latency = "1ms"
        stage.otherwise = .throttledApp
        stage.play(until: "10s")
        #expect(stage.attempts.count <= 6)
    }

    @Test func aRoomThatIsAlwaysThrottledDoesNotMakeTheOthersWait() {
        var stage = Stage(
            "- {id: bad, at: 0s, rooms: r1, text: x}\n- {id: good, every: 100ms, from: 0s, until: 20s, rooms: r2, text: x}",
            rate: 100, roomRate: 20)
        stage.answers["bad"] = Array(repeating: .throttledApp, count: 100)
        stage.play(until: "40s")
        let good = stage.results.filter { $0.messageID == "good" }
        #expect(good.count == 201)
        #expect(good.allSatisfy { $0.outcome == .sent && $0.late < .milliseconds(300) })
        #expect(stage.results(of: "bad#1@1").last == "missed: throttled")
    }
}
