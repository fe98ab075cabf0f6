import Rehearsing
import RunLog
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

/// Values that operators give on the night, and the show that waits for them.
@Suite struct InputTests {
    private static func timeline(
        _ messages: String, inputs: String = "winner: {prompt: Who won?, max: 20}"
    ) -> Timeline {
        TestTimeline.load(
            "timeline: show\nsender: {id: host}\n\(TestTimeline.rooms)inputs: {\(inputs)}\n"
                + "defaults: {rooms: r1}\nmessages:\n\(messages)\n")
    }

    private static func show(_ messages: String, inputs: String = "winner: {prompt: Who won?, max: 20}") -> TestShow {
        var show = TestShow(at: "-1s")
        show.load(timeline(messages, inputs: inputs))
        return show
    }

    private static let script = """
        - {id: a, at: 10s, text: x}
        - {id: b, at: 20s, text: "{{ winner }} has won"}
        - {id: c, at: 30s, text: x}
        """

    @Test func theShowWaitsBeforeWhatNeedsAValue() {
        var show = Self.show(Self.script)
        show.play(until: "5m")
        #expect(show.lines == ["10.000 > a#1@1", "10.100 a#1@1 sent", "20.000 hold before b at 20.000 for winner"])
        let run = show.status.runs[0]
        #expect(run.state == .held && run.heldBefore == "b" && run.holdInputs == ["winner"])
        #expect(
            run.inputs == [InputStatus(name: "winner", prompt: "Who won?", max: 20, value: nil, neededBy: "b")])
        #expect(show.scheduler.nextWake == Scheduler.Wake(wall: nil, uptime: nil))
    }

    @Test func aValueLetsItGoOnAsGoDoes() {
        var show = Self.show(Self.script)
        show.play(until: "1m")
        #expect(show.perform(.set(name: "winner", value: " 小明\t"), from: CommandOrigin(id: "1", by: "Ann")) == nil)
        show.play(until: "2m")
        #expect(
            Array(show.lines.dropFirst(3)) == [
                "60.000 set winner=小明", "60.000 go 40.000 total 40.000", "60.000 > b#1@1", "60.100 b#1@1 sent",
                "70.000 > c#1@1", "70.100 c#1@1 sent", "70.100 end of 3: sent 3", "70.100 ended",
            ])
        #expect(show.attempts[1].content == "小明 has won")
        #expect(show.attempts[1].record?.inputs == ["winner"])
    }

    @Test func goDoesNotReplaceAValue() {
        var show = Self.show(Self.script)
        show.play(until: "1m")
        #expect(show.perform(.go) == .waitsForInput("b", inputs: ["winner"]))
        #expect(show.perform(.fire(CueSelector("b"))) == .waitsForInput("b", inputs: ["winner"]))
        #expect(show.status.runs[0].state == .held)
    }

    @Test func aValueThatIsGivenBeforeHoldsNothing() {
        var show = Self.show(Self.script)
        show.perform(.set(name: "winner", value: "Ann"))
        show.play(until: "1m")
        #expect(show.attempts.map(\.content) == ["x", "Ann has won", "x"])
        #expect(!show.lines.contains { $0.contains("hold") })
    }

    @Test func whatHoldsForGoAsWellNeedsBoth() {
        var show = Self.show("- {id: b, at: 20s, hold: true, text: \"{{ winner }}\"}")
        show.play(until: "1m")
        #expect(show.lines == ["20.000 hold before b at 20.000 for winner and go"])
        #expect(show.perform(.go) == .waitsForInput("b", inputs: ["winner"]))
        show.perform(.set(name: "winner", value: "Ann"))
        show.play(until: "2m")
        #expect(show.attempts.isEmpty && show.status.runs[0].state == .held)
        show.perform(.go)
        show.play(until: "3m")
        #expect(show.attempts.map(\.content) == ["Ann"])
    }

    @Test func anOperatorsHoldOnTopEndsWithGoAndTheWaitDoesNot() {
        var show = Self.show(Self.script)
        show.play(until: "30s")
        show.perform(.hold)
        show.perform(.set(name: "winner", value: "Ann"))
        #expect(show.status.runs[0].state == .held)
        var other = show
        show.perform(.go)
        show.play(until: "2m")
        #expect(show.attempts.map(\.content) == ["x", "Ann has won", "x"])
        other = Self.show(Self.script)
        other.play(until: "30s")
        other.perform(.hold)
        #expect(other.perform(.go) == nil)
        #expect(other.status.runs[0].holdInputs == ["winner"])
    }

    @Test func skippingWhatWaitsLetsTheShowGoOn() {
        var show = Self.show(Self.script)
        show.play(until: "25s")
        show.perform(.skip(CueSelector("b")))
        show.play(until: "1m")
        #expect(show.attempts.map(\.content) == ["x", "x"])
        #expect(show.status.runs[0].state == .ended)
    }

    @Test(arguments: [
        ("", InputProblem.empty), (" \n ", .empty), ("a\u{7}b", .controlCharacter("\u{7}")),
        ("a\nb", .controlCharacter("\n")), ("123456789012345678901", .tooLong(bytes: 21, max: 20)),
        ("七个字的名字很长", .tooLong(bytes: 24, max: 20)),
    ])
    func whatCannotBeAValueIsRefused(text: String, problem: InputProblem) {
        var show = Self.show(Self.script)
        #expect(show.perform(.set(name: "winner", value: text)) == .badInput("winner", problem))
        #expect(
            show.perform(.set(name: "winer", value: "x"))
                == .noSuchInput("winer", suggestion: "winner", all: ["winner"]))
        #expect(show.records.isEmpty)
    }

    @Test func aValueCanBeSetAgainUntilItHasLeft() {
        var show = Self.show(Self.script + "\n- {id: d, at: 40s, text: \"{{ winner }}!\"}")
        show.perform(.set(name: "winner", value: "Ann"))
        show.perform(.set(name: "winner", value: "Bob"))
        show.play(until: "25s")
        #expect(show.attempts.last?.content == "Bob has won")
        #expect(show.perform(.set(name: "winner", value: "Ann")) == .inputUsed("winner", value: "Bob"))
        // What it is already is no change.
        #expect(show.perform(.set(name: "winner", value: "Bob")) == nil)
        show.play(until: "1m")
        #expect(show.attempts.last?.content == "Bob!")
    }

    @Test func aCommandActsOnce() {
        var show = Self.show(Self.script)
        let origin = CommandOrigin(id: "7", by: "Ann")
        show.perform(.set(name: "winner", value: "Ann"), from: origin)
        show.perform(.set(name: "winner", value: "Bob"), from: origin)
        #expect(show.lastResult == .hadBeenDone(by: "Ann", at: show.now.wall))
        #expect(show.status.runs[0].inputs[0].value == "Ann")
    }

    @Test func whatTheTimelineGivesHoldsNothing() {
        var show = Self.show(Self.script, inputs: "winner: {max: 20, default: nobody}")
        show.play(until: "1m")
        #expect(show.attempts.map(\.content) == ["x", "nobody has won", "x"])
        #expect(show.perform(.set(name: "winner", value: "Ann")) == .hasEnded(TestShow.run))
    }

    // MARK: Texts

    @Test func aValueWithWhichSomethingCouldNotBeSentIsRefused() {
        var show = Self.show(
            "- {id: b, at: 20s, rooms: all, text: \"{{ 'x' * 1000 }}{{ winner | replace('a', 'bbbb') }}\"}")
        let refusal = show.perform(.set(name: "winner", value: "aaaaaaa"))
        #expect(
            refusal?.message
                == "with this winner, b could not be sent to r1: the text is 1028 bytes, 4 more than the 1024 that can be sent"
        )
        #expect(show.perform(.set(name: "winner", value: "aaaaaa")) == nil)
    }

    @Test func whatCannotBeSentAnywayRefusesNoValue() {
        var show = Self.show("- {id: b, every: 1s, times: 5, text: \"{{ winner }} {{ 12 // (3 - occurrence) }}\"}")
        #expect(show.perform(.set(name: "winner", value: "Ann")) == nil)
    }

    @Test func anAnswerHasTheTextsOfEachRoom() throws {
        let show = Self.show(
            """
            - {id: b, at: 20s, rooms: all, text: "{{ winner }} in {{ room.name if room.id == '1' else 'others' }}"}
            - {id: c, every: 10s, from: 30s, text: "{{ winner }} {{ occurrence }}"}
            """)
        let answer = try show.scheduler.answer(
            settingInput: "winner", to: " Ann ", of: TestShow.run, at: show.now)
        #expect(answer.value == "Ann" && answer.result == nil)
        #expect(answer.cues.map(\.name) == ["b", "c#1"])
        #expect(answer.cues[0].texts.map(\.content) == ["Ann in r1", "Ann in others"])
        #expect(answer.cues[0].texts[1].rooms == ["r2", "r3"])
        #expect(show.status.runs[0].inputs[0].value == nil)
    }

    @Test func cuesShowWhereAValueStands() {
        let show = Self.show(Self.script)
        var scheduler = show.scheduler
        let cues = scheduler.snapshot(at: show.now).runs[0].upcoming(most: 3)
        #expect(cues[1].texts == [.init(rooms: ["r1"], content: "‹winner› has won", bytes: 28)])
        #expect(cues[1].missingInput == "winner")
        #expect(cues[0].missingInput == nil)
    }

    @Test func aConditionMayAskForAValue() {
        var show = Self.show(
            """
            - {id: a, at: 10s, when: winner == 'Ann', text: Ann!}
            - {id: b, at: 10s, when: winner != 'Ann', overflow: split, text: Not Ann.}
            """)
        #expect(show.status.runs[0].planned != nil)
        show.play(until: "15s")
        #expect(show.lines == ["10.000 hold before a at 10.000 for winner"])
        show.perform(.set(name: "winner", value: "Bob"))
        show.play(until: "1m")
        #expect(show.attempts.map(\.content) == ["Not Ann."])
        #expect(show.lines.last == "15.100 ended")
        #expect(show.lines.contains("15.100 end of 1: sent 1"))
    }

    @Test func aValueThatHasDecidedStaysWhatItIs() {
        var show = Self.show(
            "- {id: a, every: 10s, times: 3, when: winner == 'Ann', text: x}",
            inputs: "winner: {max: 20, default: nobody}")
        show.play(until: "5s")
        #expect(show.perform(.set(name: "winner", value: "Ann")) == .inputUsed("winner", value: "nobody"))
    }

    // MARK: Restarts

    @Test func aValueSurvivesAKill() {
        var show = Self.show(Self.script)
        show.perform(.set(name: "winner", value: "Ann"))
        show.play(until: "5s")
        show.crash()
        #expect(show.status.runs[0].inputs[0].value == "Ann")
        show.play(until: "25s")
        show.crash()
        #expect(show.perform(.set(name: "winner", value: "Bob")) == .inputUsed("winner", value: "Ann"))
        show.play(until: "1m")
        #expect(show.attempts.map(\.content) == ["x", "Ann has won", "x"])
    }

    @Test func theWaitSurvivesAKill() {
        var show = Self.show(Self.script)
        show.play(until: "25s")
        show.crash()
        show.play(until: "30s")
        #expect(show.status.runs[0].holdInputs == ["winner"])
        show.perform(.set(name: "winner", value: "Ann"))
        show.play(until: "1m")
        #expect(show.attempts.map(\.content) == ["x", "Ann has won", "x"])
    }

    /// The value is in the log, and that the show went on is not.
    @Test func aKillBehindTheValueLosesNothing() {
        var show = Self.show(Self.script)
        show.play(until: "25s")
        let count = show.logs[TestShow.run]!.records.count
        show.perform(.set(name: "winner", value: "Ann"))
        show.forget(after: count + 1)
        show.crash()
        show.play(until: "1m")
        #expect(show.attempts.last?.content == "x")
        #expect(show.attempts.contains { $0.content == "Ann has won" })
        #expect(show.status.runs[0].state == .ended)
    }

    @Test func aLogThatIsWrittenAgainKeepsValues() {
        var show = Self.show(Self.script + "\n- {id: d, at: 50s, text: \"{{ winner }}!\"}")
        show.perform(.set(name: "winner", value: "Ann"))
        show.play(until: "25s")
        var log = MemoryLog()
        let book = show.logs[TestShow.run]!.recovery(for: Self.timeline(Self.script)).book
        for record in book.records(restoredAt: show.now.wall, run: TestShow.run, because: "lost") { log.append(record) }
        show.world.logs[TestShow.run] = log
        show.crash()
        #expect(show.perform(.set(name: "winner", value: "Bob")) == .inputUsed("winner", value: "Ann"))
    }

    // MARK: Reloads

    private static func reload(_ show: inout TestShow, _ timeline: Timeline) {
        show.driver.give(in: &show.world) { $0.reload(TestShow.run, timeline, sha256: "2", at: $1) }
    }

    @Test func aValueSurvivesAReloadAndAnotherPrompt() {
        var show = Self.show(Self.script)
        show.perform(.set(name: "winner", value: "Ann"))
        show.play(until: "5s")
        Self.reload(&show, Self.timeline(Self.script, inputs: "winner: {prompt: Really?, max: 30}"))
        show.play(until: "1m")
        #expect(show.attempts.map(\.content) == ["x", "Ann has won", "x"])
    }

    @Test func aValueThatNoLongerFitsIsTakenBack() {
        var show = Self.show(Self.script)
        show.perform(.set(name: "winner", value: "Ann and Bob"))
        show.play(until: "5s")
        Self.reload(&show, Self.timeline(Self.script, inputs: "winner: {max: 10}"))
        #expect(show.lines.last == "5.000 unset winner: it has at most 10 bytes, and this is 11")
        show.play(until: "1m")
        #expect(show.status.runs[0].holdInputs == ["winner"])
        show.crash()
        show.play(until: "2m")
        #expect(show.status.runs[0].holdInputs == ["winner"])
    }

    @Test func aReloadThatNeedsNoValueLetsTheShowGoOn() {
        var show = Self.show(Self.script)
        show.play(until: "25s")
        Self.reload(&show, Self.timeline(Self.script, inputs: "winner: {max: 10, default: nobody}"))
        show.play(until: "1m")
        #expect(show.attempts.map(\.content) == ["x", "nobody has won", "x"])
    }

    @Test func whatWaitsAndNeedsAValueNowGoesBackIntoThePlan() {
        var show = Self.show("- {id: a, at: 10s, text: x}\n- {id: b, at: 30s, text: \"{{ winner }}\"}")
        show.play(until: "5s")
        show.perform(.hold)
        show.perform(.shift("-10s"))
        Self.reload(
            &show,
            Self.timeline("- {id: a, at: 10s, text: \"{{ winner }}?\"}\n- {id: b, at: 30s, text: \"{{ winner }}\"}"))
        show.perform(.go)
        show.play(until: "1m")
        #expect(show.attempts.isEmpty)
        show.perform(.set(name: "winner", value: "Ann"))
        show.play(until: "2m")
        #expect(show.attempts.map(\.content) == ["Ann?", "Ann"])
    }

    /// What has begun was counted by the parts that it had then.
    @Test func aValueThatIsGivenWhileAPartIsOnItsWayChangesNoTotal() {
        var show = Self.show(
            "- {id: a, at: 0s, overflow: split, text: \"{{ 'word ' * 210 }}\"}\n- {id: z, at: 1m, text: x}")
        show.answers["a"] = [.accepted.after("3s")]
        show.play(until: "1s")
        let edited = Self.timeline(
            "- {id: a, at: 0s, overflow: split, text: \"{{ 'word ' * 202 }}{{ winner }}\"}\n- {id: z, at: 1m, text: x}")
        show.driver.scheduler.reload(TestShow.run, edited, at: show.now)
        show.perform(.set(name: "winner", value: "Ann"))
        show.play(until: "2m")
        #expect(show.lines(with: "end of") == ["60.100 end of 3: sent 2, cancelled 1"])
    }

    /// Nobody wanted it when it was skipped.
    @Test func whatAValueMakesWantedAndWasSkippedIsLeftOut() {
        var show = Self.show(
            "- {id: a, at: 20s, when: winner == 'Ann', text: x}\n- {id: z, at: 1m, text: x}",
            inputs: "winner: {prompt: Who won?, max: 20, default: Bob}")
        show.perform(.skip(CueSelector("a")))
        show.perform(.set(name: "winner", value: "Ann"))
        show.play(until: "2m")
        #expect(show.departures == ["60.000 > z#1@1"])
        #expect(show.lines(with: "end of") == ["60.100 end of 2: sent 1, cancelled 1"])
    }
}
