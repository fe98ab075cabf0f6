import ShowTime
import TestSupport
import Testing

@testable import Scheduling

@Suite struct ManyRunsTests {
    @Test func allRunsShareTheQuota() {
        var show = TestShow(rate: 10, at: "-1s")
        for number in 1...5 {
            show.load(
                TestTimeline.timeline(
                    "- {id: a, every: 1s, from: 0s, times: 10, rooms: both, late: send, text: x}",
                    name: "run-\(number)"))
        }
        show.play(until: "30s")
        let times = show.departures.map { Double($0.split(separator: " ")[0])! }
        #expect(times.count == 100)
        for (first, last) in zip(times, times.dropFirst(10)) { #expect(last - first >= 1.02) }
        // 100 calls at 97 % of ten a second.
        #expect(times.last! < 10.3)
        #expect(show.lines(with: "end of").count == 5)
    }

    @Test func eachRunEndsForItself() {
        var show = TestShow(at: "-1s")
        show.load(TestTimeline.timeline("- {id: a, at: 1s, text: x}", name: "short"))
        show.load(TestTimeline.timeline("- {id: a, at: 1h, text: x}", name: "long"))
        show.play(until: "2s")
        #expect(show.lines(with: "end") == ["1.100 short end of 1: sent 1", "1.100 short ended"])
        #expect(!show.scheduler.isIdle)
        show.play(until: "2h")
        #expect(show.scheduler.isIdle)
    }

    @Test func twoRunsOfOneTimelineAreTwoShows() {
        var show = TestShow(at: "-1s")
        let timeline = TestTimeline.timeline("- {id: a, at: 0s, text: \"{{ start | strftime('%S') }}\"}")
        show.load(timeline)
        show.load(timeline, start: TestShow.start + "10s")
        show.play(until: "1m")
        #expect(show.attempts.map(\.content) == ["00", "10"])
        #expect(show.lines(with: "end of").count == 2)
    }

    @Test func runsThatHaveEndedWeighNothing() {
        var show = TestShow(at: "-1s")
        for number in 1...50 {
            show.load(TestTimeline.timeline("- {id: a, at: \(number)s, text: x}", name: "run-\(number)"))
        }
        show.play(until: "49500ms")
        #expect(show.status.runs.count { $0.state == .ended } == 49)
        #expect(show.scheduler.active.count == 1)
    }

    @Test func runsThatHaveEndedLeaveNothingBehindInTheirRooms() {
        var show = TestShow(roomRate: 20, at: "-1s")
        for number in 1...10 {
            show.load(
                TestTimeline.timeline(
                    "- {id: a, at: \(number)s, rooms: r1, text: x, max_late: 1h}", name: "first-\(number)"))
            show.load(
                TestTimeline.timeline(
                    "- {id: a, at: \(number)s, rooms: r1, text: x, max_late: 1h}", name: "second-\(number)"))
        }
        show.play(until: "10010ms")
        #expect(show.scheduler.queue.parked.rooms.count == 1)
        show.play(until: "20s")
        #expect(show.scheduler.isIdle)
        #expect(show.scheduler.queue.parked.rooms.isEmpty)
    }

    @Test func threeHundredRoomsAtOnceUseTheQuotaAndHoldIt() {
        var rooms = "rooms:\n"
        for number in 1...300 { rooms += "  r\(number): {id: \"\(number)\"}\n" }
        rooms += "  everyone: [\((1...300).map { "r\($0)" }.joined(separator: ", "))]\n"
        var show = TestShow(rate: 100, roomRate: 20, at: "-1s")
        show.load(TestTimeline.timeline("- {id: a, at: 0s, text: x}", defaults: "rooms: everyone", rooms: rooms))
        show.world.latency = "150ms"
        show.play(until: "10s")
        let times = show.departures.map { Double($0.split(separator: " ")[0])! }
        #expect(times.count == 300)
        for (first, last) in zip(times, times.dropFirst(100)) { #expect(last - first >= 1.02) }
        #expect(times.last! < 3.1)
        #expect(show.tally[.sent] == 300)
    }

    @Test func aSlowAnswerNeverDelaysTheNextMessage() {
        var show = TestShow("- {id: a, every: 10ms, from: 0s, times: 100, text: x}", rate: 200)
        show.world.latency = "9s"
        show.play(until: "1s")
        #expect(show.attempts.count == 100)
        #expect(show.results.isEmpty)
    }

    @Test func moreThanTheTransportCanCarryWaits() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}", mostInFlight: 2)
        show.play(until: "5s")
        #expect(show.departures == ["0.000 > a#1@1", "0.000 > a#1@2", "0.100 > a#1@3"])
    }
}

@Suite struct EndTests {
    @Test func theBookAddsUp() {
        var show = TestShow(
            """
            - {id: sent, at: 0s, text: x}
            - {id: rejected, at: 0s, text: x}
            - {id: failed, at: 0s, text: x}
            - {id: unknown, at: 0s, text: x}
            - {id: missed, at: -1m, text: x}
            - {id: cancelled, at: 1h, text: x}
            - {id: invalid, every: 1s, from: 0s, times: 3, text: "{{ 6 // (2 - occurrence) }}"}
            """)
        show.answers["rejected"] = [.refused]
        show.answers["failed"] = Array(repeating: .transient, count: 5)
        show.answers["unknown"] = [.unanswered]
        show.play(until: "1m")
        show.perform(.cancel)
        #expect(
            show.lines.suffix(2) == [
                "60.000 end of 9: sent 3, rejected 1, failed 1, missed 1, cancelled 1, unknown 1, invalid 1",
                "60.000 ended",
            ])
        for record in show.results where record.outcome.isFinal {
            #expect(show.results(of: record.delivery).count { !["retrying", "throttled", "held"].contains($0) } == 1)
        }
    }

    @Test func whatCannotBeExpandedWhenItIsSentIsInvalidAndAlone() {
        var show = TestShow(
            "- {id: a, every: 1s, from: 0s, times: 3, rooms: both, text: \"{{ 6 // (2 - occurrence) }}\"}")
        show.play(until: "5s")
        #expect(show.attempts.map(\.occurrence) == [1, 1, 3, 3])
        #expect(show.results.filter { $0.outcome == .invalid }.count == 2)
        #expect(show.results.first { $0.outcome == .invalid }?.reason?.isEmpty == false)
        #expect(show.lines(with: "end of") == ["2.100 end of 6: sent 4, invalid 2"])
    }

    @Test func whatIsInvalidTakesNothingOfTheQuota() {
        var show = TestShow(
            "- {id: a, every: 1ms, from: 0s, times: 20, text: \"{{ 6 // (1 // occurrence) }}\"}\n- {id: b, at: 1s, text: x}",
            rate: 1)
        show.play(until: "5s")
        #expect(show.departures == ["0.000 > a#1@1", "1.025 > b#1@1"])
    }

    @Test func theEndIsTheLastRecordAndComesOnce() {
        var show = TestShow("- {id: a, at: 0s, text: x}")
        show.play(until: "1h")
        show.stepClock(by: "1h")
        #expect(show.lines(with: "end").count == 2)
        #expect(show.lines.last == "0.100 ended")
    }

    @Test func aResultOfSomethingElseIsPassedOver() {
        var show = TestShow("- {id: a, at: 0s, text: x}")
        show.play(until: "1s")
        let lines = show.lines
        show.attemptEnded(show.attempts[0].id, AttemptEnd(.refused))
        show.withdraw(show.attempts[0].id)
        #expect(show.lines == lines)
    }
}
