import Scheduling
import ShowTime
import Testing
import Timelines

@testable import ShowcallerCLI

/// The lines of `run` on a terminal.
struct StatusLineTests {
    private static let start = Instant.seconds(1_795_176_000)
    private static let run = RunID(timeline: "launch", start: start)

    private func status() -> SchedulerStatus {
        var run = RunStatus(
            run: Self.run, state: .playing, title: "Launch", planned: 26, tally: Tally(), open: 0, inFlight: 0,
            shift: .zero, heldBefore: nil,
            next: RunStatus.Next(messageID: "offer", due: Self.start + .milliseconds(61_400)))
        run.tally[.sent] = 8
        run.now = Self.start
        return SchedulerStatus(now: Self.start, runs: [run], isAccountHeld: false, quotaShare: 1, isBlocked: false)
    }

    @Test func whatComesNextIsATextAndFillsTheLine() {
        let text = Cue(
            message: "offer", occurrence: 1, isRepeated: false, due: Self.start + .milliseconds(61_400),
            state: .planned,
            category: .system, isHeldBefore: false,
            texts: [Cue.Text(rooms: ["main"], content: "欢迎\n来到 Nova 新品发布会")])
        #expect(
            StatusLineService.line(status(), next: text, .plain, columns: 100)
                == "▶ next offer in 01:02 · accepted 8/26 · queue 0 · 欢迎⏎来到 Nova 新品发布会")
        #expect(
            StatusLineService.line(status(), next: text, .plain, columns: 63)
                == "▶ next offer in 01:02 · accepted 8/26 · queue 0 · 欢迎⏎来到 N…")
        for columns in 1...120 {
            let line = StatusLineService.line(status(), next: text, Style(hasColour: true), columns: columns)
            // A line that is full is one that wraps on some terminals.
            #expect(Style.stripped(line).displayWidth < max(3, columns), "\(columns)")
        }
    }

    /// What was skipped or sent ahead of its time is what the plan has next, and not what goes out.
    @Test func theNextOfThePlanIsNotNamed() {
        #expect(StatusLineService.line(status(), .plain, columns: 100) == "▶ accepted 8/26 · queue 0")
    }

    @Test func aLineThatBecameSeveralRowsIsTakenAwayWhole() {
        let line = "\u{1B}[1m▶ next 欢迎\u{1B}[0m in 01:02"
        #expect(Style.stripped(line).displayWidth == 20)
        #expect(Console.clearing("", columns: 10) == "")
        #expect(Console.clearing(line, columns: 80) == "\r\u{1B}[J")
        #expect(Console.clearing(line, columns: 20) == "\r\u{1B}[J")
        #expect(Console.clearing(line, columns: 19) == "\u{1B}[1A\r\u{1B}[J")
        #expect(Console.clearing(line, columns: 7) == "\u{1B}[2A\r\u{1B}[J")
    }

    @Test func whatWasSentIsShownAsFarAsItHasRoom() {
        let reporter = ShowReporter(Console(), timelines: [], hasManyRuns: false)
        let result = ResultRecord(
            time: Self.start, run: Self.run, messageID: "offer", occurrences: 1...1, roomID: "1", roomName: "stage",
            category: .system, due: Self.start, attempt: 1, outcome: .sent, code: 0, late: .zero)
        let bare = "12:00:00.000  accepted   offer → stage"
        #expect(reporter.line(for: result) == bare)
        let text = "欢迎来到\u{1B}[2J Nova 新品发布会"
        #expect(reporter.line(for: result, text: text, columns: 100) == bare + "  欢迎来到<U+001B>[2J Nova 新品发布会")
        #expect(reporter.line(for: result, text: text, columns: 55) == bare + "  欢迎来到<U+001…")
        #expect(reporter.line(for: result, text: text, columns: 45) == bare)
        for columns in 10...80 {
            let line = reporter.line(for: result, text: text, columns: columns)
            #expect(line == bare || line.displayWidth <= columns)
        }
    }
}
