import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// The disk takes 20 ms with each claim, unless a test stalls it.
@Suite struct ClaimTests {
    private static let modes: [Durability] = [.power, .strict]

    @Test func nothingIsClaimedForAProcessAlone() {
        var show = TestShow("- {id: a, at: 0, text: x}")
        show.play(until: "1m")
        #expect(show.claims.isEmpty)
        #expect(show.departures == ["0.000 > a#1@1"])
    }

    @Test(arguments: modes)
    func whatTheScriptBringsIsClaimedTwoSecondsAheadAndIsOnTime(mode: Durability) {
        var show = TestShow(
            "- {id: a, at: 0, text: x}\n- {id: b, at: 30s, text: x}\n- {id: c, every: 100ms, from: 31s, times: 20, text: x}",
            durability: mode)
        show.play(until: "27900ms")
        // a, then nothing any more: what has ended is not claimed for long.
        #expect(show.claims == [["a#1@1"], []])
        show.play(until: "28s")
        #expect(show.claims.last == ["b#1@1"])
        show.play(until: "1m")
        #expect(show.results.count == 22)
        #expect(show.results.allSatisfy { $0.late == .zero && $0.outcome == .sent })
        #expect(show.claims.last == [])
    }

    @Test(arguments: modes)
    func whatNobodyCouldForeseeWaitsForAClaimOfItsOwn(mode: Durability) {
        var show = TestShow("- {id: a, at: 1s, text: x}\n- {id: b, at: 10s, text: x}", durability: mode)
        show.play(until: "500ms")
        show.perform(.shift("-9500ms"))
        show.play(until: "1s")
        // b is due at 0.500; a was claimed when it came to be late.
        #expect(show.departures == ["0.500 > a#1@1", "0.520 > b#1@1"])
    }

    @Test func whatWaitsForItsClaimIsInNobodysWay() {
        var show = TestShow(
            "- {id: far, at: 5s, text: x}\n- {id: near, at: 1s, category: chat, text: x}", rate: 100,
            durability: .strict)
        show.play(until: "900ms")
        show.perform(.shift("-4100ms"))
        show.play(until: "2s")
        #expect(show.departures == ["0.900 > near#1@1", "0.920 > far#1@1"])
    }

    @Test(arguments: modes)
    func whatAReloadBringsIsClaimedAnew(mode: Durability) {
        var show = TestShow("- {id: a, at: 1s, text: x}", durability: mode)
        show.play(until: "990ms")
        show.reload("- {id: a, at: 1s, text: y}\n- {id: b, at: 1s, text: y}")
        show.play(until: "2s")
        // The claim has a by this name already.
        #expect(show.departures == ["1.000 > a#1@1", "1.010 > b#1@1"])
        #expect(show.claims.contains(["a#1@1", "b#1@1"]))
    }

    @Test(arguments: modes)
    func anotherNameIsClaimedAnew(mode: Durability) {
        var show = TestShow("- {id: a, at: 1s, text: x}", durability: mode)
        show.play(until: "990ms")
        show.reload("- {id: b, at: 1s, text: x}")
        show.play(until: "2s")
        #expect(show.departures == ["1.010 > b#1@1"])
    }

    /// A claim has what was on its way when it was asked for, by the keys of the version that it left with.
    @Test func aClaimOfAVersionThatIsGoneIsForgotten() {
        func script(_ text: String) -> String {
            "- {id: a, at: 1s, text: x}\n- {id: b, at: 2s, text: x}\n- {id: z, at: 1m, text: \(text)}"
        }
        var show = TestShow(script("1"), durability: .power)
        show.answers["b#1@1"] = [.accepted.after("1s")]
        show.play(until: "2100ms")
        show.reload("- {id: z, at: 1m, text: 2}\n- {id: b, at: 2s, text: x}")
        // The claim that is asked for now has b with the key that it left with.
        show.play(until: "3001ms")
        show.reload("- {id: z, at: 1m, text: 3}")
        show.reload("- {id: z, at: 1m, text: 4}")
        show.play(until: "2m")
        #expect(show.attempts.last?.content == "4")
    }

    @Test func aClaimHasNoMoreThanTheQuotaLetsGo() {
        let rooms = (0..<4000).map { "r\($0): {id: \"\($0)\"}" }.joined(separator: "\n  ")
        let text = """
            timeline: show
            sender: {id: host}
            rooms:
              \(rooms)
              all: [\((0..<4000).map { "r\($0)" }.joined(separator: ", "))]
            defaults: {rooms: all, max_late: 10m}
            messages: [{id: a, at: 0, text: x}]
            """
        var show = TestShow(rate: 100, durability: .strict, at: "-5s")
        show.load(TestTimeline.load(text))
        show.play(until: "2m")
        #expect(show.tally[.sent] == 4000)
        // What is to leave, and as much that is on its way at most.
        #expect(show.claims.allSatisfy { $0.count <= 230 })
        // The quota is used as if nothing was claimed.
        var without = TestShow(rate: 100, at: "-5s")
        without.load(TestTimeline.load(text))
        without.play(until: "2m")
        #expect(show.departures == without.departures)
    }

    @Test(arguments: modes)
    func aHeldShowClaimsNothing(mode: Durability) {
        var show = TestShow("- {id: a, at: 1s, text: x}\n- {id: b, at: 90s, text: x}", durability: mode)
        show.play(until: "500ms")
        show.perform(.hold)
        show.play(until: "1m")
        #expect(show.claims == [["a#1@1"], []])
        show.perform(.go)
        show.play(until: "3m")
        #expect(show.departures == ["60.500 > a#1@1", "149.500 > b#1@1"])
    }

    @Test(arguments: modes)
    func aRetryAndTheNextPartOfATextDoNotWait(mode: Durability) {
        var show = TestShow(
            "- {id: a, at: 1s, text: \"{{ 'word ' * 500 }}x\", overflow: split}\n- {id: b, at: 10s, text: x}",
            durability: mode)
        show.answers["b"] = [.transient]
        show.play(until: "1m")
        #expect(show.departures.prefix(3) == ["1.000 > a#1.1@1", "1.100 > a#1.2@1", "1.200 > a#1.3@1"])
        #expect(show.results(of: "b#1@1") == ["retrying", "sent"])
        var without = TestShow("- {id: b, at: 10s, text: x}")
        without.answers["b"] = [.transient]
        without.play(until: "1m")
        #expect(show.departures.suffix(2) == without.departures.suffix(2))
    }

    // MARK: A disk that does not answer

    private static let ticks = "- {id: a, every: 500ms, from: 0, until: 30s, max_late: 1s, text: x}"

    @Test func aStalledDiskIsOneAlarmAndTheShowGoesOn() {
        var show = TestShow(Self.ticks, durability: .power)
        show.play(until: "10100ms")
        show.stallDisk()
        show.play(until: "20s")
        show.mendDisk()
        show.play(until: "40s")
        #expect(show.results.allSatisfy { $0.outcome == .sent && $0.late == .zero })
        #expect(show.lines(with: "claims") == ["12.250 claims overdue", "20.000 claims caught up"])
    }

    @Test func aStrictShowWaitsForTheDiskAndMissesWhatBecomesTooLate() {
        var show = TestShow(Self.ticks, durability: .strict)
        show.play(until: "10100ms")
        show.stallDisk()
        show.play(until: "20s")
        show.mendDisk()
        show.play(until: "40s")
        #expect(show.lines(with: "claims") == ["12.250 claims overdue", "20.000 claims caught up"])
        let missed = show.results.filter { $0.outcome == .missed }
        // What was claimed leaves; the rest is missed when it becomes too late, not when the disk is back.
        #expect(missed.map { $0.due - TestShow.start } == (25..<39).map { Interval.milliseconds($0 * 500) })
        #expect(missed.allSatisfy { (.seconds(1)..."1001ms").contains($0.late) })
        // What is not yet too late leaves when its claim is made.
        #expect(
            show.departures.filter { $0.hasPrefix("20.") }.prefix(3) == [
                "20.020 > a#40@1", "20.020 > a#41@1", "20.500 > a#42@1",
            ])
        #expect(show.tally[.sent] == 61 - 14)
    }

    @Test func whatIsFiredInAStallWaitsNoLongerThanAClaimReaches() {
        var show = TestShow("- {id: a, at: 1m, text: x}", durability: .power)
        show.play(until: "10s")
        show.stallDisk()
        show.perform(.shift("-50s"))
        show.play(until: "20s")
        #expect(show.departures == ["12.000 > a#1@1"])
        #expect(show.lines(with: "claims") == ["12.000 claims overdue"])
    }

    @Test func aClaimThatFailsIsMadeAgain() throws {
        var show = TestShow("- {id: a, at: 2s, text: x}", durability: .strict)
        show.stallDisk()
        show.play(until: "100ms")
        show.claimFailed(try #require(show.world.takeWaitingClaims().first))
        show.play(until: "900ms")
        show.mendDisk()
        show.play(until: "3s")
        #expect(show.departures == ["2.000 > a#1@1"])
        #expect(show.lines(with: "claims") == [])
    }

    @Test func anAnswerToAnEarlierClaimSaysNothing() throws {
        var show = TestShow("- {id: a, at: 2s, text: x}", durability: .strict)
        show.stallDisk()
        show.play(until: "100ms")
        let first = try #require(show.world.takeWaitingClaims().first)
        show.claimFailed(first)
        show.play(until: "500ms")
        show.claimed(first)
        show.play(until: "3s")
        #expect(show.departures == [])
    }

    @Test(arguments: modes)
    func aRunThatIsStoppedInAStallStops(mode: Durability) {
        var show = TestShow("- {id: a, at: 1m, text: x}", durability: mode)
        show.play(until: "10s")
        show.stallDisk()
        show.perform(.shift("-50s"))
        show.shutDown()
        show.mendDisk()
        show.play(until: "30s")
        #expect(show.departures == [])
        #expect(show.scheduler.isIdle)
    }

    /// Nothing of it leaves any more, whenever its claim is made: nobody wakes for that.
    @Test(arguments: modes)
    func aClaimOfAStoppedRunIsNotOverdue(mode: Durability) {
        var show = TestShow("- {id: a, at: 2s, text: x}", durability: mode)
        show.answers["a"] = [.accepted.after("10s")]
        show.play(until: "2s")
        show.stallDisk()
        show.reload("- {id: a, at: 2s, text: x}\n- {id: b, at: 3s, text: x}")
        show.shutDown()
        show.play(until: "1m")
        #expect(show.lines(with: "claims") == [])
    }

    // MARK: What operators send

    /// No hold stops what an operator sends, and no claim that failed once.
    @Test func whatIsSentDuringAHoldIsClaimedAgain() throws {
        var show = TestShow("- {id: a, at: 1m, text: x}\n- {id: b, at: 2m, text: x}", durability: .strict)
        show.play(until: "1s")
        show.perform(.hold)
        show.play(until: "10s")
        show.stallDisk()
        show.perform(.fire(CueSelector("a")))
        show.claimFailed(try #require(show.world.takeWaitingClaims().first))
        #expect(show.world.takeWaitingClaims() == [])
        show.mendDisk()
        show.play(until: "20s")
        // After the pause between two claims.
        #expect(show.departures == ["10.270 > a#1@1"])
    }

    // MARK: How late

    /// A show at half the quota, with crowds and an API that throttles now and then, on a disk that takes 20 ms.
    @Test(arguments: modes)
    func claimsMakeNothingLater(mode: Durability) {
        let plain = Self.latenesses(.process)
        let claimed = Self.latenesses(mode)
        #expect(plain.count == 500)
        #expect(claimed.count == 500)
        for share in [0.5, 0.9, 0.99] {
            let index = Int(Double(plain.count - 1) * share)
            #expect(claimed[index].nanoseconds <= plain[index].nanoseconds * 12 / 10, "p\(Int(share * 100))")
        }
    }

    private static func latenesses(_ mode: Durability) -> [Interval] {
        let messages = """
            - {id: tick, every: 100ms, from: 0, times: 200, text: x}
            - {id: crowd, every: 2s, from: 500ms, times: 20, rooms: all, text: x}
            - {id: burst, every: 10ms, from: 10s, times: 180, category: chat, text: x, rooms: [r4, r5], when: "room.name == 'r4' or occurrence > 120"}
            """
        var show = TestShow(messages, rate: 50, durability: mode)
        for number in 0..<10 { show.answers["tick#\(number * 20 + 1)@1"] = [.throttledApp] }
        show.play(until: "5m")
        return show.results.filter { $0.outcome == .sent }.map(\.late).sorted()
    }
}
