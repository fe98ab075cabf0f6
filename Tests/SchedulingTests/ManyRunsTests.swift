import ShowTime
import Testing

@testable import Scheduling

@Suite struct ManyRunsTests {
    @Test func allRunsShareTheQuota() {
        var stage = Stage(rate: 10, at: "-1s")
        for number in 1...5 {
            stage.load(
                Script.timeline(
                    "- {id: a, every: 1s, from: 0s, times: 10, rooms: both, late: send, text: x}",
                    name: "run-\(number)"))
        }
        stage.play(until: "30s")
        let times = stage.departures.map { Double($0.split(separator: " ")[0])! }
        #expect(times.count == 100)
        for (first, last) in zip(times, times.dropFirst(10)) { #expect(last - first >= 1.02) }
        // 100 calls at 97 % of ten a second.
        #expect(times.last! < 10.3)
        #expect(stage.lines(with: "end of").count == 5)
    }

    @Test func eachRunEndsForItself() {
        var stage = Stage(at: "-1s")
        stage.load(Script.timeline("- {id: a, at: 1s, text: x}", name: "short"))
        stage.load(Script.timeline("- {id: a, at: 1h, text: x}", name: "long"))
        stage.play(until: "2s")
        #expect(stage.lines(with: "end") == ["1.100 short end of 1: sent 1", "1.100 short ended"])
        #expect(!stage.scheduler.isIdle)
        stage.play(until: "2h")
        #expect(stage.scheduler.isIdle)
    }

    @Test func twoRunsOfOneTimelineAreTwoShows() {
        var stage = Stage(at: "-1s")
        let script = Script.timeline("- {id: a, at: 0s, text: \"{{ start | strftime('%S') }}\"}")
        stage.load(script)
        stage.load(script, start: Stage.start + "10s")
        stage.play(until: "1m")
        #expect(stage.attempts.map(\.content) == ["00", "10"])
        #expect(stage.lines(with: "end of").count == 2)
    }

    @Test func runsThatHaveEndedWeighNothing() {
        var stage = Stage(at: "-1s")
        for number in 1...50 {
            stage.load(Script.timeline("- {id: a, at: \(number)s, text: x}", name: "run-\(number)"))
        }
        stage.play(until: "49500ms")
        #expect(stage.scheduler.status(at: stage.now).count { $0.state == .ended } == 49)
        #expect(stage.scheduler.active.count == 1)
    }

    @Test func threeHundredRoomsAtOnceUseTheQuotaAndHoldIt() {
        var rooms = "rooms:\n"
        for number in 1...300 { rooms += "  r\(number): {id: \"\(number)\"}\n" }
        rooms += "  everyone: [\((1...300).map { "r\($0)" }.joined(separator: ", "))]\n"
        var stage = Stage(rate: 100, roomRate: 20, at: "-1s")
        stage.load(Script.timeline("- {id: a, at: 0s, text: x}", defaults: "rooms: everyone", rooms: rooms))
        stage.latency = "150ms"
        stage.play(until: "10s")
        let times = stage.departures.map { Double($0.split(separator: " ")[0])! }
        #expect(times.count == 300)
        for (first, last) in zip(times, times.dropFirst(100)) { #expect(last - first >= 1.02) }
        #expect(times.last! < 3.1)
        #expect(stage.tally[.sent] == 300)
    }

    @Test func aSlowAnswerNeverDelaysTheNextMessage() {
        var stage = Stage("- {id: a, every: 10ms, from: 0s, times: 100, text: x}", rate: 200)
        stage.latency = "9s"
        stage.play(until: "1s")
        #expect(stage.attempts.count == 100)
        #expect(stage.results.isEmpty)
    }

    @Test func moreThanTheTransportCanCarryWaits() {
        var stage = Stage("- {id: a, at: 0s, rooms: all, text: x}", mostInFlight: 2)
        stage.play(until: "5s")
        #expect(stage.departures == ["0.000 > a#1@1", "0.000 > a#1@2", "0.100 > a#1@3"])
    }
}

@Suite struct EndTests {
    @Test func theBookAddsUp() {
        var stage = Stage(
            """
            - {id: sent, at: 0s, text: x}
            - {id: rejected, at: 0s, text: x}
            - {id: failed, at: 0s, text: x}
            - {id: unknown, at: 0s, text: x}
            - {id: missed, at: -1m, text: x}
            - {id: cancelled, at: 1h, text: x}
            - {id: invalid, every: 1s, from: 0s, times: 3, text: "{{ 6 // (2 - occurrence) }}"}
            """)
        stage.answers["rejected"] = [.refused]
        stage.answers["failed"] = Array(repeating: .transient, count: 5)
        stage.answers["unknown"] = [.unanswered]
        stage.play(until: "1m")
        stage.perform(.cancel)
        #expect(
            stage.lines.suffix(2) == [
                "60.000 end of 9: sent 3, rejected 1, failed 1, missed 1, cancelled 1, unknown 1, invalid 1",
                "60.000 ended",
            ])
        for record in stage.results where record.outcome.isFinal {
            #expect(stage.results(of: record.delivery).count { !["retrying", "throttled", "held"].contains($0) } == 1)
        }
    }

    @Test func whatCannotBeExpandedWhenItIsSentIsInvalidAndAlone() {
        var stage = Stage(
            "- {id: a, every: 1s, from: 0s, times: 3, rooms: both, text: \"{{ 6 // (2 - occurrence) }}\"}")
        stage.play(until: "5s")
        #expect(stage.attempts.map(\.occurrence) == [1, 1, 3, 3])
        #expect(stage.results.filter { $0.outcome == .invalid }.count == 2)
        #expect(stage.results.first { $0.outcome == .invalid }?.reason?.isEmpty == false)
        #expect(stage.lines(with: "end of") == ["2.100 end of 6: sent 4, invalid 2"])
    }

    @Test func whatIsInvalidTakesNothingOfTheQuota() {
        var stage = Stage(
            "- {id: a, every: 1ms, from: 0s, times: 20, text: \"{{ 6 // (1 // occurrence) }}\"}\n- {id: b, at: 1s, text: x}",
            rate: 1)
        stage.play(until: "5s")
        #expect(stage.departures == ["0.000 > a#1@1", "1.025 > b#1@1"])
    }

    @Test func theEndIsTheLastRecordAndComesOnce() {
        var stage = Stage("- {id: a, at: 0s, text: x}")
        stage.play(until: "1h")
        stage.stepClock(by: "1h")
        #expect(stage.lines(with: "end").count == 2)
        #expect(stage.lines.last == "0.100 ended")
    }

    @Test func aResultOfSomethingElseIsPassedOver() {
        var stage = Stage("- {id: a, at: 0s, text: x}")
        stage.play(until: "1s")
        let lines = stage.lines
        stage.attemptEnded(stage.attempts[0].id, AttemptEnd(.refused))
        stage.withdraw(stage.attempts[0].id)
        #expect(stage.lines == lines)
    }
}
