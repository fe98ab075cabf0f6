import JSONText
import Scheduling
import ShowTime
import TestSupport
import Testing

@testable import ControlAPI

/// Each condition is told of once when it begins and once when it is over.
@Suite struct AlertWatchTests {
    private static let run = RunID(timeline: "show", start: TestShow.start)
    private var watch = AlertWatch()

    private func status(_ seconds: Int64, _ change: (inout StatusAnswer) -> Void = { _ in }) -> StatusAnswer {
        var status = StatusAnswer(now: TestShow.start + .seconds(seconds))
        status.runs = [
            RunAnswer(
                run: Self.run, title: "The Show", timezone: "UTC", mode: .live, state: .playing, now: status.now)
        ]
        change(&status)
        return status
    }

    private mutating func words(_ status: StatusAnswer) -> [String] {
        watch.take(status).map { "\($0.alarm.kind.rawValue)\($0.isOver ? " over" : "")" }
    }

    @Test mutating func eachConditionIsSaidOnceAndItsEndToo() {
        #expect(words(status(0)) == [])
        func bad(_ status: inout StatusAnswer) {
            status.account.isHeld = true
            status.account.reason = "100000005 no"
            status.network.isHeld = true
            status.logProblem = "No space left on device"
            status.clockAhead = .seconds(-40)
            status.runs[0].clockOff = .seconds(5)
            status.runs[0].late = 3
            status.runs[0].behind = .seconds(12)
        }
        #expect(words(status(1, bad)) == ["log", "account", "network", "clock", "clock_step", "late"])
        #expect(words(status(2, bad)) == [])
        #expect(
            words(status(3)) == [
                "account over", "clock over", "clock_step over", "late over", "log over", "network over",
            ])
        #expect(words(status(4)) == [])
        #expect(words(status(5) { $0.network.isHeld = true }) == ["network"])
    }

    @Test mutating func aLittleLateIsNoAlert() {
        #expect(
            words(
                status(1) {
                    $0.runs[0].late = 50
                    $0.runs[0].behind = .milliseconds(9999)
                }) == [])
    }

    @Test mutating func aHoldOfTheScriptThatLastsIsSaidAndAnOperatorsIsNot() {
        func held(_ seconds: Int64, before: String?) -> StatusAnswer {
            status(seconds) {
                var hold = RunAnswer.Hold(name: before ?? "hold-1")
                hold.before = before
                hold.input = before == nil ? nil : "winner"
                hold.since = TestShow.start
                $0.runs[0].state = .held
                $0.runs[0].hold = hold
            }
        }
        #expect(words(held(119, before: "offer")) == [])
        #expect(words(held(500, before: nil)) == [])
        let alerts = watch.take(held(120, before: "offer"))
        #expect(alerts.map(\.alarm.text) == ["the show holds before offer, which needs winner"])
        #expect(alerts.first?.alarm.since == TestShow.start)
        #expect(words(held(121, before: "offer")) == [])
        #expect(words(status(122)) == ["hold over"])
    }

    @Test mutating func manyWithoutAnAnswerWithinAMinute() {
        func unknown(_ seconds: Int64, _ count: Int, of total: Int) -> StatusAnswer {
            status(seconds) {
                $0.runs[0].tally[.unknown] = count
                $0.runs[0].tally[.sent] = total - count
            }
        }
        // What an earlier process left behind is none of this one's.
        #expect(words(unknown(0, 40, of: 50)) == [])
        #expect(words(unknown(10, 44, of: 60)) == [])
        #expect(words(unknown(20, 45, of: 70)) == ["unknown"])
        #expect(words(unknown(60, 45, of: 100)) == [])
        #expect(words(unknown(79, 45, of: 100)) == [])
        #expect(words(unknown(85, 45, of: 100)) == ["unknown over"])
        // One in a hundred of a large show is not.
        #expect(words(unknown(200, 45, of: 1000)) == [])
        #expect(words(unknown(201, 55, of: 5000)) == [])
    }

    @Test mutating func theEndIsSaidOnce() throws {
        func ended(_ status: inout StatusAnswer) {
            status.runs[0].state = .ended
            status.runs[0].planned = 26
            status.runs[0].tally[.sent] = 25
            status.runs[0].tally[.missed] = 1
            status.runs[0].late = 9
        }
        let alerts = watch.take(status(3, ended))
        let alert = try #require(alerts.first)
        #expect(words(status(4, ended)) == [])
        #expect(
            String(decoding: alert.json, as: UTF8.self) == """
                {"time":"2027-01-15T08:00:03.000Z","alert":"ended","over":false,"message":"ended, 25 of 26 accepted",\
                "since":null,"run":"show@20270115T080000Z","timeline":"show","title":"The Show","planned":26,"sent":25,\
                "rejected":0,"failed":0,"missed":1,"cancelled":0,"unknown":0,"invalid":0}

                """)
        watch = AlertWatch()
        #expect(words(status(5) { $0.runs[0].state = .stopped }) == ["stopped"])
    }

    @Test mutating func anAlertOfEverythingNamesNoRun() throws {
        let alerts = watch.take(status(1) { $0.account.isHeld = true })
        let alert = try #require(alerts.first)
        let text = String(decoding: alert.json, as: UTF8.self)
        #expect(text.contains("\"run\":null,\"timeline\":null,\"title\":null}\n"))
    }
}
