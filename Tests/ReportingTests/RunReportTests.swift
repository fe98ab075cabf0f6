import RunLog
import Scheduling
import ShowTime
import TestSupport
import Testing

@testable import Reporting

/// Reports of logs made by hand.
struct RunReportTests {
    private let folder = TemporaryFolder()

    private func report(_ lines: String...) throws -> RunReport {
        var report = RunReport(path: "log.jsonl")
        try LogReader.read(folder.write(lines.joined(), to: "log.jsonl")) { report.take($0) }
        return report
    }

    @Test func aRunThatEnded() throws {
        let report = try report(
            LogLines.header(time: showStart - .seconds(5)), LogLines.attempt("a#1@a"), LogLines.result("a", late: 3),
            LogLines.attempt("b#1@a", due: showStart + .seconds(60)),
            LogLines.result("b", due: showStart + .seconds(60), late: 7),
            LogLines.end(planned: 2, sent: 2, time: showStart + .seconds(61)))
        #expect(report.hasEnded)
        #expect(report.planned == 2)
        #expect(report.processes == 1)
        #expect(report.tally[.sent] == 2)
        #expect(report.tally.total == 2)
        #expect(report.attempts == 2)
        #expect(report.openAttempts == 0)
        #expect(report.unsent.failures.isEmpty)
        #expect(report.events.isEmpty)
        #expect(report.firstTime == showStart - .seconds(5))
        #expect(report.lastTime == showStart + .seconds(61))
        #expect(report.lateness?.max == 7)
        #expect(report.header?.mode == .live)
    }

    @Test func percentilesAreOfWhatWasSent() throws {
        // 1 to 100 ms, in no order, and one that was missed by an hour.
        let results = (1...100).map { LogLines.result("m\($0)", late: ($0 * 37) % 101) }.joined()
        let report = try report(
            LogLines.header(), results, LogLines.result("x", outcome: "missed", attempt: 0, late: 3_600_000))
        let lateness = try #require(report.lateness)
        #expect(lateness.p50 == 50)
        #expect(lateness.p90 == 90)
        #expect(lateness.p99 == 99)
        #expect(lateness.max == 100)
    }

    @Test(arguments: [5000, 123_457, 3_600_000, 86_400_000]) func noPercentileIsBeyondTheLatest(late: Int) throws {
        let lateness = try #require(try report(LogLines.header(), LogLines.result("a", late: late)).lateness)
        #expect(lateness.max == late)
        for value in [lateness.p50, lateness.p90, lateness.p99] {
            #expect(value <= late)
            // Three digits are kept.
            #expect(value >= late - late / 500)
        }
    }

    @Test func whatWasEarlyCountsAsOnTime() throws {
        let lateness = try #require(try report(LogLines.header(), LogLines.result("a", late: -4)).lateness)
        #expect(lateness.p50 == 0)
        #expect(lateness.max == 0)
    }

    @Test func withoutAnythingSentThereIsNoLateness() throws {
        #expect(try report(LogLines.header()).lateness == nil)
        #expect(try report(LogLines.header(), LogLines.result("a", outcome: "rejected", code: "104")).lateness == nil)
    }

    @Test func anUnfinishedRunIsCountedAsFarAsItGot() throws {
        let report = try report(
            LogLines.header(), LogLines.attempt("a#1@a"), LogLines.result("a"), LogLines.attempt("b#1@a"),
            LogLines.attempt("c#1@a"), LogLines.result("c", outcome: "retrying"))
        #expect(!report.hasEnded)
        #expect(report.planned == 2)
        #expect(report.tally.total == 1)
        #expect(report.attempts == 3)
        #expect(report.openAttempts == 1)
        // Not an end.
        #expect(report.unsent.failures.isEmpty)
    }

    @Test func restartsAreCounted() throws {
        let report = try report(
            LogLines.header(planned: "2"), LogLines.attempt("a#1@a"),
            LogLines.header(time: showStart + .seconds(9), planned: "3", resumed: true),
            LogLines.result("a", outcome: "unknown"), LogLines.header(planned: "null", resumed: true))
        #expect(report.processes == 3)
        #expect(report.planned == nil)
        #expect(report.tally[.unknown] == 1)
        #expect(report.openAttempts == 0)
        #expect(report.header?.isResumed == false)
    }

    @Test func whatWasNotSentIsListed() throws {
        let due = showStart + .seconds(30)
        let report = try report(
            LogLines.header(), LogLines.result("a", outcome: "rejected", due: due, code: "104"),
            LogLines.result("b", outcome: "throttled"), LogLines.result("b", outcome: "sent"),
            LogLines.result("c", outcome: "missed", attempt: 0))
        #expect(report.unsent.failures.map(\.outcome) == [.rejected, .missed])
        let first = try #require(report.unsent.failures.first?.groups.first)
        #expect(first.messageID == "a")
        #expect(first.code == 104)
        #expect(first.firstDue == due)
        #expect(first.rooms == ["Room a"])
        #expect(first.deliveries == 1)
    }

    @Test func aRangeCountsAsMany() throws {
        let report = try report(
            LogLines.header(), LogLines.result("r", occurrence: 11, last: 5010, outcome: "cancelled", attempt: 0))
        #expect(report.tally[.cancelled] == 5000)
        let group = try #require(report.unsent.failures.first?.groups.first)
        #expect(group.deliveries == 5000)
        #expect(group.name(isRepeated: report.isRepeated("r")) == "r#11–#5010")
    }

    @Test func theTotalsOfTheEndAreBelieved() throws {
        let report = try report(LogLines.header(), LogLines.result("a"), LogLines.end(planned: 9, sent: 8, missed: 1))
        #expect(report.planned == 9)
        #expect(report.tally[.sent] == 8)
        #expect(report.tally[.missed] == 1)
    }

    @Test func eventsAreKeptInOrder() throws {
        let report = try report(
            LogLines.header(), LogLines.control("hold"), LogLines.control("go", ",\"held_ms\":1000,\"shift_ms\":1000"),
            LogLines.control("skip", ",\"message\":\"a\""),
            LogLines.control("account_hold", ",\"code\":100000005,\"reason\":\"wrong\""))
        #expect(
            report.events.map(\.action) == [
                .hold, .go(held: .seconds(1), total: .seconds(1)), .skip(CueSelector("a")),
                .accountHold(code: 100_000_005, reason: "wrong"),
            ])
    }

    @Test func thePeakIsOfAnySecond() throws {
        let times = [0, 500, 900, 999, 1000, 1499, 1500, 9000, 9001] as [Int64]
        let attempts = times.map { LogLines.attempt("m\($0)#1@a", due: showStart + .milliseconds($0)) }.joined()
        // From 500 to 1499.
        #expect(try report(LogLines.header(), attempts).peakPerSecond == 5)
    }

    @Test func thePeakOfALongNight() throws {
        let attempts = (0..<12_000).map {
            LogLines.attempt("m\($0)#1@a", due: showStart + .milliseconds(Int64($0) * 10))
        }
        #expect(try report(LogLines.header(), attempts.joined()).peakPerSecond == 100)
    }

    @Test func aTornTailIsPassedOver() throws {
        let report = try report(LogLines.header(), LogLines.result("a"), "{\"event\":\"resu")
        #expect(report.tally[.sent] == 1)
    }

    @Test func damageIsAnError() {
        #expect(throws: LogError.self) { try report(LogLines.header(), "what?\n", LogLines.result("a")) }
    }

    @Test func anEmptyLogIsDamaged() {
        #expect(throws: LogError.self) { try report("") }
    }

    @Test func whatContradictsItselfIsSaid() throws {
        let report = try report(
            LogLines.header(), LogLines.attempt("a#1@a"), LogLines.result("a"), LogLines.result("a"),
            LogLines.end(planned: 1, sent: 1))
        #expect(
            report.book.contradictions == [
                "sent of a#1@a, which had ended", "the end says 1 sent, the results say 2 sent",
            ])
    }
}
