import Rehearsing
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

/// What operators see of the script: what is over, under way and still to come.
@Suite struct CueTests {
    private func snapshot(_ show: TestShow) -> RunSnapshot {
        var scheduler = show.scheduler
        return scheduler.snapshot(at: show.now).runs[0]
    }

    private func words(_ cue: Cue) -> String {
        let texts = cue.texts.map { "\($0.content ?? "?") in \($0.rooms.joined(separator: ","))" }
        return "\((cue.due - TestShow.start).inSeconds) \(cue.name)\(cue.isHeldBefore ? " held" : ""): "
            + texts.joined(separator: "; ")
    }

    private func next(_ show: TestShow, _ most: Int = 10) -> [String] {
        snapshot(show).upcoming(most: most).map(words)
    }

    /// `a done`, with how it ended where that is not all `sent`.
    private func states(_ show: TestShow, _ selection: RunSnapshot.Selection = .all) throws -> [String] {
        try snapshot(show).cues(selection).cues.map { cue in
            let ends = Outcome.final.filter { cue.outcomes[$0] > 0 && $0 != .sent }
            return ([cue.name, cue.state.rawValue] + ends.map { "\(cue.outcomes[$0]) \($0.rawValue)" })
                .joined(separator: " ")
        }
    }

    private static let script = """
        - {id: a, at: 10s, rooms: all, text: "{{ 'x' if room.id == '2' else 'y' }}"}
        - {id: r, every: 10s, from: 5s, times: 3, text: "{{ occurrence }}"}
        - {id: h, at: 20s, hold: true, text: "{{ due | strftime('%S') }}"}
        """

    @Test func cuesComeInTheirOrderWithTheirTexts() {
        let show = TestShow(Self.script)
        #expect(
            next(show) == [
                "5.000 r#1: 1 in r1", "10.000 a: y in r1,r3; x in r2", "15.000 r#2: 2 in r1", "20.000 h held: 20 in r1",
                "25.000 r#3: 3 in r1",
            ])
        #expect(next(show, 2).count == 2)
    }

    @Test func whatIsDoneSkippedOrMovedIsSeen() {
        var show = TestShow(Self.script)
        show.perform(.skip(CueSelector("r", occurrence: 2)))
        show.perform(.skip(CueSelector("a", room: "2")))
        show.perform(.fire(CueSelector("r", occurrence: 3)))
        show.perform(.shift("2s"))
        #expect(next(show) == ["7.000 r#1: 1 in r1", "12.000 a: y in r1,r3", "22.000 h held: 22 in r1"])
        show.play(until: "8s")
        #expect(next(show) == ["12.000 a: y in r1,r3", "22.000 h held: 22 in r1"])
    }

    @Test func aRunThatIsOverHasNone() {
        var show = TestShow(Self.script)
        show.perform(.cancel)
        #expect(next(show) == [])
    }

    @Test func theScriptIsSeenFromItsBeginning() throws {
        var show = TestShow(Self.script)
        #expect(try states(show) == ["r#1 planned", "a planned", "r#2 planned", "h planned", "r#3 planned"])
        show.play(until: "12s")
        show.perform(.skip(CueSelector("r", occurrence: 2)))
        #expect(try states(show) == ["r#1 done", "a done", "r#2 skipped 1 cancelled", "h planned", "r#3 planned"])
        show.play(until: "30s")
        #expect(try states(show)[3...] == ["h held", "r#3 planned"])
        show.perform(.go)
        show.play(until: "60s")
        #expect(try states(show)[3...] == ["h done", "r#3 done"])
    }

    @Test func whatWasSentKeepsTheTimeAndTheTextOfThen() throws {
        var show = TestShow(
            """
            - {id: a, at: 10s, text: "{{ due | strftime('%S') }}"}
            - {id: b, at: 20s, text: "{{ due | strftime('%S') }}"}
            """)
        show.play(until: "15s")
        show.perform(.shift("30s"))
        show.play(until: "40s")
        #expect(try snapshot(show).cues(.all).cues.map(words) == ["10.000 a: 10 in r1", "50.000 b: 50 in r1"])
        show.perform(.hold)
        show.play(until: "45s")
        show.perform(.go)
        show.play(until: "60s")
        #expect(try snapshot(show).cues(.all).cues.map(words) == ["10.000 a: 10 in r1", "55.000 b: 55 in r1"])
    }

    /// A restart shows the past as the process did that lived it, a reload during a hold included.
    @Test func whatWasSentAfterAReloadDuringAHoldKeepsItsTime() throws {
        let script = """
            - {id: b, at: 10s, hold: true, text: "{{ due | strftime('%S') }}"}
            - {id: c, at: 12s, text: "{{ due | strftime('%S') }}"}
            """
        var show = TestShow(script + "\n- {id: z, at: 10m, text: x}")
        show.play(until: "15s")
        show.reload(script + "\n- {id: z, at: 10m, text: y}")
        show.play(until: "16s")
        show.perform(.go)
        show.play(until: "20s")
        let lived = try snapshot(show).cues(.all).cues.map(words)
        #expect(lived.prefix(2) == ["16.000 b held: 16 in r1", "18.000 c: 18 in r1"])
        show.crash()
        #expect(try snapshot(show).cues(.all).cues.map(words) == lived)
    }

    @Test func aListBeginsWhereItIsToldTo() throws {
        var show = TestShow(Self.script)
        var selection = RunSnapshot.Selection.all
        selection.most = 2
        #expect(try snapshot(show).cues(selection).more == "r#2")
        selection.begin = .cue(CueSelector("r", occurrence: 2))
        #expect(try states(show, selection) == ["r#2 planned", "h planned"])
        selection.begin = .now
        show.play(until: "11s")
        #expect(try states(show, selection) == ["r#2 planned", "h planned"])
        #expect(try snapshot(show).cues(selection).more == "r#3")
        selection.begin = .cue(CueSelector("x"))
        #expect(throws: CommandError.self) { try snapshot(show).cues(selection) }
    }

    @Test func aRoomOrACategoryIsShownAlone() throws {
        let show = TestShow(Self.script)
        var selection = RunSnapshot.Selection.all
        selection.room = "r2"
        #expect(try snapshot(show).cues(selection).cues.map(words) == ["10.000 a: x in r2"])
        selection.room = "nowhere"
        #expect(throws: CommandError.noSuchRoom("nowhere")) { try snapshot(show).cues(selection) }
        selection.room = nil
        selection.category = .chat
        #expect(try snapshot(show).cues(selection).cues.isEmpty)
    }

    @Test func aQueueIsForeseen() throws {
        var show = TestShow("- {id: a, at: 0, rooms: all, text: a}\n- {id: b, at: 1s, text: b}", rate: 2)
        let cues = snapshot(show).upcoming(most: 2)
        #expect(cues.map { $0.expected.map { ($0 - TestShow.start).inSeconds } } == ["1.030", "1.545"])
        show.play(until: "100s")
        #expect(try states(show) == ["a done", "b done"])
    }

    @Test func aShowThatNobodyPlaysYetIsSeenToo() throws {
        let show = TestShow(Self.script)
        let timeline = snapshot(show).timeline
        let planned = RunSnapshot(of: timeline, start: TestShow.start + .hours(1), at: show.now)
        #expect(planned.upcoming(most: 1).map(words) == ["3605.000 r#1: 1 in r1"])
    }
}

extension RunSnapshot.Selection {
    fileprivate static var all: Self {
        var selection = Self()
        selection.begin = .start
        return selection
    }
}
