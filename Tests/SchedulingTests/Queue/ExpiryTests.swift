import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// A miss is recorded when it becomes one, wherever the delivery waits.
@Suite struct ExpiryTests {
    @Test func inAnOpenQueue() {
        var show = TestShow(
            """
            - {id: lasting, at: 0s, rooms: all, late: send, text: x}
            - {id: patient, at: 0s, rooms: both, max_late: 1h, text: x}
            - {id: a, at: 0s, rooms: all, max_late: 2s, text: x}
            - {id: chat, at: 0s, category: chat, max_late: 3s, text: x}
            """, rate: 0.1)
        show.play(until: "2m")
        #expect(
            show.lines(with: "missed:") == [
                "2.000 a#1@2 missed: late", "2.000 a#1@3 missed: late", "3.000 chat#1@1 missed: late",
            ])
    }

    @Test func whileEveryCallIsOnItsWay() {
        var show = TestShow("- {id: a, at: 0s, rooms: both, max_late: 2s, text: x}", mostInFlight: 1)
        show.answers["a#1@1"] = [.accepted.after("9s")]
        show.play(until: "20s")
        #expect(show.lines(with: "missed:") == ["2.000 a#1@2 missed: late"])
    }

    @Test func behindAClosedAccount() {
        var show = TestShow(
            """
            - {id: first, at: 0s, late: send, text: x}
            - {id: second, at: 1s, late: send, text: x}
            - {id: b, at: 500ms, max_late: 3s, text: x}
            """)
        show.otherwise = .account
        show.play(until: "20s")
        #expect(show.lines(with: "missed:") == ["3.500 b#1@1 missed: account held"])
        #expect(show.status.isAccountHeld)
    }

    @Test func behindADeadNetwork() {
        var show = TestShow(
            """
            - {id: first, at: 0s, rooms: all, late: send, text: x}
            - {id: b, at: 500ms, max_late: 3s, text: x}
            - {id: c, at: 1s, category: chat, max_late: 1s, text: x}
            """)
        show.otherwise = .notSent
        show.play(until: "20s")
        #expect(show.lines(with: "missed:") == ["2.000 c#1@1 missed: network", "3.500 b#1@1 missed: network"])
        #expect(show.status.isNetworkHeld)
    }

    @Test func whileNothingCanBeRecorded() {
        var show = TestShow("- {id: a, at: 0s, max_late: 3s, text: x}\n- {id: b, at: 10s, max_late: 1h, text: x}")
        show.breakLog()
        show.play(until: "20s")
        #expect(show.lines == ["3.000 a#1@1 missed: late"])
        show.mendLog()
        show.play(until: "30s")
        #expect(show.lines(with: "> b", "end of") == ["20.000 > b#1@1", "20.100 end of 2: sent 1, missed 1"])
    }

    @Test func parkedWithARoom() {
        var show = TestShow(
            """
            - {id: first, at: 0s, max_late: 1s, text: x}
            - {id: patient, at: 0s, max_late: 1h, text: x}
            - {id: a, at: 10ms, max_late: 2s, text: x}
            - {id: b, at: 10ms, max_late: 3s, text: x}
            - {id: chat, at: 10ms, category: chat, max_late: 1s, text: x}
            - {id: elsewhere, at: 4s, rooms: r2, text: x}
            """, roomRate: 0.1)
        show.play(until: "15s")
        #expect(
            show.lines(with: "missed:", ">") == [
                "0.000 > first#1@1", "1.010 chat#1@1 missed: late", "2.010 a#1@1 missed: late",
                "3.010 b#1@1 missed: late", "4.000 > elsewhere#1@2", "10.295 > patient#1@1",
            ])
    }

    @Test func parkedWithARoomBehindAClosedAccount() {
        var show = TestShow(
            "- {id: a, every: 1ms, from: 0s, times: 3, max_late: 2s, text: x}\n- {id: b, at: 1s, rooms: r2, text: x}",
            roomRate: 0.1)
        show.answers["b"] = [.account]
        show.probeAnswers = Array(repeating: .account, count: 9)
        show.play(until: "10s")
        #expect(
            show.lines(with: "missed:") == ["2.001 a#2@1 missed: account held", "2.002 a#3@1 missed: account held"])
    }

    @Test func waitingForARetry() {
        // One room that cannot be reached, beside one that can.
        var show = TestShow(
            """
            - {id: a, at: 0s, max_late: 3s, text: x}
            - {id: tick, every: 100ms, from: -500ms, times: 100, rooms: r2, text: x}
            """)
        show.answers["a"] = Array(repeating: .notSent.after("10ms"), count: 20)
        show.play(until: "20s")
        #expect(show.lines(with: "a#1@1 missed") == ["3.000 a#1@1 missed: network"])
        #expect(show.departures.last { $0.contains("a#1@1") } == "2.950 > a#1@1")
    }

    @Test func throttledUntilItIsTooLate() {
        var show = TestShow("- {id: a, at: 0s, max_late: 3s, text: x}\n- {id: b, at: 10s, text: x}", roomRate: 5)
        show.answers["a"] = Array(repeating: .throttledRoom.after("10ms"), count: 20)
        show.play(until: "20s")
        #expect(show.lines(with: "a#1@1 missed") == ["3.000 a#1@1 missed: throttled"])
    }

    @Test func theLastTryIsMadeBeforeItIsTooLate() {
        var show = TestShow("- {id: a, at: 0s, max_late: 1s, text: x}")
        show.answers["a"] = [.transient, .transient]
        show.play(until: "5s")
        #expect(show.departures.count == 3)
        #expect(show.departures.last == "0.950 > a#1@1 (3)")
        #expect(show.results(of: "a#1@1") == ["retrying", "retrying", "sent"])
    }

    @Test func theRestOfATextIsMissedAsOne() {
        let text = "abc".map { "{{ '\($0)' * 1000 }}" }.joined(separator: " ")
        var show = TestShow(
            """
            - {id: first, at: 0s, max_late: 1s, text: x}
            - {id: m, at: 0s, max_late: 2s, overflow: split, text: "\(text)"}
            """, rate: 0.1)
        show.play(until: "20s")
        #expect(show.lines(with: "missed:").map { $0.prefix(12) } == ["2.000 m#1.1@", "2.000 m#1.2@", "2.000 m#1.3@"])
    }

    /// Nothing ages while the show is held.
    @Test func notWhileTheShowIsHeld() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, max_late: 2s, text: x}", rate: 0.1)
        show.play(until: "1s")
        show.perform(.hold)
        show.play(until: "1h")
        #expect(show.lines(with: "missed:") == [])
        show.perform(.go)
        show.play(until: "2h")
        #expect(show.departures == ["0.000 > a#1@1", "3600.000 > a#1@2"])
        #expect(show.lines(with: "missed:") == ["3601.000 a#1@3 missed: late"])
    }

    /// A room that is waited for goes on after one that came back for it was missed before it could leave.
    @Test func aMissThatHadComeBackForItsRoomLosesNobodyBehindIt() {
        var show = TestShow(
            """
            - {id: a, every: 1ms, from: 0s, times: 2, max_late: 1500ms, text: x}
            - {id: c, at: 3ms, max_late: 1h, text: x}
            - {id: bad, at: 900ms, rooms: r2, max_late: 1h, text: x}
            """, roomRate: 1)
        show.answers["bad"] = [.account]
        show.probeAnswers = [.account, .accepted]
        show.play(until: "20s")
        #expect(show.results(of: "a#2@1") == ["missed: account held"])
        #expect(show.results(of: "c#1@1") == ["sent"])
    }
}
