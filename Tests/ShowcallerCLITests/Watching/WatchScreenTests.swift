import ControlAPI
import Scheduling
import ShowTime
import Testing
import Timelines

@testable import ShowcallerCLI

/// What `watch` shows, at the widths that terminals have.
struct WatchScreenTests {
    private func lines(_ session: WatchSession, _ width: Int, _ height: Int?, colour: Bool = false) -> [String] {
        WatchScreen(width: width, height: height, style: Style(hasColour: colour)).lines(session)
    }

    private func golden(_ lines: [String], _ name: String) throws {
        try GoldenFile.expect(lines.joined(separator: "\n") + "\n", equals: "watch/\(name).out")
    }

    /// Everything that can be wrong at once.
    private static func bad(_ status: inout StatusAnswer) {
        status.account.isHeld = true
        status.account.reason = "100000005 app forbidden"
        status.account.since = WatchedNight.start + .seconds(500)
        status.network.isHeld = true
        status.logProblem = "No space left on device"
        status.quota.share = 0.5
        status.runs[0].late = 12
        status.runs[0].behind = .seconds(14)
        status.runs[0].tally[.unknown] = 3
        status.runs[0].tally[.failed] = 1
        status.runs[0].tally[.missed] = 7
        WatchedNight.held(&status)
    }

    @Test(arguments: [40, 60, 80, 120]) func aShowThatPlays(width: Int) throws {
        try golden(lines(WatchedNight.session(), width, 24), "playing-\(width)")
    }

    @Test(arguments: [32, 80]) func everythingThatCanBeWrong(width: Int) throws {
        try golden(lines(WatchedNight.session(Self.bad), width, 30), "bad-\(width)")
    }

    @Test func inAPipeItIsAllOfIt() throws { try golden(lines(WatchedNight.session(), 100, nil), "once") }

    @Test func whatIsTypedIsSeenAndWhatGoesOutWithIt() throws {
        var session = WatchedNight.session(WatchedNight.held)
        for key in "=小明".map(WatchKey.character) { _ = session.press(key, at: .zero) }
        try golden(lines(session, 60, 16), "typing")
        _ = session.press(.enter, at: .zero)
        var answer = CommandAnswer(isDone: false, "would be")
        answer.texts = [
            CommandAnswer.SetText(
                cue: "winner", text: CueAnswer.Text(rooms: ["stage"], text: "🎉 小明! Congratulations!")),
            CommandAnswer.SetText(cue: "winner", text: CueAnswer.Text(rooms: ["stage-zh"], text: "🎉 恭喜 小明！")),
        ]
        _ = session.take(.done(answer), at: .zero)
        try golden(lines(session, 60, 16), "agreeing")
    }

    @Test func aLostConnectionIsSaid() throws {
        var session = WatchedNight.session()
        session.lost(at: .milliseconds(2500), isGone: false)
        try golden(lines(session, 80, 12), "lost")
    }

    /// Nothing is wider than the terminal or longer, whatever its size.
    @Test func everySizeIsFilledAndNoneIsExceeded() {
        var sessions = [WatchSession(), WatchedNight.session(), WatchedNight.session(Self.bad)]
        sessions.append(
            WatchedNight.session {
                $0.runs.append(contentsOf: $0.runs)
                $0.runs[1].run = RunID(timeline: "another", start: WatchedNight.start)
            })
        sessions.append(
            WatchedNight.session {
                $0.runs = []
                $0.upcoming = [UpcomingStart(timeline: "weekly", start: WatchedNight.start + .hours(1))]
            })
        var typing = WatchedNight.session()
        for key in ("=" + String(repeating: "谢", count: 40)).map(WatchKey.character) {
            _ = typing.press(key, at: .zero)
        }
        sessions.append(typing)
        for (index, session) in sessions.enumerated() {
            for width in [1, 2, 3, 7, 20, 33, 40, 41, 59, 69, 70, 79, 95, 96, 132, 250] {
                for height in [1, 2, 5, 11, 24, 50] {
                    let plain = lines(session, width, height)
                    #expect(plain.count <= height)
                    #expect(
                        plain.allSatisfy { $0.displayWidth <= width },
                        "\(index) \(width)x\(height): \(plain.first { $0.displayWidth > width } ?? "")")
                    #expect(lines(session, width, height, colour: true).map(Style.stripped) == plain)
                }
            }
        }
    }

    @Test func onlyWhatHasChangedIsDrawnAndAResizeDrawsEverything() {
        let size = ScreenTerminal.Size(columns: 10, rows: 3)
        let first = ScreenTerminal.changes(from: nil, to: (["a", "b"], size))
        #expect(first == "\u{1B}[2J\u{1B}[1;1H\u{1B}[0m\u{1B}[2Ka\u{1B}[2;1H\u{1B}[0m\u{1B}[2Kb")
        #expect(ScreenTerminal.changes(from: (["a", "b"], size), to: (["a", "b"], size)) == "")
        #expect(
            ScreenTerminal.changes(from: (["a", "b"], size), to: (["a"], size)) == "\u{1B}[2;1H\u{1B}[0m\u{1B}[2K")
        let wide = ScreenTerminal.Size(columns: 20, rows: 3)
        #expect(ScreenTerminal.changes(from: (["a"], size), to: (["a"], wide)).hasPrefix("\u{1B}[2J\u{1B}[1;1H"))
    }
}
