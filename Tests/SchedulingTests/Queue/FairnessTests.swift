import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

/// Who goes first when more waits than the quota lets go.
@Suite struct FairnessTests {
    private static func show(rate: Double, _ scripts: KeyValuePairs<String, String>) -> TestShow {
        var show = TestShow(rate: rate, at: "-1s")
        for (name, messages) in scripts { show.load(TestTimeline.timeline(messages, name: name)) }
        return show
    }

    /// The places of the attempts that are meant, from 0.
    private static func places(_ show: TestShow, of isMeant: (Attempt) -> Bool) -> [Int] {
        show.attempts.indices.filter { isMeant(show.attempts[$0]) }
    }

    // MARK: Within a run

    @Test func theEarliestDeadlineGoesFirst() {
        var show = TestShow(
            """
            - {id: patient, at: 0s, rooms: all, max_late: 10m, text: x}
            - {id: urgent, at: 100ms, rooms: [r4, r5], max_late: 2s, text: x}
            """, rate: 2)
        show.play(until: "5s")
        #expect(
            show.attempts.map(\.delivery) == [
                "patient#1@1", "urgent#1@4", "urgent#1@5", "patient#1@2", "patient#1@3",
            ])
    }

    /// An endless stream of what may be late for ten minutes, at the full quota, and a notice that may be for one second.
    @Test func whatHasTimeGivesWayToWhatHasNone() {
        var show = TestShow(
            """
            - {id: stream, every: 100ms, from: 0s, times: 300, max_late: 10m, rooms: both, text: x}
            - {id: notice, every: 1s, from: 50ms, times: 20, max_late: 1s, rooms: r3, text: x}
            """, rate: 10)
        show.play(until: "2m")
        #expect(show.lines(with: "missed") == [])
        let late = show.results.filter { $0.messageID == "notice" }.map(\.late)
        #expect(late.count == 20 && late.allSatisfy { $0 <= "103ms" })
    }

    @Test func whatHasNoDeadlineComesLastButNeverWaitsForEver() {
        var show = TestShow(
            """
            - {id: lasting, at: 0s, rooms: all, late: send, text: x}
            - {id: stream, every: 1ms, from: 0s, times: 70, text: x}
            """, rate: 10)
        show.play(until: "20s")
        #expect(Self.places(show) { $0.messageID == "lasting" } == [19, 39, 59])
    }

    @Test func whatHasNoDeadlineGoesByItsDueTime() {
        var show = TestShow(
            """
            - {id: block, at: 0s, text: x}
            - {id: later, at: 200ms, late: send, max_late: 1s, text: x}
            - {id: sooner, at: 100ms, late: send, max_late: 10m, text: x}
            """, rate: 1)
        show.play(until: "5s")
        #expect(show.attempts.map(\.messageID) == ["block", "sooner", "later"])
    }

    // MARK: Between runs

    @Test func runsTakeTurnsHoweverMuchOneHas() {
        var show = Self.show(
            rate: 10,
            [
                "one": "- {id: a, every: 1ms, from: 0s, times: 10, rooms: all, text: x}",
                "two": "- {id: b, every: 1ms, from: 0s, times: 6, rooms: r4, text: x}",
                "three": "- {id: c, every: 1ms, from: 0s, times: 3, rooms: r5, text: x}",
            ])
        show.play(until: "10s")
        let turns = show.attempts.compactMap { $0.run?.timeline }
        // The first goes at once: of the others nothing is due a moment before.
        let three = Array(repeating: ["one", "two", "three"], count: 3).flatMap(\.self)
        let two = Array(repeating: ["one", "two"], count: 3).flatMap(\.self)
        #expect(turns == three + two + Array(repeating: "one", count: 24))
    }

    @Test func aRunThatComesLaterHasItsTurnAtOnce() {
        var show = Self.show(
            rate: 10,
            [
                "loud": "- {id: a, every: 1ms, from: 0s, times: 100, max_late: 10s, text: x}",
                "quiet": "- {id: b, every: 500ms, from: 250ms, times: 10, max_late: 10m, rooms: r2, text: x}",
            ])
        show.play(until: "1m")
        let late = show.results.filter { $0.run.timeline == "quiet" }.map(\.late)
        #expect(late.count == 10 && late.allSatisfy { $0 <= "206ms" })
    }

    @Test func turnsAreTakenAmongChatAsWell() {
        var show = Self.show(
            rate: 10,
            [
                "one": "- {id: a, at: 0s, category: chat, rooms: all, text: x}",
                "two": "- {id: b, at: 0s, category: chat, rooms: [r4, r5], text: x}",
            ])
        show.play(until: "5s")
        #expect(show.attempts.map(\.delivery) == ["a#1@1", "b#1@4", "a#1@2", "b#1@5", "a#1@3"])
    }

    // MARK: Categories

    @Test func aTwentiethOfTheSlotsIsKeptForChat() {
        var show = TestShow(
            """
            - {id: c, at: 0s, category: chat, rooms: all, text: x}
            - {id: s, every: 1ms, from: 0s, times: 70, text: x}
            """, rate: 10)
        show.play(until: "20s")
        #expect(Self.places(show) { $0.category == .chat } == [19, 39, 59])
    }

    @Test func inAFullRoomChatHasItsShareToo() {
        var show = TestShow(
            """
            - {id: c, every: 1ms, from: 0s, times: 3, category: chat, max_late: 10m, text: x}
            - {id: s, every: 1ms, from: 0s, times: 70, max_late: 10m, text: x}
            """, roomRate: 10)
        show.play(until: "20s")
        #expect(Self.places(show) { $0.category == .chat } == [19, 39, 59])
    }

    // MARK: Rooms

    @Test func runsTakeTurnsInAFullRoom() {
        var show = TestShow(roomRate: 5, at: "-1s")
        for name in ["one", "two"] {
            show.load(
                TestTimeline.timeline("- {id: a, every: 1ms, from: 0s, times: 5, text: x}", name: name))
        }
        show.play(until: "10s")
        let turns = show.attempts.compactMap { $0.run?.timeline }
        #expect(turns.count == 10)
        #expect(zip(turns, turns.dropFirst()).allSatisfy { $0 != $1 })
    }

    /// What a run has with a deadline and without one is in two lanes: its turn is over for both of them.
    @Test func aRunWithTwoKindsOfMessagesHasOneTurnInAFullRoom() {
        var show = TestShow(roomRate: 5, at: "-1s")
        let mixed = """
            - {id: a, every: 1ms, from: 0s, times: 20, max_late: 10m, text: x}
            - {id: b, every: 1ms, from: 0s, times: 20, late: send, text: x}
            """
        show.load(TestTimeline.timeline(mixed, name: "mixed"))
        show.load(
            TestTimeline.timeline("- {id: c, every: 1ms, from: 0s, times: 20, max_late: 10m, text: x}", name: "plain"))
        show.play(until: "30s")
        let turns = show.attempts.compactMap { $0.run?.timeline }
        #expect(turns.count == 60)
        #expect(zip(turns, turns.dropFirst()).prefix(38).allSatisfy { $0 != $1 })
    }

    /// It is alone in its lane, which is empty each time that it comes back.
    @Test(arguments: ["late: send", "max_late: 10m"]) func oneMessageAmongManyHasItsTurnInAFullRoom(lateness: String) {
        var show = TestShow(roomRate: 5, at: "-1s")
        for name in ["one", "two", "three"] {
            show.load(
                TestTimeline.timeline("- {id: a, every: 1ms, from: 0s, times: 20, late: send, text: x}", name: name))
        }
        show.load(TestTimeline.timeline("- {id: n, at: 1s, \(lateness), text: x}", name: "notice"))
        show.play(until: "30s")
        let turns = show.attempts.compactMap { $0.run?.timeline }
        // Six were sent before it was due.
        #expect(turns.firstIndex(of: "notice").map { $0 <= 9 } == true, "\(turns)")
    }

    /// What comes back for the loud run waits long for the quota. Until it has it, the room is free for others.
    @Test func aFullRoomNeverWaitsForARunThatHasToWaitForTheQuota() {
        var show = Self.show(
            rate: 10,
            [
                "loud": """
                - {id: room, every: 1ms, from: 0s, times: 5, max_late: 10m, text: x}
                - {id: urgent, every: 1ms, from: 10ms, times: 300, max_late: 5m, rooms: [r2, r3], text: x}
                """,
                "quiet": "- {id: notice, every: 3s, from: 100ms, times: 10, max_late: 1s, text: x}",
            ])
        show.play(until: "2m")
        #expect(show.lines(with: "missed") == [])
    }

    @Test func partsOfATextKeepTheirOrderBesideALoudNeighbour() {
        let text = "abcd".map { "{{ '\($0)' * 1000 }}" }.joined(separator: " ")
        var show = TestShow(rate: 20, roomRate: 5, at: "-1s")
        for (name, messages) in [
            "loud": "- {id: a, every: 1ms, from: 0s, times: 100, max_late: 10m, text: x}",
            "split": "- {id: m, every: 50ms, from: 0s, times: 3, max_late: 1m, overflow: split, text: \"\(text)\"}",
        ].sorted(by: { $0.key < $1.key }) {
            show.load(TestTimeline.timeline(messages, name: name))
        }
        show.answers["m#1.2@1"] = [.transient, .throttledRoom]
        show.answers["m#2.3@1"] = [.notSent]
        show.play(until: "2m")
        for occurrence in 1...3 {
            let sent = show.results.filter { $0.messageID == "m" && $0.occurrence == occurrence && $0.outcome == .sent }
            #expect(sent.compactMap(\.part?.number) == [1, 2, 3, 4])
            let parts = show.attempts.filter { $0.messageID == "m" && $0.occurrence == occurrence }
            #expect(parts.compactMap(\.part?.number) == parts.compactMap(\.part?.number).sorted())
        }
    }

    // MARK: Direct sends

    @Test func directSendsTakeTurnsWithTheRuns() {
        var show = TestShow("- {id: a, every: 1ms, from: 0s, times: 6, text: x}", rate: 10)
        show.play(until: "50ms")
        for _ in 1...4 { show.send("x", room: "5") }
        show.play(until: "5s")
        #expect(Self.places(show) { $0.run == nil } == [1, 3, 5, 7])
    }

    @Test func whatNobodyWaitsForAnyLongerTakesNoSlot() {
        let script = "- {id: a, at: 0s, text: x}\n- {id: b, every: 100ms, from: 20s, times: 10, text: x}"
        func departures(withSends count: Int) -> [String] {
            var show = TestShow(script, rate: 10)
            show.otherwise = .account
            show.play(until: "1s")
            let sends = (0..<count).map { _ in show.send("x", room: "5") }
            show.play(until: "16s")
            for send in sends { show.takeBack(send, because: "nothing gets through for the account") }
            show.otherwise = .accepted
            show.play(until: "1m")
            return show.departures
        }
        #expect(departures(withSends: 200) == departures(withSends: 0))
    }

    @Test func oneThatIsTakenBackEndsOnceAndKeepsNobodyWaiting() {
        var show = TestShow("- {id: a, at: 0s, text: x}")
        show.otherwise = .account
        show.play(until: "1s")
        let send = show.send("x")
        show.shutDown()
        show.takeBack(send, because: "too late")
        #expect(show.scheduler.isIdle)
        var alone = TestShow(at: "0s")
        alone.otherwise = .account
        alone.send("first")
        alone.play(until: "1s")
        let second = alone.send("second")
        #expect(!alone.scheduler.isIdle)
        alone.takeBack(second, because: "too late")
        alone.takeBack(second, because: "too late")
        #expect(alone.scheduler.isIdle)
    }
}
