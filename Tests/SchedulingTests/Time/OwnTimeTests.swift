import Scheduling
import ShowTime
import TestSupport
import Testing

/// A run in progress keeps its own time, however the wall clock is set. The times of its records are its own; those before
/// a transcript's lines are the wall clock's.
@Suite struct OwnTimeTests {
    /// Forty-one messages, one a second.
    private static let script = "- {id: a, every: 1s, from: 0s, times: 41, text: x}"

    /// By the uptime, everything leaves exactly when it is due.
    private func expectOnTime(_ show: TestShow, count: Int = 41, sourceLocation: SourceLocation = #_sourceLocation) {
        let results = show.results
        #expect(results.count == count, sourceLocation: sourceLocation)
        #expect(results.allSatisfy { $0.outcome == .sent }, sourceLocation: sourceLocation)
        #expect(results.allSatisfy { $0.late == .zero }, sourceLocation: sourceLocation)
        #expect(results.allSatisfy { $0.time - $0.due == "100ms" }, sourceLocation: sourceLocation)
    }

    @Test(arguments: ["5m", "-5m", "24h", "-24h", "2s", "-2s"] as [Interval])
    func aLargeStepBurnsAndDelaysNothing(step: Interval) {
        var show = TestShow(Self.script)
        show.play(until: "10500ms")
        show.stepClock(by: step)
        show.play(for: "40s")
        expectOnTime(show)
        #expect(show.controls == ["clock_step \(step.inSeconds) off \(step.inSeconds)"])
        // The times of the records go on as if nothing had been.
        #expect(show.results.last?.time == TestShow.start + "40100ms")
        guard case .end(let end)? = show.records.last else { return #expect(Bool(false), "there is no end") }
        #expect(end.time == TestShow.start + "40100ms")
    }

    /// What is in the queue when the clock is set neither stalls nor ages, and the quota's pace stays.
    @Test func whatWaitsForTheQuotaGoesOn() {
        var show = TestShow("- {id: a, at: 0s, rooms: all, text: x}\n- {id: b, at: 10s, text: x}", rate: 2)
        show.play(until: "100ms")
        show.stepClock(by: "-5m")
        show.play(for: "10s")
        #expect(
            show.departures == [
                "0.000 > a#1@1", "-299.490 > a#1@2", "-298.975 > a#1@3", "-290.000 > b#1@1",
            ])
    }

    @Test(arguments: ["1500ms", "-1500ms", "1999ms"] as [Interval])
    func aSmallStepIsFollowed(step: Interval) {
        var show = TestShow("- {id: a, every: 10s, from: 0s, times: 5, text: x}")
        show.play(until: "15s")
        show.stepClock(by: step)
        show.play(until: "60s")
        #expect(show.departures == (0..<5).map { "\($0 * 10).000 > a#\($0 + 1)@1" })
        #expect(show.tally[.sent] == 5)
        // For the process that goes on after this one.
        #expect(show.controls == ["clock_step \(step.inSeconds) off 0.000"])
        #expect(show.status.runs[0].clockOff == .zero)
    }

    /// Many small steps in one direction, as a clock is disciplined: they are followed however far they lead.
    @Test func manySmallStepsAreFollowed() {
        var show = TestShow("- {id: a, every: 10s, from: 0s, times: 20, text: x}")
        show.play(until: "1s")
        for number in 1...60 {
            show.stepClock(by: "50ms")
            show.play(until: .seconds(Int64(number) * 3))
        }
        show.play(until: "250s")
        #expect(show.departures == (0..<20).map { "\($0 * 10).000 > a#\($0 + 1)@1" })
        #expect(show.controls == Array(repeating: "clock_step 0.100 off 0.000", count: 30))
    }

    /// A step that takes back the one before it leaves nothing behind; one that nearly does is followed.
    @Test(arguments: ["-5m", "-299s"] as [Interval])
    func aStepMayBeTakenBack(back: Interval) {
        var show = TestShow(Self.script)
        show.play(until: "10500ms")
        show.stepClock(by: "5m")
        show.play(for: "5s")
        #expect(show.status.runs[0].clockOff == "5m")
        show.stepClock(by: back)
        show.play(until: "60s")
        #expect(show.tally[.sent] == 41)
        #expect(show.tally.total == 41)
        #expect(show.departures.last == "40.000 > a#41@1")
        #expect(show.controls == ["clock_step 300.000 off 300.000", "clock_step \(back.inSeconds) off 0.000"])
        #expect(show.status.runs[0].clockOff == .zero)
    }

    /// While the show keeps its own time, small steps are followed all the same, and the same large one is told once.
    @Test func aLargeStepIsToldOnce() {
        var show = TestShow(Self.script)
        show.play(until: "10500ms")
        show.stepClock(by: "5m")
        show.stepClock(by: "50ms")
        show.play(for: "40s")
        expectOnTime(show, count: 41)
        #expect(show.controls == ["clock_step 300.000 off 300.000"])
    }

    @Test func aShiftFollowsTheClock() {
        var show = TestShow("- {id: a, every: 1m, from: 0s, times: 3, text: x}")
        show.play(until: "10s")
        show.stepClock(by: "-30s")
        show.perform(.shift("30s"))
        show.play(until: "5m")
        #expect(show.departures == ["0.000 > a#1@1", "60.000 > a#2@1", "120.000 > a#3@1"])
        #expect(show.tally[.sent] == 3)
    }

    // MARK: What has not begun

    @Test func aRunThatHasNotBegunFollowsTheWallClock() {
        var show = TestShow(Self.script, at: "-1h")
        show.play(until: "-50m")
        show.stepClock(by: "40m")
        show.play(until: "-1m")
        show.stepClock(by: "-1m")
        show.play(until: "60s")
        #expect(show.departures.first == "0.000 > a#1@1")
        expectOnTime(show)
        // The header said something else.
        #expect(show.controls == ["clock_step 2340.000 off 0.000"])
    }

    @Test func aStepOverTheStartIsAStartThatIsLate() {
        var show = TestShow("- {id: a, at: 0s, text: x}\n- {id: b, at: 2m, text: x}", at: "-10s")
        show.play(until: "-5s")
        show.stepClock(by: "65s")
        show.play(until: "130s")
        #expect(show.lines(with: ": late", ">") == ["60.000 a#1@1 missed: late", "120.000 > b#1@1"])
    }

    /// What is due before the start begins the run.
    @Test func aMessageBeforeTheStartBeginsIt() {
        var show = TestShow("- {id: a, at: -1m, text: x}\n- {id: b, at: 0s, text: x}", at: "-2m")
        show.play(until: "-30s")
        show.stepClock(by: "10m")
        show.play(for: "40s")
        #expect(show.tally[.sent] == 2)
        #expect(show.results.allSatisfy { $0.late == .zero })
    }

    /// A silence after the start is part of the show.
    @Test func theStartBeginsIt() {
        var show = TestShow("- {id: a, at: 10m, text: x}", at: "-1m")
        show.play(until: "1m")
        show.stepClock(by: "1h")
        show.play(for: "10m")
        #expect(show.results.map(\.late) == [.zero])
        #expect(show.results.first?.due == TestShow.start + "10m")
    }

    // MARK: Holds

    @Test(arguments: ["5m", "-5m"] as [Interval])
    func aHoldLastsAsLongAsItLasts(step: Interval) {
        var show = TestShow(Self.script)
        show.play(until: "10500ms")
        show.perform(.hold)
        show.stepClock(by: step)
        show.play(for: "20s")
        show.perform(.go)
        show.play(for: "40s")
        expectOnTime(show)
        #expect(show.controls.last == "go 20.000 total 20.000")
    }

    @Test func aHoldBeforeTheStartKeepsTheTime() {
        var show = TestShow(Self.script, at: "-1m")
        show.perform(.hold)
        show.stepClock(by: "5m")
        show.play(for: "20s")
        show.perform(.go)
        show.play(for: "2m")
        expectOnTime(show)
        #expect(show.controls.last == "go 20.000 total 20.000")
    }

    // MARK: Several runs

    @Test func eachRunHasATimeOfItsOwn() {
        var show = TestShow(at: "-1s")
        show.load(TestTimeline.timeline(Self.script, name: "one"))
        show.load(TestTimeline.timeline(Self.script, name: "two"), start: TestShow.start + "20m")
        show.play(until: "10500ms")
        show.stepClock(by: "15m")
        show.play(until: "21m")
        expectOnTime(show, count: 82)
        #expect(show.lines(with: "> a#1@1") == ["0.000 one > a#1@1", "1200.000 two > a#1@1"])
        #expect(show.status.runs.map(\.clockOff) == ["15m", .zero])
    }

    // MARK: Restarts

    @Test(arguments: ["5m", "-5m", "1s", "-1s"] as [Interval])
    func aRestartOnTheSameBootKeepsTheTime(step: Interval) {
        var show = TestShow(Self.script)
        show.play(until: "10500ms")
        show.crash(downFor: "2s", clockStep: step)
        show.play(for: "40s")
        #expect(show.tally[.missed] == 0)
        #expect(show.tally.total == 41)
        let isLarge = step.magnitude >= RunClock.leastStep
        // What was due while nobody played is late by so much, and nothing else is.
        let late = show.results.map(\.late).filter { $0 != .zero }
        if isLarge { #expect(late == ["1500ms", "500ms"]) }
        #expect(show.controls == ["clock_step \(step.inSeconds) off \(isLarge ? step.inSeconds : "0.000")"])
    }

    /// What was stepped and told of by the process before is kept and not told of again.
    @Test func aStepBeforeTheRestartIsNotToldAgain() {
        var show = TestShow(Self.script)
        show.play(until: "5500ms")
        show.stepClock(by: "1s")
        show.play(until: "10500ms")
        show.stepClock(by: "5m")
        show.crash(downFor: "100ms")
        show.play(for: "1s")
        show.crash(downFor: "100ms")
        show.play(for: "40s")
        #expect(show.tally[.sent] == 41)
        #expect(show.tally.total == 41)
        #expect(show.results.allSatisfy { $0.late <= "1s" })
        #expect(show.controls == ["clock_step 1.000 off 0.000", "clock_step 300.000 off 300.000"])
        #expect(show.status.runs[0].clockOff == "5m")
    }

    /// Small steps that were followed add up to more than two seconds, and the next process knows.
    @Test func smallStepsAreKnownAfterARestart() {
        var show = TestShow("- {id: a, every: 10s, from: 0s, times: 5, text: x}")
        show.play(until: "1s")
        for _ in 1...5 { show.stepClock(by: "1500ms") }
        show.crash(downFor: "1s")
        show.play(until: "60s")
        #expect(show.departures == (0..<5).map { "\($0 * 10).000 > a#\($0 + 1)@1" })
        #expect(show.controls == Array(repeating: "clock_step 1.500 off 0.000", count: 5))
    }

    @Test func aHoldIsMeasuredOverARestart() {
        var show = TestShow(Self.script)
        show.play(until: "10500ms")
        show.perform(.hold)
        show.crash(downFor: "10s", clockStep: "5m")
        show.play(for: "10s")
        show.perform(.go)
        show.play(for: "40s")
        expectOnTime(show)
        #expect(show.controls.last == "go 20.000 total 20.000")
    }

    @Test func aRunThatHadNotBegunFollowsTheWallClockAfterARestart() {
        var show = TestShow(Self.script, at: "-10m")
        show.play(until: "-9m")
        show.crash(downFor: "1s", clockStep: "5m")
        show.play(until: "60s")
        #expect(show.departures.first == "0.000 > a#1@1")
        expectOnTime(show)
        #expect(show.controls == [])
    }

    /// After another boot nobody knows for how long the host was down but the wall clock.
    @Test func anotherBootGoesByTheWallClock() {
        var show = TestShow("- {id: a, every: 10s, from: 0s, times: 12, text: x}")
        show.play(until: "15s")
        show.stepClock(by: "30s")
        show.reboot(downFor: "20s")
        show.play(until: "3m")
        // It is 65 s by the wall clock when it goes on: what is more than 30 s late by then is missed.
        #expect(
            show.departures.map { $0.split(separator: " ")[2] }
                == ["a#1@1", "a#2@1", "a#5@1", "a#6@1", "a#7@1", "a#8@1", "a#9@1", "a#10@1", "a#11@1", "a#12@1"])
        #expect(show.departures.last == "110.000 > a#12@1")
        #expect(show.results.filter { $0.outcome == .missed }.map(\.messageID) == ["a", "a"])
        #expect(show.status.runs.last?.clockOff == .zero)
    }
}
