import Rehearsing
import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// What operators see of what is still to come.
@Suite struct UpcomingCueTests {
    private func next(_ show: TestShow, _ most: Int = 10) -> [String] {
        show.driver.scheduler.upcomingCues(of: TestShow.run, most: most).map { cue in
            let texts = cue.texts.map { "\($0.content ?? "?") in \($0.rooms.joined(separator: ","))" }
            return "\((cue.due - TestShow.start).inSeconds) \(cue.name)\(cue.isHeldBefore ? " held" : ""): "
                + texts.joined(separator: "; ")
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
}
