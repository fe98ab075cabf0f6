import Scheduling
import ShowTime
import TestSupport
import Testing

@testable import ControlAPI

/// Who reads the events knows what the server knows.
@Suite struct WatchedShowTests {
    private static let run = RunID(timeline: "show", start: TestShow.start)

    private func status(_ seconds: Int64, sent: Int = 0) -> StatusAnswer {
        var status = StatusAnswer(now: TestShow.start + .seconds(seconds))
        var run = RunAnswer(
            run: Self.run, title: "小明's \"Show\"", timezone: "UTC", mode: .live, state: .playing, now: status.now)
        run.offset = .seconds(seconds)
        run.ends = TestShow.start + .hours(1)
        run.tally[.sent] = sent
        status.runs = [run]
        return status
    }

    private func at(_ milliseconds: Int64) -> Uptime { .milliseconds(milliseconds) }

    @Test(arguments: [1, 2, 3, 7, 64, 100_000])
    func eventsAreTakenOutHoweverTheyAreCut(size: Int) {
        let stream = Array(
            ": heartbeat\n\nevent: state\nid: 7f-1\ndata: {\"a\":\ndata: 1}\n\n\n\nevent: change\nid: 7f-2\ndata: {}\n\n: h\n\n"
                .utf8)
        var reader = EventReader()
        var events: [EventReader.Event] = []
        var rest = stream[...]
        while !rest.isEmpty {
            events += reader.take(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        #expect(
            events == [
                EventReader.Event(name: "state", id: "7f-1", data: Array("{\"a\":\n1}".utf8)),
                EventReader.Event(name: "change", id: "7f-2", data: Array("{}".utf8)),
            ])
    }

    @Test func aStateAndItsChangesMakeWhatTheServerKnows() throws {
        var feed = StateFeed(epoch: "e")
        var reader = EventReader()
        _ = feed.take(status(0), records: [], at: at(0))
        let whole = reader.take(feed.state()?.bytes ?? [])
        let first = try #require(whole.first)
        var watched = try #require(WatchedShow(first, at: at(0)))
        #expect(watched.status(at: at(0)) == status(0))
        var stages: [StatusAnswer] = []
        var stage = status(1, sent: 3)
        stages.append(stage)
        stage.network.isHeld = true
        stage.network.reason = "refused"
        stage.logProblem = "No space left"
        stage.clockAhead = .seconds(40)
        stage.runs[0].late = 2
        stage.runs[0].behind = .seconds(12)
        stages.append(stage)
        stage.network = StatusAnswer.Gate()
        stage.logProblem = nil
        stage.runs[0].behind = .zero
        stage.upcoming = [UpcomingStart(timeline: "weekly", start: TestShow.start + .hours(2))]
        stages.append(stage)
        stage.upcoming = []
        stage.runs.append(
            RunAnswer(
                run: RunID(timeline: "other", start: TestShow.start), title: "", timezone: "UTC", mode: .live,
                state: .waiting, now: stage.now))
        stages.append(stage)
        // A run leaves the list: a whole state.
        stage.runs.removeFirst()
        stages.append(stage)
        for (index, stage) in stages.enumerated() {
            let time = at(Int64(index + 1) * 250)
            let control = ControlRecord(
                time: stage.now, run: Self.run, action: .cancel, origin: CommandOrigin(by: "Ann \(index)"))
            let bytes = feed.take(stage, records: [.control(control)], at: time)?.bytes ?? []
            let events = reader.take(bytes)
            let first = try #require(events.first)
            let isRead = watched.take(first, at: time)
            #expect(isRead && events.count == 1)
            #expect(watched.status(at: time) == stage, "\(index)")
            #expect(watched.records.last == .control(control))
            #expect(watched.lastID == "e-\(index + 1)")
        }
        #expect(watched.records.count == 5)
    }

    @Test func theClocksGoOnBetweenEvents() throws {
        var feed = StateFeed(epoch: "e")
        var held = status(10)
        var other = held.runs[0]
        other.run = RunID(timeline: "held", start: TestShow.start)
        other.hold = RunAnswer.Hold(name: "hold-1")
        held.runs.append(other)
        _ = feed.take(held, records: [], at: at(0))
        var reader = EventReader()
        let events = reader.take(feed.state()?.bytes ?? [])
        let first = try #require(events.first)
        let watched = try #require(WatchedShow(first, at: at(5000)))
        let later = watched.status(at: at(6500))
        #expect(later.now == TestShow.start + .milliseconds(11_500))
        #expect(later.runs[0].offset == .milliseconds(11_500) && later.runs[0].now == later.now)
        // The clock of a show that holds stands still.
        #expect(later.runs[1].offset == .seconds(10) && later.runs[1].now == later.now)
    }

    @Test func whatCannotBeReadChangesNothing() throws {
        func event(_ name: String, _ data: String) -> EventReader.Event {
            EventReader.Event(name: name, id: "e-9", data: Array(data.utf8))
        }
        #expect(WatchedShow(event("change", "{\"now\":\"2026-11-20T12:00:00.000Z\"}"), at: at(0)) == nil)
        var watched = try #require(
            WatchedShow(event("state", "{\"now\":\"2026-11-20T12:00:00.000Z\",\"runs\":[]}"), at: at(0)))
        let before = watched.status(at: at(0))
        let news = [event("change", "{\"now\":7}"), event("state", "[]"), event("news", "{}")]
        let areRead = news.map { watched.take($0, at: at(1)) }
        #expect(areRead == [false, false, true])
        #expect(watched.status(at: at(0)) == before)
    }
}
