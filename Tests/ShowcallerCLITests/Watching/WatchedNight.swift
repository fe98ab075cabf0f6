import ControlAPI
import Scheduling
import ShowTime
import Timelines

@testable import ShowcallerCLI

/// A show as it comes over the stream, for tests of its screen.
enum WatchedNight {
    static let start = Instant.seconds(1_795_176_000)
    static let run = RunID(timeline: "launch-night", start: start)

    static func cue(
        _ name: String, at seconds: Int64, _ texts: [(rooms: [String], text: String)], _ state: Cue.State = .planned
    ) -> CueAnswer {
        let selector = CueSelector(text: name)
        return CueAnswer(
            name: name, message: selector?.message ?? name, occurrence: selector?.occurrence ?? 1,
            due: start + .seconds(seconds), state: state, category: .system,
            texts: texts.map { CueAnswer.Text(rooms: $0.rooms, text: $0.text) })
    }

    /// Ten minutes and five seconds into the show.
    static var status: StatusAnswer {
        var status = StatusAnswer(now: start + .seconds(615))
        status.quota.rate = 100
        status.quota.used = 0.34
        status.quota.perSecond = 34
        var run = RunAnswer(
            run: run, title: "Nova launch night 新品发布会", timezone: "Asia/Shanghai", mode: .simulate, state: .playing,
            now: status.now)
        run.offset = .seconds(605)
        run.shift = .seconds(10)
        run.planned = 82
        run.tally[.sent] = 20
        run.inFlight = 2
        run.open = 5
        run.plannedEnd = start + .seconds(3600)
        run.ends = start + .seconds(3610)
        run.inputs = [InputStatus(name: "winner", prompt: "Who won?", max: 60, value: nil, neededBy: "winner")]
        var winner = cue(
            "winner", at: 640, [(["stage"], "🎉 ‹winner›! Congratulations!"), (["stage-zh"], "🎉 恭喜 ‹winner›！")])
        winner.isHeldBefore = true
        winner.missingInput = "winner"
        run.next = [
            cue(
                "offer", at: 618,
                [(["stage", "stage-zh"], "Nova for 1999 with NOVA20, tonight only, and only while stocks last")],
                .onItsWay),
            cue("countdown#3", at: 622, [(["everyone"], "3 …")]),
            winner,
            cue(
                "rules", at: 700,
                [
                    (["stage"], "House rules\nBe kind. \u{202E}evil"),
                    (["stage-zh"], "规则：请友善待人，" + String(repeating: "谢谢大家，", count: 20)),
                ]),
        ]
        for number in 5...12 {
            run.next.append(
                cue("tick#\(number)", at: Int64(700 + number * 60), [(["a", "b", "c", "d"], "tick \(number)")]))
        }
        status.runs = [run]
        return status
    }

    static var records: [Record] {
        func result(_ message: String, _ room: String, _ outcome: Outcome, _ reason: String? = nil, at seconds: Int64)
            -> Record
        {
            .result(
                ResultRecord(
                    time: start + .seconds(seconds), run: run, messageID: message, occurrences: 1...1, roomID: room,
                    roomName: room, category: .system, due: start + .seconds(seconds), attempt: 1, outcome: outcome,
                    code: reason == nil ? 0 : 104, reason: reason, late: .zero))
        }
        func control(_ action: ControlRecord.Action, _ by: String?, at seconds: Int64) -> Record {
            .control(
                ControlRecord(
                    time: start + .seconds(seconds), run: run, action: action, origin: CommandOrigin(id: "1", by: by)))
        }
        return [
            result("doors", "stage", .sent, at: 580), result("doors", "stage-zh", .sent, at: 580),
            control(.hold, "小安", at: 590), control(.go(held: .seconds(10), total: .seconds(10)), "Bob", at: 600),
            result("welcome", "lobby", .rejected, "room does not exist", at: 612),
            result("welcome", "stage", .unknown, "connection reset", at: 612),
        ]
    }

    /// A session that has seen it.
    static func session(_ change: (inout StatusAnswer) -> Void = { _ in }) -> WatchSession {
        var status = status
        change(&status)
        var session = WatchSession()
        _ = session.take(state(status), at: .zero)
        return session
    }

    static func state(_ status: StatusAnswer) -> EventReader.Event {
        var feed = StateFeed(epoch: "e")
        _ = feed.take(status, records: records, at: .zero)
        var reader = EventReader()
        return reader.take(feed.state()?.bytes ?? [])[0]
    }

    static func held(_ status: inout StatusAnswer) {
        var hold = RunAnswer.Hold(name: "winner")
        hold.before = "winner"
        hold.since = start + .seconds(603)
        status.runs[0].state = .held
        status.runs[0].hold = hold
        status.runs[0].next[2].state = .held
    }
}
