import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct OrderTests {
    @Test func systemGoesBeforeChatWhenThereIsAQueue() {
        var show = TestShow(
            """
            - {id: c1, at: 0s, category: chat, rooms: all, text: x}
            - {id: s1, at: 0s, rooms: both, text: x}
            """, rate: 10)
        show.play(until: "5s")
        #expect(show.attempts.map(\.delivery) == ["s1#1@1", "s1#1@2", "c1#1@1", "c1#1@2", "c1#1@3"])
    }

    @Test func systemThatIsDueLaterGoesBeforeChatThatWaits() {
        var show = TestShow(
            """
            - {id: c, at: 0s, category: chat, rooms: all, text: x}
            - {id: s, at: 100ms, text: x}
            """, rate: 5)
        show.play(until: "5s")
        #expect(show.attempts.map(\.delivery) == ["c#1@1", "s#1@1", "c#1@2", "c#1@3"])
    }

    @Test func withoutAQueueEverythingGoesWhenItIsDue() {
        var show = TestShow(
            """
            - {id: c, at: 0s, category: chat, text: x}
            - {id: s, at: 1s, text: x}
            - {id: c2, at: 2s, category: chat, text: x}
            """, rate: 5)
        show.play(until: "5s")
        #expect(show.departures == ["0.000 > c#1@1", "1.000 > s#1@1", "2.000 > c2#1@1"])
    }

    @Test func amongEqualsTheOneThatIsDueFirstGoesFirst() {
        var show = TestShow(
            """
            - {id: block, at: 0s, rooms: [r3, r4, r5], text: x}
            - {id: late, at: 300ms, text: x}
            - {id: early, at: 200ms, rooms: r2, text: x}
            """, rate: 1)
        show.play(until: "10s")
        #expect(show.attempts.map(\.delivery) == ["block#1@3", "block#1@4", "block#1@5", "early#1@2", "late#1@1"])
    }

    @Test func thenTheOrderOfTheFileAndThatOfTheRooms() {
        var show = TestShow(
            """
            - {id: z, at: 0s, rooms: [r3, r1, r2], text: x}
            - {id: a, at: 0s, rooms: both, text: x}
            """, rate: 10)
        show.play(until: "5s")
        #expect(show.attempts.map(\.delivery) == ["z#1@3", "z#1@1", "z#1@2", "a#1@1", "a#1@2"])
    }

    @Test func aRetryTakesItsPlaceByItsDueTime() {
        var show = TestShow(
            """
            - {id: a, at: 0s, text: x}
            - {id: b, at: 100ms, rooms: [r2, r3, r4, r5], text: x}
            """, rate: 1)
        show.answers["a"] = [.transient]
        show.play(until: "10s")
        #expect(show.attempts.map(\.delivery) == ["a#1@1", "a#1@1", "b#1@2", "b#1@3", "b#1@4", "b#1@5"])
    }

    @Test func runsThatAreDueTogetherTakeTurnsInTheOrderTheyWereLoaded() {
        var show = TestShow(rate: 10, at: "-1s")
        show.load(TestTimeline.timeline("- {id: a, at: 0s, rooms: both, text: x}", name: "one"))
        show.load(TestTimeline.timeline("- {id: b, at: 0s, rooms: [r3, r4], text: x}", name: "two"))
        show.play(until: "5s")
        #expect(show.attempts.map(\.delivery) == ["a#1@1", "b#1@3", "a#1@2", "b#1@4"])
    }
}

@Suite struct RoomPacingTests {
    @Test func aRoomHasItsOwnQuota() {
        var show = TestShow("- {id: a, every: 10ms, from: 0s, times: 6, text: x}", rate: 100, roomRate: 2)
        show.play(until: "5s")
        #expect(
            show.departures == [
                "0.000 > a#1@1", "0.510 > a#2@1", "1.025 > a#3@1", "1.540 > a#4@1", "2.055 > a#5@1", "2.570 > a#6@1",
            ])
    }

    @Test func aDeliveryThatWaitsForItsRoomNeverBlocksOtherRooms() {
        var show = TestShow(
            """
            - {id: flood, at: 0s, text: x}
            - {id: flood2, at: 0s, text: x}
            - {id: flood3, at: 0s, text: x}
            - {id: other, at: 10ms, rooms: r2, text: x}
            - {id: chat, at: 20ms, rooms: r3, category: chat, text: x}
            """, roomRate: 1)
        show.play(until: "5s")
        #expect(
            show.departures == [
                "0.000 > flood#1@1", "0.010 > other#1@2", "0.020 > chat#1@3", "1.025 > flood2#1@1",
                "2.055 > flood3#1@1",
            ])
    }

    @Test func insideARoomTheOrderIsThatOfTheQueue() {
        var show = TestShow(
            """
            - {id: first, at: 0s, text: x}
            - {id: c1, at: 0s, category: chat, text: x}
            - {id: c2, at: 0s, category: chat, text: x}
            - {id: s, at: 500ms, text: x}
            """, roomRate: 1)
        show.play(until: "5s")
        #expect(show.attempts.map(\.messageID) == ["first", "s", "c1", "c2"])
    }

    @Test func aRoomThatTwoRunsReachHasOneQuota() {
        var show = TestShow(roomRate: 1, at: "-1s")
        show.load(TestTimeline.timeline("- {id: a, at: 0s, text: x}", name: "one"))
        show.load(TestTimeline.timeline("- {id: b, at: 0s, text: x}", name: "two"))
        show.play(until: "5s")
        #expect(show.departures == ["0.000 one > a#1@1", "1.025 two > b#1@1"])
    }

    /// Waiting costs nothing: the scheduler asks to be woken when there is something to do.
    @Test func waitingForARoomWakesNobody() {
        var show = TestShow("- {id: a, every: 1ms, from: 0s, times: 200, late: send, text: x}", rate: 100, roomRate: 1)
        show.play(until: "500ms")
        let wake = show.scheduler.nextWake.uptime
        #expect(wake == Uptime(nanoseconds: 6_000_000_000 + 1_025_000_000))
    }

    @Test func aFullRoomBehindAFullAccountStillEmpties() {
        var show = TestShow(
            "- {id: a, every: 1ms, from: 0s, times: 50, rooms: both, late: send, text: x}", rate: 10, roomRate: 5)
        show.play(until: "15s")
        #expect(show.tally[.sent] == 100)
        // All of the account's quota is used although each room could take only half of it.
        #expect(show.lines.last! < "10.7")
    }
}

@Suite struct GroupTests {
    @Test func aGroupReachesEachOfItsRoomsOnce() {
        var show = TestShow("- {id: a, at: 0s, rooms: [all, both, r1, r4], text: x}")
        show.play(until: "1s")
        #expect(show.attempts.map(\.delivery) == ["a#1@1", "a#1@2", "a#1@3", "a#1@4"])
        #expect(show.lines(with: "end of") == ["0.100 end of 4: sent 4"])
    }

    @Test func oneBadRoomOfAGroupIsAloneInIt() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}\n- {id: b, at: 200ms, rooms: all, text: x}")
        show.answers["2"] = [.hang, .refused]
        show.play(until: "5s")
        #expect(
            show.lines(with: "sent").map { $0.dropFirst(6) } == [
                "a#1@1 sent", "a#1@3 sent", "b#1@1 sent", "b#1@3 sent",
            ])
        #expect(show.departures.count == 6)
    }
}
