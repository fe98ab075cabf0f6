import Scheduling
import ShowTime
import TestSupport
import Testing

@testable import ControlAPI

@Suite struct StateFeedTests {
    private static let run = RunID(timeline: "show", start: TestShow.start)

    private func status(_ seconds: Int64, sent: Int = 0, title: String = "The Show") -> StatusAnswer {
        var status = StatusAnswer(now: TestShow.start + .seconds(seconds))
        var run = RunAnswer(
            run: Self.run, title: title, timezone: "UTC", mode: .live, state: .playing, now: status.now)
        run.offset = .seconds(seconds)
        run.tally[.sent] = sent
        status.runs = [run]
        return status
    }

    private func record(_ seconds: Int64) -> Record {
        .control(ControlRecord(time: TestShow.start + .seconds(seconds), run: Self.run, action: .cancel))
    }

    private func text(_ event: StateFeed.Event?) -> String {
        event.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "nothing"
    }
    private func at(_ milliseconds: Int64) -> Uptime { .milliseconds(milliseconds) }

    @Test func whatHasChangedIsSaidWholeAndNothingElse() {
        var feed = StateFeed(epoch: "e")
        #expect(feed.take(status(0), records: [], at: at(0)) == nil)
        #expect(text(feed.state()).hasPrefix("event: state\nid: e-0\ndata: {\"now\":"))
        let sent = text(feed.take(status(1, sent: 1), records: [record(1)], at: at(250)))
        #expect(sent.hasPrefix("event: change\nid: e-1\ndata: {") && sent.hasSuffix("}\n\n"))
        #expect(sent.contains("\"runs\":[{\"run\":\"\(Self.run)\"") && sent.contains("\"sent\":1"))
        #expect(sent.contains("\"records\":[{\"event\":\"control\"") && !sent.contains("account"))
        // A run that has changed in nothing but its clocks is not said again.
        #expect(feed.take(status(2, sent: 1), records: [], at: at(500)) == nil)
        let clocks = text(feed.take(status(3, sent: 1), records: [], at: at(1250)))
        #expect(clocks.contains("\"clocks\":[{\"run\"") && clocks.contains("\"offset_ms\":3000"))
        #expect(!clocks.contains("\"runs\"") && !clocks.contains("records"))
    }

    @Test func aRunThatLeavesTheListMakesAWholeState() {
        var feed = StateFeed(epoch: "e")
        _ = feed.take(status(0), records: [record(0)], at: at(0))
        let gone = text(feed.take(StatusAnswer(now: TestShow.start), records: [], at: at(250)))
        #expect(gone.hasPrefix("event: state\nid: e-1\n") && gone.contains("\"runs\":[]") && gone.contains("cancel"))
    }

    @Test func aReaderThatComesBackIsGivenWhatItMissed() {
        var feed = StateFeed(epoch: "e")
        for number in 0..<400 { _ = feed.take(status(0, sent: number), records: [], at: at(Int64(number) * 250)) }
        #expect(feed.changes(after: "e-399")?.count == 0)
        #expect(feed.changes(after: "e-397")?.map(\.id) == [398, 399])
        // What is older than a minute is a state again, and so is what another process said.
        #expect(feed.changes(after: "e-159")?.count == 240)
        #expect(feed.changes(after: "e-1") == nil)
        for id in ["f-399", "e-400", "e", "", "e--1", "e-1-2", "399"] { #expect(feed.changes(after: id) == nil) }
    }

    @Test func onlyTheLatestRecordsAreSaid() {
        var feed = StateFeed(epoch: "e")
        _ = feed.take(status(0), records: [], at: at(0))
        let many = text(feed.take(status(0), records: (0..<80).map { record($0) }, at: at(250)))
        #expect(many.components(of: "control") == 50)
        #expect(text(feed.state()).components(of: "control") == 50)
    }

    @Test func aRingKeepsTheLatestOfEachRun() {
        var ring = RecordRing()
        for number in 0..<1000 { ring.append(record(Int64(number))) }
        #expect(ring.latest(3, of: Self.run) == [record(997), record(998), record(999)])
        #expect(ring.latest(1000, of: Self.run).count == 500)
        #expect(ring.latest(50, after: 998) == [record(998), record(999)])
        #expect(ring.latest(1, after: 998) == [record(999)])
        #expect(ring.latest(50, after: 1000).isEmpty && ring.count == 1000)
        for hour in 1...40 {
            let run = RunID(timeline: "show", start: TestShow.start + .hours(Int64(hour)))
            ring.append(.control(ControlRecord(time: TestShow.start, run: run, action: .hold)))
        }
        #expect(ring.latest(1, of: Self.run).isEmpty)
        #expect(ring.latest(100, after: 1000).count == 32)
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        split(separator: "\"\(part)\"", omittingEmptySubsequences: false).count - 1
    }
}
