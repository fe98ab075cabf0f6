import Rehearsing
import Reporting
import RunLog
import Scheduling
import ShowTime
import TestSupport
import Testing

@testable import ShowRuntime

/// A whole night in virtual time.
struct RehearsalTests {
    let hall = RehearsalHall()

    private static let messages = """
        - {id: a, at: -10s, text: "{{ due | strftime('%H:%M:%S') }}"}
        - {id: b, every: 10s, from: 0s, times: 6, late: send, text: "{{ occurrence }}"}
        """

    @Test func aCalmNightIsAllSentAndInTheLog() throws {
        let played = try hall.play(timeline(Self.messages, rooms: "[a, b]"))
        let run = played.runs[0].id
        #expect(played.ended[run]?.isAllSent == true)
        let report = try hall.report(of: run)
        #expect(report.header?.mode == .rehearse)
        #expect(report.header?.host == "simulator")
        #expect(report.header?.planned == 14)
        #expect(report.hasEnded)
        #expect(report.tally[.sent] == 14)
        #expect(report.planned == report.tally.total)
        // The times are those of the night.
        #expect(report.header?.time == showStart - .seconds(11))
        #expect(report.lastTime.map { $0 < showStart + .seconds(51) } == true)
        #expect(hall.text(of: run).contains(#""content":"11:59:50""#))
        #expect(played.findings.brokenPromises == [])
        #expect(played.findings.received == 14)
        #expect(played.findings.shown == 14)
    }

    @Test(arguments: [[], ["104=0.2", "hang=0.1", "206@0s..10s", "reset=0.1"]])
    func theReportIsThatOfTheLog(faults: [String]) throws {
        let played = try hall.play(
            timeline(Self.messages, rooms: "[a, b]"), faults: faults, commands: [(.hold, at: 12), (.go, at: 21)])
        let (kept, read) = (played.reports[0], try hall.report(of: played.runs[0].id))
        #expect(kept.header == read.header)
        #expect(kept.planned == read.planned)
        #expect(kept.tally == read.tally)
        #expect(kept.events == read.events)
        #expect(kept.lateness?.p99 == read.lateness?.p99)
        #expect(kept.lateness?.max == read.lateness?.max)
        #expect(
            [kept.attempts, kept.openAttempts, kept.peakPerSecond, kept.processes]
                == [read.attempts, read.openAttempts, read.peakPerSecond, read.processes])
        #expect([kept.firstTime, kept.lastTime] == [read.firstTime, read.lastTime])
        func unsent(_ report: RunReport) -> [[String]] {
            report.unsent.failures.map {
                [$0.words, "\($0.deliveries)"] + $0.groups.flatMap { [$0.messageID] + $0.rooms }
            }
        }
        #expect(unsent(kept) == unsent(read))
        #expect("\(kept.pauses)" == "\(read.pauses)")
        #expect(kept.book.contradictions == read.book.contradictions)
    }

    // MARK: Faults

    struct FaultCase {
        var fault: String
        /// Of 7: `a` ten seconds before the start, and six of `b`, which are sent late too.
        var outcomes: [Outcome: Int]
        /// What is said of the first that was not sent.
        var reason: String?
    }

    @Test(arguments: [
        FaultCase(fault: "hang@-20s..25s", outcomes: [.unknown: 4, .sent: 3], reason: "no answer in time"),
        FaultCase(fault: "reset@-20s..25s", outcomes: [.unknown: 4, .sent: 3], reason: "connection reset"),
        FaultCase(fault: "reset@-20s..45s", outcomes: [.unknown: 5, .sent: 2], reason: "connection reset"),
        FaultCase(fault: "refuse@-20s..5s", outcomes: [.sent: 7]),
        FaultCase(fault: "refuse@-20s..45s", outcomes: [.missed: 2, .sent: 5], reason: "network"),
        FaultCase(fault: "slow", outcomes: [.sent: 7]),
        FaultCase(
            fault: "garbage@-20s..30s", outcomes: [.sent: 3, .unknown: 4], reason: "an answer that is not ZEGO's"),
        FaultCase(fault: "104", outcomes: [.rejected: 7], reason: "room does not exist: nobody is in the room"),
        FaultCase(fault: "1", outcomes: [.failed: 7], reason: "simulated error"),
        FaultCase(fault: "206@0s..5s", outcomes: [.sent: 7]),
        FaultCase(fault: "207@0s..5s", outcomes: [.sent: 7]),
        FaultCase(fault: "100000005@0s..15s", outcomes: [.sent: 7]),
        FaultCase(fault: "100000004@0s..15s", outcomes: [.sent: 7]),
        FaultCase(fault: "hang@-10s..0s", outcomes: [.unknown: 1, .sent: 6], reason: "no answer in time"),
        FaultCase(fault: "104:elsewhere", outcomes: [.sent: 7]),
    ])
    func everyFaultIsPlayed(fault: FaultCase) throws {
        let played = try hall.play(timeline(Self.messages), faults: [fault.fault])
        let report = try hall.report(of: played.runs[0].id)
        for outcome in Outcome.final {
            #expect(report.tally[outcome] == fault.outcomes[outcome, default: 0], "\(outcome)")
        }
        #expect(report.unsent.failures.first?.reason == fault.reason)
        #expect(report.hasEnded)
        #expect(played.findings.brokenPromises == [])
    }

    @Test func answersThatAreNotZegosHoldTheAccountAtLast() throws {
        let played = try hall.play(timeline(Self.messages), faults: ["http500@-20s..35s"])
        let report = try hall.report(of: played.runs[0].id)
        #expect(
            report.events.map(\.action) == [
                .accountHold(code: nil, reason: "HTTP 500, and no answer of ZEGO's"), .accountOK,
            ])
        #expect(report.tally[.unknown] == 5)
        #expect(played.findings.brokenPromises == [])
        // Some of what had no answer was shown all the same.
        #expect(played.findings.shown == report.tally[.sent] + played.findings.shownUnanswered)
    }

    @Test func anAccountErrorIsProbedUntilItIsMended() throws {
        let played = try hall.play(timeline(Self.messages), faults: ["100000005@10s..100s"])
        let report = try hall.report(of: played.runs[0].id)
        #expect(report.events.count == 2)
        // Probes after 1, 2, 5, 10 and then every 30 seconds.
        #expect(report.events.last.map { $0.time - showStart > .seconds(100) } == true)
        #expect(report.events.last.map { $0.time - showStart < .seconds(131) } == true)
        #expect(report.hasEnded)
    }

    @Test func aShareOfTheCallsIsDrawnFromTheSeed() throws {
        var hall = hall
        var counts: Set<Int> = []
        for seed in 0..<8 as Range<UInt64> {
            hall.seed = seed
            let played = try hall.play(timeline("- {id: a, every: 1s, times: 50, text: x}"), faults: ["104=0.3"])
            counts.insert(try hall.report(of: played.runs[0].id).tally[.rejected])
        }
        #expect(counts.allSatisfy { (4...30).contains($0) })
        #expect(counts.count > 1)
    }

    @Test func whatNobodyMendsIsGivenUp() throws {
        // Throttling is no attempt, and it is never too late for this.
        let played = try hall.play(timeline("- {id: a, at: 0, late: send, text: x}"), faults: ["206"])
        #expect(played.isStuck)
        #expect(played.ended.isEmpty)
        #expect(try !hall.report(of: played.runs[0].id).hasEnded)
        #expect(played.findings.brokenPromises == [])
    }

    @Test func aLongPauseInAScriptIsNoReasonToGiveUp() throws {
        let played = try hall.play(
            timeline(
                """
                - {id: a, at: 0, text: x}
                - {id: b, at: 30h, late: send, text: x}
                """), faults: ["206@30h..30h10m"])
        #expect(!played.isStuck)
        #expect(played.ended[played.runs[0].id]?.isAllSent == true)
    }

    // MARK: The same again

    @Test func theSameSeedLeavesTheSameLog() throws {
        let faults = ["206@0s..20s=0.4", "hang=0.1", "reset=0.1", "1=0.2"]
        let messages = try timeline("- {id: a, every: 1s, times: 100, text: x}", rooms: "[a, b, c]")
        // Each is let go of before the next one takes its log.
        func log(_ hall: RehearsalHall) throws -> String {
            try hall.text(of: hall.play(messages, faults: faults).runs[0].id)
        }
        let text = try log(hall)
        #expect(try log(hall) == text)
        #expect(text.contains("\"event\":\"end\""))
        var other = hall
        other.seed = 1
        #expect(try log(other) != text)
    }

    // MARK: Scripts

    @Test func aScriptWithoutEndIsBounded() throws {
        let played = try hall.play(
            timeline("- {id: tick, every: 1s, text: x}\n- {id: hour, every: 1h, text: x}"))
        #expect(played.runs[0].cut == ["tick", "hour"])
        #expect(try hall.report(of: played.runs[0].id).planned == 1024)
        #expect(played.ended.values.allSatisfy { $0.isAllSent })
    }

    @Test func showsOfOneRehearsalShareTheQuota() throws {
        var hall = hall
        hall.rate = 10
        let entry = "- {id: a, at: 0, late: send, text: x}"
        let rooms = "[\((1...30).map { "r\($0)" }.joined(separator: ", "))]"
        let runs = try ["one", "two"].map { try hall.log(timeline(entry, name: $0, rooms: rooms)) }
        var rehearsal = try hall.rehearsal(runs)
        try rehearsal.begin()
        try rehearsal.play()
        #expect(rehearsal.ended.values.map(\.total) == [30, 30])
        #expect((9...10).contains(rehearsal.findings.mostPerSecond))
        #expect(rehearsal.findings.brokenPromises == [])
        // Sixty calls, of which ten a second may go.
        #expect(rehearsal.now.wall - showStart > .seconds(5))
    }

    @Test func aShowFromBefore1970IsPlayedToo() throws {
        let start = Instant.seconds(-14_552_880)
        let played = try hall.play(timeline(Self.messages), start: start)
        #expect(played.ended[played.runs[0].id]?.isAllSent == true)
        #expect(try hall.report(of: played.runs[0].id).firstTime == start - .seconds(11))
    }

    // MARK: Its promises

    @Test func whatIsShownTwiceIsABrokenPromise() throws {
        var rehearsal = try hall.rehearsal([hall.log(timeline("- {id: a, at: 0, text: x}"))]) { _, _ in
            // It says that it failed, and is tried again.
            LyingAPI(.transient, isShown: true)
        }
        try rehearsal.begin()
        try rehearsal.play()
        let broken = rehearsal.findings.brokenPromises
        #expect(broken.first == "a#1@a was shown 2 times")
        #expect(broken.last == "a#1@a was shown, and is in the log as failed")
    }

    @Test func whatIsSentAndWasNotShownIsABrokenPromise() throws {
        var rehearsal = try hall.rehearsal([hall.log(timeline("- {id: a, at: 0, text: x}"))]) { _, _ in
            LyingAPI(.accepted, isShown: false)
        }
        try rehearsal.begin()
        try rehearsal.play()
        #expect(rehearsal.findings.brokenPromises == ["a#1@a is in the log as sent, and was never shown"])
    }

    @Test func moreThanTheQuotaIsABrokenPromise() throws {
        var hall = hall
        hall.rate = 50
        var rehearsal = try hall.rehearsal([hall.log(timeline("- {id: a, at: 0, text: x}"))]) { _, _ in
            LyingAPI(.accepted, isShown: true, mostPerSecond: 51)
        }
        try rehearsal.begin()
        try rehearsal.play()
        #expect(rehearsal.findings.brokenPromises == ["51 calls arrived within a second, and the quota is 50"])
    }

    @Test func aScriptMayPreferToShowTwice() throws {
        var hall = hall
        hall.seed = 3
        let played = try hall.play(
            timeline("- {id: a, every: 1s, times: 20, on_unknown: resend, text: x}"), faults: ["reset=0.5"])
        #expect(played.findings.shownAgain > 0)
        #expect(played.findings.brokenPromises == [])
    }

    /// What has no answer may be shown, and what is then refused is rejected all the same.
    @Test func whatIsRefusedAfterNoAnswerMayHaveBeenShown() throws {
        let messages = "- {id: a, every: 1s, times: 20, on_unknown: resend, text: x}"
        let played = try hall.play(timeline(messages), faults: ["reset=0.5", "104=0.5"])
        #expect(played.findings.brokenPromises == [])
        #expect(played.findings.shownUnanswered > 0)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func aFullQuotaIsNotOverrun(seed: UInt64) throws {
        var hall = hall
        hall.seed = seed
        let rooms = "[\((1...250).map { "r\($0)" }.joined(separator: ", "))]"
        let played = try hall.play(timeline("- {id: a, at: 0, late: send, text: x}", rooms: rooms))
        #expect(played.findings.brokenPromises == [])
        #expect((97...100).contains(played.findings.mostPerSecond))
        // Nothing was throttled.
        #expect(played.findings.received == 250)
    }
}

extension RehearsalTests.FaultCase: CustomTestStringConvertible {
    var testDescription: String { fault }
}
