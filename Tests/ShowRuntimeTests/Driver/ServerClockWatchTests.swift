import Scheduling
import ShowTime
import TestSupport
import Testing

@testable import ShowRuntime

struct ServerClockWatchTests {
    private static let roundTrip = Interval.milliseconds(200)

    /// What an answer says when this host's clock is `off` ahead; the server cuts its date off to the second.
    private func reading(off: Interval, roundTrip: Interval = roundTrip) -> ClockReading {
        let asked = showStart + .milliseconds(300)
        let answered = asked + roundTrip
        let written = answered - Interval(nanoseconds: roundTrip.nanoseconds / 2) - off
        return ClockReading(server: .seconds(written.seconds), asked: asked, answered: answered)
    }

    @Test(arguments: [0, 5, 29, -5, -29] as [Int64])
    func aClockThatIsAboutRightIsNoAlarm(seconds: Int64) {
        var watch = ServerClockWatch()
        #expect(watch.note(reading(off: .seconds(seconds)), at: .zero) == nil)
        #expect(watch.ahead == nil)
    }

    @Test(arguments: [32, -32, 3600, -3600] as [Int64])
    func oneThatIsOffIsToldOnce(seconds: Int64) throws {
        var watch = ServerClockWatch()
        #expect(watch.note(reading(off: .seconds(seconds)), at: .zero) != nil)
        #expect(watch.note(reading(off: .seconds(seconds)), at: .zero + .seconds(1)) == nil)
        let ahead = try #require(watch.ahead)
        #expect((ahead - .seconds(seconds)).magnitude <= .milliseconds(1200))
    }

    /// The server may have written its date at any time of a call that took long: what is not sure is no alarm.
    @Test func aSlowAnswerSaysLittle() {
        var watch = ServerClockWatch()
        #expect(watch.note(reading(off: .seconds(33), roundTrip: .seconds(9)), at: .zero) == nil)
        #expect(watch.note(reading(off: .seconds(-33), roundTrip: .seconds(9)), at: .zero) == nil)
        #expect(reading(off: .zero, roundTrip: .seconds(9)).ahead == .zero)
    }

    @Test func anotherAlarmComesAfterAMinuteOfCalm() {
        var watch = ServerClockWatch()
        let (right, wrong) = (reading(off: .zero), reading(off: .minutes(5)))
        #expect(watch.note(wrong, at: .zero) == .wrong(by: wrong.ahead))
        #expect(watch.note(right, at: .zero + .seconds(10)) == nil)
        #expect(watch.note(wrong, at: .zero + .seconds(20)) == nil)
        #expect(watch.note(right, at: .zero + .seconds(30)) == nil)
        #expect(watch.note(right, at: .zero + .seconds(89)) == nil)
        #expect(watch.note(right, at: .zero + .seconds(90)) == .right)
        #expect(watch.ahead == nil)
        #expect(watch.note(wrong, at: .zero + .seconds(100)) == .wrong(by: wrong.ahead))
    }
}
