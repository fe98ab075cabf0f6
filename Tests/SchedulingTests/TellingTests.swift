import ShowTime
import Testing
import Timelines

@testable import Scheduling

@Suite struct TellingTests {
    @Test func aMessageOutsideOfAnyRunIsSentAtOnce() {
        var stage = Stage()
        stage.tell("hello", room: "9", category: .chat)
        #expect(stage.lines == ["0.000 > told 1"])
        #expect(stage.attempts[0].content == "hello")
        #expect(stage.attempts[0].roomID == "9")
        #expect(stage.attempts[0].category == .chat)
        #expect(stage.attempts[0].run == nil)
        stage.play(until: "1s")
        #expect(stage.lines.last == "0.100 told 1: accepted")
        #expect(stage.logs.isEmpty)
    }

    @Test func itGoesBeforeEverythingThatWaits() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, text: x}", rate: 1)
        stage.play(until: "500ms")
        stage.tell("hello", room: "5")
        stage.play(until: "5s")
        #expect(
            stage.departures.map { $0.split(separator: " ").suffix(2).joined(separator: " ") } == [
                "> a#1@1", "told 5", "> a#1@2", "> a#1@3",
            ] || stage.attempts.map(\.roomID) == ["1", "5", "2", "3"])
    }

    @Test func itCountsInTheQuotaOfItsRoom() {
        var stage = Stage("- {id: a, every: 10ms, from: 0s, times: 5, late: send, text: x}", roomRate: 2)
        stage.play(until: "100ms")
        stage.tell("one", room: "1")
        stage.tell("two", room: "1")
        stage.play(until: "10s")
        let times = stage.departures.map { Double($0.split(separator: " ")[0])! }
        #expect(times.count == 7)
        #expect(zip(times, times.dropFirst(2)).allSatisfy { $1 - $0 >= 1 })
        #expect(stage.attempts.map(\.content).firstIndex(of: "two") == 2)
    }

    @Test func oneThatWaitsForItsRoomBlocksNobody() {
        var stage = Stage("- {id: a, at: 0s, text: x}\n- {id: b, at: 10ms, rooms: r2, text: x}", roomRate: 1)
        stage.play(until: "5ms")
        stage.tell("x", room: "1")
        stage.tell("y", room: "3")
        stage.play(until: "5s")
        #expect(stage.attempts.map(\.roomID) == ["1", "3", "2", "1"])
    }

    @Test(arguments: [Answer.throttledApp, .transient, .account, .unanswered, .refused])
    func howItEndsIsToldAndItIsNotTriedAgain(answer: Answer) {
        var stage = Stage()
        stage.otherwise = answer
        stage.tell("hello")
        stage.play(until: "100ms")
        #expect(stage.lines == ["0.000 > told 1", "0.100 told 1: \(answer.kind!)"])
    }

    @Test func anAccountErrorOfATellingHoldsTheAccount() {
        var stage = Stage("- {id: a, at: 500ms, text: x}", at: "0s")
        stage.answers["1"] = [.account]
        stage.tell("hello", room: "1")
        stage.play(until: "2s")
        #expect(
            stage.lines.dropFirst() == [
                "0.100 account_hold 100000005", "0.100 told 1: account", "1.100 > a#1@1 probe", "1.200 account_ok",
                "1.200 a#1@1 sent", "1.200 end of 1: sent 1", "1.200 ended",
            ])
    }

    @Test func whileTheAccountIsHeldATellingIsItsProbe() {
        var stage = Stage("- {id: a, at: 0s, late: send, text: x}")
        stage.answers["a"] = [.account]
        stage.play(until: "500ms")
        stage.tell("hello", room: "9")
        stage.play(until: "5s")
        #expect(
            stage.lines(with: ">", "account") == [
                "0.000 > a#1@1", "0.100 account_hold 100000005", "1.100 > told 2 probe", "1.200 account_ok",
                "1.200 > a#1@1",
            ])
    }

    @Test func aTellingThatWaitsWhenAllIsShutDownIsTold() {
        var stage = Stage("- {id: a, at: 0s, text: x}", rate: 1)
        stage.play(until: "100ms")
        stage.tell("hello")
        stage.shutDown()
        #expect(stage.lines(with: "told") == ["0.100 told 2: notSent"])
        #expect(stage.scheduler.isIdle)
        stage.tell("too late")
        #expect(stage.lines.last == "0.100 told 3: notSent")
    }

    @Test func aTellingOnItsWayWhenTheGraceIsOverIsTold() {
        var stage = Stage()
        stage.otherwise = .hang
        stage.tell("hello")
        stage.shutDown()
        #expect(!stage.scheduler.isIdle)
        stage.graceIsOver()
        #expect(stage.lines.last == "0.000 told 1: unanswered")
        #expect(stage.scheduler.isIdle)
    }

    @Test func aTellingThatIsWithdrawnIsTold() {
        var stage = Stage()
        stage.otherwise = .hang
        let id = stage.tell("hello")
        stage.withdraw(id)
        #expect(stage.lines.last == "0.000 told 1: notSent")
    }
}
