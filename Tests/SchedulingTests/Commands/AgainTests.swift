import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// Cues that are sent once more.
@Suite struct AgainTests {
    private static let two = "- {id: a, at: 0s, rooms: both, text: x}\n- {id: z, at: 1m, text: x}"

    @Test func whatWasMissedIsSentOnceMore() {
        var show = TestShow(Self.two, at: "45s")
        show.play(until: "46s")
        #expect(show.results(of: "a#1@1") == ["missed: late"])
        #expect(show.perform(.again(CueSelector("a"), notShown: false)) == nil)
        #expect(show.lastResult == .done(deliveries: 2))
        show.play(until: "2m")
        #expect(show.results(of: "a#1@1") == ["missed: late", "sent"])
        #expect(show.lines(with: "again") == ["46.000 again a#1@1,2"])
        #expect(show.lines(with: "end of") == ["60.100 end of 3: sent 3"])
    }

    @Test func onlyWhatWasNotShownIs() {
        var show = TestShow(Self.two)
        show.answers["1"] = [.refused]
        show.answers["2"] = [.accepted]
        show.play(until: "5s")
        show.perform(.again(CueSelector("a"), notShown: false))
        show.play(until: "10s")
        #expect(show.departures.count { $0.contains("a#1@1") } == 2)
        #expect(show.departures.count { $0.contains("a#1@2") } == 1)
        let again = show.perform(.again(CueSelector("a"), notShown: true))
        #expect(again == .nothingToRepeat("a", unknown: 0))
    }

    @Test func whatNobodyKnowsNeedsAWord() {
        var show = TestShow(Self.two)
        show.answers["1"] = [.unanswered]
        show.play(until: "20s")
        #expect(show.results(of: "a#1@1") == ["unknown: timeout"] || show.results(of: "a#1@1").first == "unknown")
        #expect(show.perform(.again(CueSelector("a"), notShown: false)) == .nothingToRepeat("a", unknown: 1))
        #expect(show.perform(.again(CueSelector("a"), notShown: true)) == nil)
        show.play(until: "2m")
        #expect(show.tally[.unknown] == 0)
        #expect(show.lines(with: "end of") == ["60.100 end of 3: sent 3"])
    }

    @Test func aSkippedCueIsSentAllTheSame() {
        var show = TestShow(Self.two)
        show.perform(.skip(CueSelector("a")))
        show.perform(.again(CueSelector("a", room: "2"), notShown: false))
        show.play(until: "2m")
        #expect(show.departures == ["-1.000 > a#1@2", "60.000 > z#1@1"])
        #expect(show.lines(with: "end of") == ["60.100 end of 3: sent 2, cancelled 1"])
    }

    @Test func itSurvivesAKill() {
        var show = TestShow(Self.two, rate: 1, at: "45s")
        show.play(until: "46s")
        show.perform(.again(CueSelector("a"), notShown: false))
        show.crash(downFor: "2s")
        show.play(until: "2m")
        #expect(show.results(of: "a#1@2").last == "sent")
        #expect(show.tally.total == 3)
        let book = show.world.logs[TestShow.run]!.recovery(for: TestTimeline.timeline(Self.two)).book
        #expect(book.contradictions == [])
    }

    @Test func ofATextInPartsWhatIsMissing() {
        let long = String(repeating: "long ", count: 500)
        let messages = "- {id: a, at: 0s, overflow: split, text: '\(long)'}\n- {id: z, at: 1m, text: x}"
        var show = TestShow(messages)
        show.answers["1"] = [.accepted, .refused, .refused]
        show.play(until: "5s")
        #expect(show.tally[.rejected] == 2)
        show.answers["1"] = []
        show.perform(.again(CueSelector("a"), notShown: false))
        show.play(until: "2m")
        #expect(
            show.departures.map { $0.split(separator: " ").last! } == [
                "a#1.1@1", "a#1.2@1", "a#1.3@1", "a#1.2@1", "a#1.3@1", "z#1@1",
            ])
        #expect(show.lines(with: "end of") == ["60.100 end of 4: sent 4"])
        let recovery = show.world.logs[TestShow.run]!.recovery(for: TestTimeline.timeline(messages))
        #expect(recovery.book.contradictions == [])
        #expect(recovery.tally == show.tally)
    }

    @Test func aPartThatIsMissingBeforeOneThatWasShownIsNotSent() {
        let long = String(repeating: "long ", count: 500)
        let messages = "- {id: a, at: 0s, overflow: split, text: '\(long)'}\n- {id: z, at: 1m, text: x}"
        var show = TestShow(messages)
        show.answers["1"] = [.accepted, .refused, .accepted]
        show.play(until: "5s")
        #expect(show.perform(.again(CueSelector("a"), notShown: false)) == .brokenText("a"))
    }

    // MARK: Texts in parts

    /// Three parts of 1,000 bytes; they say when they are due.
    private static let split = """
        - {id: m, at: 0s, overflow: split, max_late: 20s, text: "{{ 'a' * 1000 }} {{ 'b' * 990 }} {{ due | strftime('%H:%M:%S') }} {{ 'c' * 990 }}"}
        - {id: z, at: 5m, text: x}
        """

    @Test func ofATextThatWasSentNothingIsLeft() {
        var show = TestShow(Self.split)
        show.play(until: "10s")
        #expect(show.tally[.sent] == 3)
        #expect(show.perform(.again(CueSelector("m"), notShown: true)) == .nothingToRepeat("m", unknown: 0))
        #expect(show.scheduler.runs[0].unsent.isEmpty)
        show.crash()
        #expect(show.scheduler.runs[0].unsent.isEmpty)
    }

    @Test func whatIsUnknownOfATextNeedsAWordAsWell() {
        var show = TestShow(Self.split)
        show.answers["m#1.3@1"] = [.unanswered]
        show.play(until: "10s")
        #expect(show.perform(.again(CueSelector("m"), notShown: false)) == .nothingToRepeat("m", unknown: 1))
        #expect(show.perform(.again(CueSelector("m"), notShown: true)) == nil)
    }

    /// The log that a process had to write again has the parts that were sent behind the command.
    @Test func aLogThatWasWrittenAgainSaysTheSameOfTheRest() {
        func play(isRestored: Bool) -> TestShow {
            var show = TestShow(Self.split)
            show.answers["m#1.2@1"] = [.refused]
            show.answers["m#1.3@1"] = [.refused]
            show.play(until: "1m")
            show.perform(.again(CueSelector("m"), notShown: false))
            // Killed before the attempt was written.
            show.forget(after: show.logs[TestShow.run]!.records.count - 1)
            if isRestored { show.writeLogAgain(of: TestTimeline.timeline(Self.split)) }
            show.crash(downFor: "5s")
            show.play(until: "2m")
            return show
        }
        let plain = play(isRestored: false)
        let restored = play(isRestored: true)
        #expect(plain.departures == restored.departures)
        #expect(plain.attempts.map(\.content) == restored.attempts.map(\.content))
        #expect(plain.attempts.map(\.due) == restored.attempts.map(\.due))
        #expect(plain.results.count == restored.results.count)
    }
}
