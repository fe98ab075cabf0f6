import Rehearsing
import Reporting
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// A rehearsal with somebody who holds the show, moves it and lets it go on.
struct RehearsedOperatorTests {
    let hall = RehearsalHall()

    private static let ticks = "- {id: tick, every: 10s, from: 0s, times: 6, text: x}"
    /// Two messages that the timeline holds before.
    private static let holds = """
        - {id: a, at: 20s, hold: true, text: x}
        - {id: b, at: 60s, hold: true, text: x}
        """

    private func actions(_ played: RehearsalPlayer) throws -> [ControlRecord.Action] {
        try hall.report(of: played.runs[0].id).events.map(\.action)
    }

    private func heldTimes(_ played: RehearsalPlayer) throws -> [Interval] {
        try actions(played).compactMap { if case .go(let held, _) = $0 { held } else { nil } }
    }

    private static let award = """
        - {id: a, at: 20s, text: "{{ winner }}!"}
        - {id: b, at: 60s, hold: true, text: "{{ film }}."}
        """
    private static let inputs = "inputs: {winner: {max: 20}, film: {max: 7}}"

    @Test func aValueIsGivenByACommand() throws {
        let played = try hall.play(
            timeline(Self.award, more: Self.inputs),
            commands: [
                (.set(name: "winner", value: "Ann"), at: 30), (.set(name: "film", value: "Tide"), at: 5), (.go, at: 90),
            ])
        #expect(played.ended[played.runs[0].id]?.isAllSent == true)
        #expect(played.rehearsal.commands.map(\.fate) == [.done, .done, .neverGiven])
        #expect(played.rehearsal.assumedInputs == [])
        #expect(try actions(played).contains(.go(held: .seconds(10), total: .seconds(10))))
    }

    /// A show must not wait for somebody who is not there.
    @Test func aValueThatNobodyGivesIsAsLongAsItMayBe() throws {
        let played = try hall.play(timeline(Self.award, more: Self.inputs), commands: [])
        #expect(played.ended[played.runs[0].id]?.isAllSent == true)
        #expect(played.rehearsal.assumedInputs.map(\.value) == ["winnerwinnerwinnerwi", "filmfil"])
    }

    @Test func aHoldLastsUntilItsGo() throws {
        let played = try hall.play(timeline(Self.ticks), commands: [(.hold, at: 15), (.go, at: 45)])
        #expect(try actions(played) == [.hold, .go(held: .seconds(30), total: .seconds(30))])
        #expect(played.ended[played.runs[0].id]?.isAllSent == true)
        #expect(played.now.wall - showStart > .seconds(80))
        #expect(played.rehearsal.commands.map(\.fate) == [.done, .done])
    }

    /// The clock of the commands is an operator's watch: the second comes 45 seconds into the evening, whatever the first did.
    @Test func commandsAreNotMovedByAShift() throws {
        let played = try hall.play(
            timeline(Self.ticks), commands: [(.shift(.seconds(100)), at: 5), (.skip(CueSelector("tick")), at: 45)])
        let report = try hall.report(of: played.runs[0].id)
        #expect(report.tally[.sent] == 1)
        #expect(report.tally[.cancelled] == 5)
        #expect(report.events.last?.time == showStart + .seconds(45))
    }

    @Test func theTimelinesHoldsEndAtOnce() throws {
        let played = try hall.play(timeline(Self.holds))
        #expect(try heldTimes(played) == [.zero, .zero])
    }

    @Test func theTimelinesHoldsLastAsLongAsIsAsked() throws {
        var hall = hall
        hall.holdTime = .seconds(90)
        let played = try hall.play(timeline(Self.holds))
        #expect(try heldTimes(played) == [.seconds(90), .seconds(90)])
        #expect(played.ended[played.runs[0].id]?.isAllSent == true)
    }

    /// The first hold is ended early. The go that was to end it comes in the middle of the second, and is not for that.
    @Test func aGoIsForTheHoldItWasMeantFor() throws {
        var hall = hall
        hall.holdTime = .seconds(60)
        let played = try hall.play(timeline(Self.holds), commands: [(.go, at: 30)])
        #expect(try heldTimes(played) == [.seconds(10), .seconds(60)])
    }

    @Test func whatAnOperatorHoldsNobodyElseLetsGo() throws {
        var hall = hall
        hall.holdTime = .seconds(60)
        let played = try hall.play(timeline(Self.holds), commands: [(.hold, at: 25)])
        #expect(played.isStuck)
        #expect(played.rehearsal.runsLeftHeld == [played.runs[0].id])
        #expect(try heldTimes(played) == [])
        let late = try hall.play(timeline(Self.holds, name: "late"), commands: [(.hold, at: 25), (.go, at: 40_000)])
        #expect(!late.isStuck)
        #expect(try heldTimes(late) == [.seconds(40_000 - 20), .seconds(60)])
    }

    /// Probes of an account that nobody mends go on for ever; a held show does not wait for their end.
    @Test func aHeldShowWithABrokenAccountComesToAnEnd() throws {
        let played = try hall.play(timeline(Self.ticks), faults: ["100000005"], commands: [(.hold, at: 5)])
        #expect(played.isStuck)
    }

    @Test func whatIsNotDoneIsKnown() throws {
        let played = try hall.play(
            timeline(Self.ticks), commands: [(.go, at: 5), (.cancel, at: 15), (.hold, at: 900)])
        let run = played.runs[0].id
        #expect(played.rehearsal.commands.map(\.fate) == [.refused(.notHeld(run)), .done, .neverGiven])
        #expect(played.ended[run]?[.cancelled] == 4)
        #expect(played.findings.brokenPromises == [])
    }

    @Test func aCommandMayComeBeforeTheShow() throws {
        let played = try hall.play(timeline(Self.ticks), commands: [(.shift(.seconds(5)), at: -3600)])
        #expect(try hall.report(of: played.runs[0].id).firstTime == showStart - .seconds(3601))
        #expect(played.rehearsal.commands.map(\.fate) == [.done])
    }

    @Test func aStoppedShowIsNotEnded() throws {
        let played = try hall.play(timeline(Self.ticks), commands: [(.stop, at: 25)])
        #expect(played.ended.isEmpty)
        #expect(!played.isStuck)
        #expect(try hall.report(of: played.runs[0].id).tally[.sent] == 3)
    }

    @Test func theHitsOfEachFaultAreCounted() throws {
        let played = try hall.play(timeline(Self.ticks), faults: ["104@5s..35s", "hang@1h", "refuse@35s..45s"])
        // Of the last, the delivery itself and the probes after it.
        let hits = played.findings.faultHits
        #expect(hits.prefix(2) == [3, 0])
        #expect(hits[2] > 0)
    }
}
