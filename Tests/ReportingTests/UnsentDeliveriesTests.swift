import Scheduling
import ShowTime
import TestSupport
import Testing

@testable import Reporting

/// What was not sent, by reason and by message.
struct UnsentDeliveriesTests {
    private func report(_ records: [Record]) -> RunReport {
        var report = RunReport(path: "log.jsonl")
        for record in records { report.take(record) }
        return report
    }

    private func names(_ reasons: [UnsentReason], _ report: RunReport) -> [String] {
        reasons.flatMap { reason in
            reason.groups.map {
                "\($0.name(isRepeated: report.isRepeated($0.messageID))), \($0.deliveries), \(reason.words)"
            }
        }
    }

    @Test func aCountdownThatIsSkippedIsOneLine() {
        let skipped = (4...41).flatMap { number in
            ["1", "2"].map { room in
                Record.result(
                    "countdown", .cancelled, occurrences: number...number, room: room, attempt: 0, reason: "skip",
                    due: TestShow.start + .minutes(Int64(number)), time: TestShow.start + .seconds(5))
            }
        }
        let report = report(skipped.shuffled())
        #expect(names(report.unsent.deliberate, report) == ["countdown#4–#41, 76, skipped by an operator"])
        #expect(report.unsent.failures.isEmpty)
        let group = report.unsent.deliberate.first?.groups.first
        #expect(group?.time == TestShow.start + .seconds(5))
        #expect(group?.firstDue == TestShow.start + .minutes(4))
        #expect(group?.lastDue == TestShow.start + .minutes(41))
        #expect(Set(group?.rooms ?? []) == ["1", "2"])
    }

    @Test func reasonsAreApartAndTheMostFrequentComesFirst() {
        let report = report([
            .result("a", .rejected, code: 104, reason: "room does not exist"),
            .result("b", .missed, attempt: 0, reason: "late"), .result("c", .missed, attempt: 0, reason: "late"),
            .result("d", .cancelled, attempt: 0, reason: "part refused"),
            .result("e", .cancelled, attempt: 0, reason: "cancel"),
            .result("f", .cancelled, attempt: 0, reason: "reload"), .result("g", .unknown),
        ])
        #expect(
            names(report.unsent.failures, report) == [
                "b, 1, missed (late)", "c, 1, missed (late)", "a, 1, rejected 104 (room does not exist)",
                "d, 1, cancelled (part refused)", "g, 1, unknown",
            ])
        #expect(
            names(report.unsent.deliberate, report) == [
                "e, 1, cancelled by an operator", "f, 1, no longer in the timeline that was read again",
            ])
    }

    @Test func namesAreThoseThatCommandsTake() {
        let report = report([
            .result("offer", .rejected, part: Part(2, of: 3), code: 1),
            .result("tick", .missed, attempt: 0), .result("tick", .sent, occurrences: 2...2),
            .result("once", .failed),
            .result("beat", .unknown, occurrences: 3...3), .result("beat", .unknown, occurrences: 9...12),
            .result("beat", .unknown, occurrences: 7...7), .result("beat", .unknown, occurrences: 8...8),
            .result("beat", .unknown, occurrences: 20...20),
        ])
        let names = report.unsent.failures.flatMap { reason in
            reason.groups.map { $0.name(isRepeated: report.isRepeated($0.messageID)) }
        }
        #expect(Set(names) == ["offer#1.2", "tick#1", "once", "beat#3, #7–#12, #20"])
    }

    @Test func whereNothingCouldBeSentIsKnown() {
        func at(_ seconds: Int64) -> Instant { TestShow.start + .seconds(seconds) }
        let report = report([
            .control(.hold, time: at(1)), .control(.go(held: .seconds(4), total: .seconds(4)), time: at(5)),
            .control(.accountHold(code: 3, reason: "x"), time: at(6)), .control(.networkHold(reason: "y"), time: at(7)),
            .control(.networkOK, time: at(8)), .control(.accountOK, time: at(9)), .control(.hold, time: at(10)),
            .result("a", .sent, time: at(20)),
        ])
        #expect(
            report.pauses == [
                RunPause(cause: .hold, from: at(1), to: at(5)), RunPause(cause: .account, from: at(6), to: at(9)),
                RunPause(cause: .network, from: at(7), to: at(8)), RunPause(cause: .hold, from: at(10), to: at(20)),
            ])
    }
}
