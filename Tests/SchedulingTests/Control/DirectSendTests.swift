import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

@Suite struct DirectSendTests {
    @Test func aMessageOutsideOfAnyRunIsSentAtOnce() {
        var show = TestShow()
        show.send("hello", room: "9", category: .chat)
        #expect(show.lines == ["0.000 > direct send 1"])
        #expect(show.attempts[0].content == "hello")
        #expect(show.attempts[0].roomID == "9")
        #expect(show.attempts[0].category == .chat)
        #expect(show.attempts[0].run == nil)
        show.play(until: "1s")
        #expect(show.lines.last == "0.100 direct send 1: accepted")
        #expect(show.logs.isEmpty)
    }

    @Test func itGoesBeforeEverythingThatWaits() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}", rate: 1)
        show.play(until: "500ms")
        show.send("hello", room: "5")
        show.play(until: "5s")
        #expect(
            show.departures.map { $0.split(separator: " ").suffix(2).joined(separator: " ") } == [
                "> a#1@1", "direct send 5", "> a#1@2", "> a#1@3",
            ] || show.attempts.map(\.roomID) == ["1", "5", "2", "3"])
    }

    /// A program that sends its next message when the one before has left takes turns with the show all the same.
    @Test func whoAlwaysHasOneMoreToSendTakesTurnsWithTheShow() {
        var show = TestShow("- {id: a, every: 50ms, from: 0s, times: 60, late: send, text: x}", rate: 10, roomRate: 100)
        show.play(until: "500ms")
        for number in 1...30 {
            let before = show.attempts.count { $0.run == nil }
            show.send("hello", room: "\(100 + number)")
            while show.attempts.count(where: { $0.run == nil }) == before { show.play(for: "10ms") }
        }
        let attempts = show.attempts.drop { $0.run != nil }
        #expect(attempts.count { $0.run != nil } >= 29)
    }

    @Test func itCountsInTheQuotaOfItsRoom() {
        var show = TestShow("- {id: a, every: 10ms, from: 0s, times: 5, late: send, text: x}", roomRate: 2)
        show.play(until: "100ms")
        show.send("one", room: "1")
        show.send("two", room: "1")
        show.play(until: "10s")
        let times = show.departures.map { Double($0.split(separator: " ")[0])! }
        #expect(times.count == 7)
        #expect(zip(times, times.dropFirst(2)).allSatisfy { $1 - $0 >= 1 })
        // In turns with the run: it was that of a direct send.
        #expect(show.attempts.map { $0.run == nil } == [false, true, false, true, false, false, false])
    }

    @Test func oneThatWaitsForItsRoomBlocksNobody() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 10ms, rooms: r2, text: x}", roomRate: 1)
        show.play(until: "5ms")
        show.send("x", room: "1")
        show.send("y", room: "3")
        show.play(until: "5s")
        #expect(show.attempts.map(\.roomID) == ["1", "3", "2", "1"])
    }

    @Test(arguments: [Answer.throttledApp, .transient, .account, .unanswered, .refused])
    func howItEndsIsToldAndItIsNotTriedAgain(answer: Answer) {
        var show = TestShow()
        show.otherwise = answer
        show.send("hello")
        show.play(until: "100ms")
        #expect(show.lines == ["0.000 > direct send 1", "0.100 direct send 1: \(answer.kind!)"])
    }

    @Test func anAccountErrorOfATellingHoldsTheAccount() {
        var show = TestShow("- {id: a, at: 500ms, text: x}", at: "0s")
        show.answers["1"] = [.account]
        show.send("hello", room: "1")
        show.play(until: "2s")
        #expect(
            show.lines.dropFirst() == [
                "0.100 account_hold 100000005", "0.100 direct send 1: account", "1.100 > probe",
                "1.200 probe: accepted", "1.200 account_ok", "1.200 > a#1@1",
                "1.300 a#1@1 sent", "1.300 end of 1: sent 1", "1.300 ended",
            ])
    }

    @Test func whileTheAccountIsHeldATellingWaits() {
        var show = TestShow("- {id: a, at: 0s, late: send, text: x}")
        show.answers["a"] = [.account]
        show.play(until: "500ms")
        show.send("hello", room: "9")
        show.play(until: "5s")
        #expect(
            show.lines(with: ">", "account") == [
                "0.000 > a#1@1", "0.100 account_hold 100000005", "1.100 > probe", "1.200 account_ok",
                "1.200 > direct send 2", "1.200 > a#1@1",
            ])
    }

    @Test func aDirectSendThatWaitsWhenAllIsShutDownEnds() {
        var show = TestShow("- {id: a, at: 0s, text: x}", rate: 1)
        show.play(until: "100ms")
        show.send("hello")
        show.shutDown()
        #expect(show.lines(with: "direct send") == ["0.100 direct send 2: notSent"])
        #expect(show.scheduler.isIdle)
        show.send("too late")
        #expect(show.lines.last == "0.100 direct send 3: notSent")
    }

    @Test func aTellingOnItsWayWhenTheGraceIsOverIsTold() {
        var show = TestShow()
        show.otherwise = .hang
        show.send("hello")
        show.shutDown()
        #expect(!show.scheduler.isIdle)
        show.graceIsOver()
        #expect(show.lines.last == "0.000 direct send 1: unanswered")
        #expect(show.scheduler.isIdle)
    }

    @Test func aTellingThatIsWithdrawnIsTold() {
        var show = TestShow()
        show.otherwise = .hang
        let id = show.send("hello")
        show.withdraw(id)
        #expect(show.lines.last == "0.000 direct send 1: notSent")
    }
}
