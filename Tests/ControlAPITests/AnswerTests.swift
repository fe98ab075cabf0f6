import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ControlAPI

/// What the server writes, the client reads.
@Suite struct AnswerTests {
    private func bytes(_ write: (inout [UInt8]) -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        write(&bytes)
        return bytes
    }

    private var cue: CueAnswer {
        var cue = CueAnswer(
            name: "r#3", message: "r", occurrence: 3, due: TestShow.start, state: .onItsWay, category: .chat,
            isHeldBefore: true,
            texts: [
                CueAnswer.Text(rooms: ["a", "b"], text: "\"x\"\n👋"),
                CueAnswer.Text(rooms: ["all"], roomCount: 400, text: nil),
            ])
        cue.expected = TestShow.start + .milliseconds(1500)
        cue.missingInput = "winner"
        cue.outcomes[.sent] = 2
        cue.outcomes[.unknown] = 1
        return cue
    }

    @Test func aStatus() {
        var status = StatusAnswer(now: TestShow.start)
        status.account.isHeld = true
        status.account.reason = "100000005 no"
        status.account.since = TestShow.start
        status.logProblem = "No space left on device"
        status.clockAhead = .seconds(-40)
        status.quota.rate = 100
        status.quota.used = 0.345
        status.quota.perSecond = 34
        status.quota.share = 0.7
        status.upcoming = [UpcomingStart(timeline: "weekly", start: TestShow.start + .hours(1))]
        var run = RunAnswer(
            run: TestShow.run, title: "T", timezone: "Asia/Shanghai", mode: .simulate, state: .held, now: TestShow.start
        )
        var hold = RunAnswer.Hold(name: "offer")
        hold.before = "offer"
        hold.since = TestShow.start
        hold.by = "Ann"
        run.hold = hold
        run.inputs = [InputStatus(name: "winner", prompt: "Who?", max: 60, value: nil, neededBy: "offer")]
        run.planned = 3
        run.tally[.sent] = 1
        run.shift = .seconds(-5)
        run.offset = .milliseconds(1250)
        run.open = 2
        run.inFlight = 1
        run.late = 1
        run.plannedEnd = TestShow.start + .hours(1)
        run.ends = TestShow.start + .hours(2)
        run.rooms = [RunAnswer.Room(name: "stage", id: "1", waiting: 3, trouble: "104")]
        run.next = [cue]
        status.runs = [run]
        let written = bytes { status.write(to: &$0) }
        #expect(StatusAnswer(json: written) == status)
        #expect(StatusAnswer(json: written.dropLast() + []) == nil)
        #expect(StatusAnswer(json: Array("{}".utf8)) == nil)
    }

    @Test func cues() {
        let answer = CuesAnswer(
            run: TestShow.run, now: TestShow.start, timezone: "UTC", cues: [cue], more: "z")
        #expect(CuesAnswer(json: bytes { answer.write(to: &$0) }) == answer)
    }

    @Test func commands() {
        var answer = CommandAnswer(isDone: false, "said \"no\"")
        #expect(CommandAnswer(json: bytes { answer.write(to: &$0) }) == answer)
        answer.texts = [CommandAnswer.SetText(cue: "offer", text: CueAnswer.Text(rooms: ["a"], text: "x"))]
        answer.diff = "+ a\n- b"
        answer.sha256 = "ab"
        answer.results = [SendResult(room: "a", AttemptEnd(.refused, code: 104, reason: "no"))]
        #expect(CommandAnswer(json: bytes { answer.write(to: &$0) }) == answer)
        let problem = APIProblem(409, "has_ended", "it is over")
        #expect(APIProblem(status: 409, json: bytes { problem.write(to: &$0) }) == problem)
    }

    @Test(arguments: [
        (0.0, "0"), (1, "1"), (0.345, "0.345"), (0.3, "0.3"), (0.0004, "0"), (-1.25, "-1.25"), (100, "100"),
        (.nan, "null"),
    ])
    func aDecimalIsShort(value: Double, text: String) {
        #expect(String(decoding: bytes { $0.field("a", decimal: value) }, as: UTF8.self) == ",\"a\":\(text)")
    }

    @Test func longListsOfRoomsAreShort() {
        let rooms = (1...30).map { "r\($0)" }
        let grouped = CueAnswer.Text(Cue.Text(rooms: rooms, group: "everyone", content: "x"))
        #expect(grouped.rooms == ["everyone"] && grouped.roomCount == 30)
        let loose = CueAnswer.Text(Cue.Text(rooms: rooms, content: "x"))
        #expect(loose.rooms.count == 20 && loose.roomCount == 30)
    }

    @Test func metricsAreEscaped() {
        var status = StatusAnswer(now: TestShow.start)
        status.runs = [
            RunAnswer(run: TestShow.run, title: "", timezone: "UTC", mode: .live, state: .held, now: TestShow.start)
        ]
        let text = MetricsText.text(status, readers: 3, version: "a\"b\\c\n")
        #expect(text.contains("showcaller_build_info{version=\"a\\\"b\\\\c\\n\"} 1\n"))
        #expect(text.contains("showcaller_event_readers 3\n") && text.contains("showcaller_run_held{timeline=\"show\""))
        #expect(text.hasSuffix("\n"))
    }
}
