import ShowTime
import Testing
import Timelines

@testable import RunLog
@testable import Scheduling

@Suite struct RecoveryTests {
    private func recover(_ records: [Record], header: RunHeader? = .sample(), tail: String = "") throws -> RecoveredLog
    {
        let log = try LogOnDisk((header.map { line(.run($0)) } ?? "") + records.map { line($0) }.joined() + tail)
        return try LogReader.recover(log.path, for: show())
    }

    private func recovery(_ records: Record...) throws -> RunRecovery {
        // Whatever contradicts itself in here is not what these tests are about.
        var recovery = RunRecovery(try show())
        for record in [.run(.sample())] + records { recovery.take(record) }
        recovery.finish()
        return recovery
    }

    /// `message#occurrence@position` of what was attempted and has not ended.
    private func open(_ recovery: RunRecovery) -> [String] {
        recovery.open.keys.map { "\(recovery.timeline.messages[Int($0.message)].id)#\($0.occurrence)@\($0.position)" }
            .sorted()
    }

    private func isEnded(_ recovery: RunRecovery, _ message: Int, _ occurrence: Int, _ position: Int) -> Bool {
        recovery.ledger.contains(message: message, position: position, occurrence: occurrence)
    }

    @Test(arguments: ["", "{\"event\":\"run\",\"ti"])
    func aLogWithoutAHeaderIsDamaged(text: String) {
        #expect(throws: LogError.self) { try recover([], header: nil, tail: text) }
    }

    @Test func aLogThatContradictsItselfIsRefused() throws {
        let twice = [Record.result(.sample(.missed, attempt: 0)), .result(.sample(.missed, attempt: 0))]
        do {
            _ = try recover(twice)
            Issue.record("it was read")
        } catch let error as LogError {
            guard case .contradicting(let path, let first, 1) = error else { throw error }
            #expect(first == "missed of welcome#1@r1, which had ended")
            #expect(
                error.message == """
                    \(path) contradicts itself: missed of welcome#1@r1, which had ended: "showcaller salvage \(path)" makes a log \
                    of it that counts all that is doubtful as unknown
                    """)
        }
    }

    @Test func theFirstHeaderIsTheRuns() throws {
        let log = try LogOnDisk(
            line(.run(.sample())) + line(.control(.shutdown)) + line(.run(.sample(resumed: true))) + "torn")
        let recovered = try LogReader.recover(log.path, for: show())
        #expect(recovered.header == .sample())
        #expect(try recovered.wholeLength == log.bytes.count - 4)
        #expect(recovered.recovery.finished == 0)
        #expect(recovered.recovery.end == nil)
    }

    @Test func whatHasEndedStaysEnded() throws {
        let recovery = try recovery(
            .attempt(.sample()), .result(.sample(.sent)), .result(.sample(.missed, room: "r2", attempt: 0)),
            .result(.sample(.rejected, "countdown", 2)), .result(.sample(.unknown, "countdown", 3, room: "r2")))
        #expect(open(recovery) == [])
        #expect(recovery.finished == 4)
        #expect(recovery.ledger.count == 4)
        #expect(
            [recovery.tally[.sent], recovery.tally[.missed], recovery.tally[.rejected], recovery.tally[.unknown]] == [
                1, 1, 1, 1,
            ])
        #expect(isEnded(recovery, 0, 1, 0) && isEnded(recovery, 0, 1, 1))
        #expect(isEnded(recovery, 1, 2, 0) && isEnded(recovery, 1, 3, 1))
        #expect(!isEnded(recovery, 1, 2, 1) && !isEnded(recovery, 1, 3, 0) && !isEnded(recovery, 1, 1, 0))
    }

    @Test func anAttemptWithoutAResultMayHaveBeenShown() throws {
        let recovery = try recovery(
            .attempt(.sample(due: noon + .seconds(5))), .attempt(.sample("countdown", 4, room: "r2", number: 3)))
        #expect(open(recovery) == ["countdown#4@1", "welcome#1@0"])
        let attempts = Set(recovery.open.values.map { "\($0.attempts) \($0.isAnswered)" })
        #expect(attempts == ["0 false", "2 false"])
        #expect(Set(recovery.open.values.map(\.due)) == [noon, noon + .seconds(5)])
        #expect(recovery.finished == 0)
    }

    @Test func whatIsRetriedHasItsAttemptsBehindIt() throws {
        let recovery = try recovery(
            .attempt(.sample()), .result(.sample(.retrying, attempt: 1, code: 50_012, reason: "busy")),
            .attempt(.sample(number: 2)),
            .result(.sample(.retrying, attempt: 2, code: 500, reason: "later", due: noon + .seconds(1))))
        let delivery = try #require(recovery.open.values.first)
        #expect(delivery.attempts == 2)
        #expect(delivery.isAnswered)
        #expect(delivery.code == 500 && delivery.reason == "later" && delivery.outcome == .retrying)
        #expect(delivery.due == noon + .seconds(1))
    }

    @Test(arguments: [Outcome.throttled, .held])
    func whatWasThrottledOrHeldWasNoAttempt(outcome: Outcome) throws {
        let recovery = try recovery(
            .attempt(.sample()), .result(.sample(.retrying, attempt: 1, code: 500)),
            .attempt(.sample(number: 2)), .result(.sample(outcome, attempt: 2, code: 206)))
        let delivery = try #require(recovery.open.values.first)
        #expect(delivery.attempts == 1)
        #expect(delivery.isAnswered)
        #expect(delivery.outcome == outcome)
    }

    @Test func anAttemptAfterARetryIsDanglingAgain() throws {
        let recovery = try recovery(
            .attempt(.sample()), .result(.sample(.retrying, attempt: 1, code: 500)),
            .attempt(.sample(number: 2)))
        let delivery = try #require(recovery.open.values.first)
        #expect(delivery.attempts == 1 && !delivery.isAnswered)
    }

    @Test func oneRecordMayEndManyOccurrences() throws {
        let recovery = try recovery(
            .result(.sample(.cancelled, "notice", 5, last: 5_000_000, attempt: 0)),
            .result(.sample(.cancelled, "countdown", 2, last: 5, room: "r2", attempt: 0)))
        #expect(recovery.tally[.cancelled] == 5_000_000)
        #expect(recovery.ledger.count == 5_000_000)
        #expect([4, 5, 5_000_000, 5_000_001].map { isEnded(recovery, 2, $0, 0) } == [false, true, true, false])
        #expect((1...5).map { isEnded(recovery, 1, $0, 1) } == [false, true, true, true, true])
        #expect((1...5).map { isEnded(recovery, 1, $0, 0) } == [false, false, false, false, false])
    }

    @Test func namesThatTheTimelineNoLongerHasCountInTheTotalsAndNowhereElse() throws {
        let recovery = try recovery(
            .result(.sample(.sent, "gone")), .result(.sample(.sent, "welcome", 1, room: "gone")),
            .result(.sample(.missed, "countdown", 6, attempt: 0)),
            .result(.sample(.cancelled, "old", 1, last: 100, attempt: 0)))
        #expect(recovery.finished == 103)
        #expect(recovery.ledger.count == 0)
        #expect(open(recovery) == [])
        #expect(recovery.orphans.isEmpty)
    }

    @Test func whatWasBegunOfThemIsAnOrphan() throws {
        let recovery = try recovery(
            .attempt(.sample("later", due: noon + .seconds(9))), .attempt(.sample("gone")),
            .attempt(.sample("retried")), .result(.sample(.retrying, "retried", attempt: 1, code: 500)),
            .attempt(.sample("ended")), .result(.sample(.rejected, "ended")))
        #expect(recovery.orphans.map(\.messageID) == ["gone", "retried", "later"])
        #expect(recovery.orphans.map(\.delivery.isAnswered) == [false, true, false])
        #expect(recovery.orphans.map(\.delivery.attempts) == [0, 1, 0])
        #expect(recovery.finished == 1)
        #expect(open(recovery) == [])
    }

    @Test func aHoldLastsUntilTheGo() throws {
        let held = try recovery(.control(.hold, at: noon + .seconds(3)))
        #expect(held.heldSince == noon + .seconds(3))
        #expect(held.shift == .zero)
        let going = try recovery(
            .control(.hold, at: noon + .seconds(3)),
            .control(.go(held: .seconds(4), total: .seconds(4)), at: noon + .seconds(7)))
        #expect(going.heldSince == nil)
        #expect(going.shift == .seconds(4))
    }

    /// A kill between the records of a reload must not let a show go on that stands still.
    @Test func aShowThatStoodStillAtAReloadStillDoes() throws {
        let before = Record.control(.holdBefore(message: "gone", due: noon + .seconds(3)))
        let reload = Record.control(.reload(ReloadRecord()), at: noon + .seconds(5))
        let shift = Record.control(.shift(by: .seconds(2), total: .seconds(2)), at: noon + .seconds(5))
        // Its message is no longer there: an operator ends it, from where the show stands.
        #expect(try recovery(before, reload).hold == .byOperator(since: noon + .seconds(3)))
        #expect(try recovery(before, reload, shift).hold == .byOperator(since: noon + .seconds(5)))
        #expect(try recovery(before, .control(.hold), reload, shift).hold == .byOperator(since: noon + .seconds(5)))
        let held = Record.control(.hold, at: noon + .seconds(6))
        #expect(try recovery(before, reload, shift, held).hold == .byOperator(since: noon + .seconds(6)))
        let go = Record.control(.go(held: .seconds(2), total: .seconds(4)), at: noon + .seconds(8))
        #expect(try recovery(before, reload, shift, held, go).hold == nil)
    }

    @Test func theLastTotalIsTheShift() throws {
        let recovery = try recovery(
            .control(.shift(by: .seconds(2), total: .seconds(2))), .control(.hold),
            .control(.shift(by: .seconds(-5), total: .seconds(-3))),
            .control(.go(held: .seconds(1), total: .seconds(-2))))
        #expect(recovery.shift == .seconds(-2))
        #expect(recovery.heldSince == nil)
    }

    @Test func skipsAndCancelsAreRemembered() throws {
        let recovery = try recovery(
            .control(.skip(message: "welcome")), .control(.skip(message: "gone")), .control(.reload(ReloadRecord())),
            .control(.accountHold(code: 4, reason: "x")), .control(.accountOK), .control(.shutdown))
        #expect(recovery.skipped == ["welcome", "gone"])
        #expect(!recovery.isCancelled)
        #expect(try self.recovery(.control(.cancel)).isCancelled)
    }

    @Test func aRunThatHasEndedSaysHow() throws {
        var tally = Tally()
        tally[.sent] = 3
        let recovery = try recovery(
            .result(.sample(.sent)), .end(EndRecord(time: noon, run: showID, planned: 3, tally: tally)))
        #expect(recovery.end?.planned == 3)
        #expect(recovery.end?.tally == tally)
        #expect(!recovery.canBePlayed(from: noon, at: noon))
    }

    @Test func damageIsAnErrorAndNotARunThatHasNotBegun() throws {
        let log = try LogOnDisk("x\n" + line(.run(.sample())))
        #expect(throws: LogError.damaged(path: log.path, line: 1, what: "this line is not a record")) {
            try LogReader.recover(log.path, for: show())
        }
    }
}
