import Pacing
import ShowTime
import Testing

/// Milliseconds of uptime.
private func at(_ milliseconds: Double) -> Uptime { Uptime(nanoseconds: Int64(milliseconds * 1e6)) }

/// A pacer of a quota of 100 that is told how calls ended, each 100 ms after it left.
private struct Story {
    var pacer = Pacer(rate: 100)
    /// When the next call leaves, in milliseconds.
    var now = 1000.0

    /// Calls 10 ms apart, of which the first of every `period` is throttled.
    mutating func tell(_ count: Int, throttlingOneIn period: Int? = nil) {
        for index in 0..<count {
            if let period, index % period == 0 {
                pacer.slowDown(afterCallAt: at(now), now: at(now + 100))
            } else {
                pacer.passed(callAt: at(now))
            }
            now += 10
        }
    }

    /// Until the pause is over that the last answer began.
    mutating func rest() { now += 1100 }

    /// As the last answer comes.
    var answered: Double { now + 90 }
    func share(after seconds: Double = 0) -> Double { pacer.currentShare(at: at(answered + seconds * 1000)) }
    /// Until a call may go, from the last answer on, in milliseconds.
    var pause: Double { Double((pacer.earliest(from: at(answered)) - at(answered)).nanoseconds) / 1e6 }
}

@Suite struct SlowdownTests {
    @Test func aStrayOneChangesNothing() {
        var story = Story()
        story.tell(1, throttlingOneIn: 1)
        #expect(story.share() == 1)
        #expect(story.pause == 0)
        story.tell(1000, throttlingOneIn: 10)
        #expect(story.share() == 1)
        #expect(story.pause == 0)
    }

    @Test func aShareOfThemCutsByThatShareAndOnceOnly() {
        var story = Story()
        story.tell(300)
        story.tell(100, throttlingOneIn: 4)
        // Of the last 150 answers 25 were throttled, and 75 ms on it is on its way back.
        #expect((0.83...0.87).contains(story.share()))
        #expect(story.pause == 0)
    }

    /// It deepens while calls of before it are answered, up to three tenths.
    @Test func oneCutIsThreeTenthsAtMost() {
        var story = Story()
        story.tell(150)
        story.tell(100, throttlingOneIn: 2)
        #expect((0.7..<0.75).contains(story.share()))
    }

    @Test func eightInARowCutAndPauseForTheServersWindow() {
        var story = Story()
        story.tell(300)
        story.tell(7, throttlingOneIn: 1)
        #expect(story.pause == 0)
        story.tell(1, throttlingOneIn: 1)
        #expect(story.pause == 1000)
        #expect(abs(story.share() - 0.7) < 1e-9)
        #expect(abs(story.share(after: 1) - 0.7) < 1e-9)
        // What was on its way says nothing more.
        let resumed = story.pacer.earliest(from: at(story.answered))
        story.tell(50, throttlingOneIn: 1)
        #expect(story.pacer.earliest(from: at(0)) == resumed)
        #expect(abs(story.share() - 0.7) < 1e-9)
    }

    /// Seconds from the end of the pause, and the share in terms of where it was cut.
    @Test(arguments: [(0.0, 0.7), (1, 0.86), (2, 0.95), (3, 0.99), (4.4, 1), (1000, 1)])
    func itComesBackAlongTheCurve(seconds: Double, share: Double) {
        var story = Story()
        story.tell(8, throttlingOneIn: 1)
        #expect(abs(story.share(after: 1 + seconds) - share) < 0.005)
    }

    @Test func beyondWhereItWasCutItProbesSlowlyAtFirst() {
        var story = Story()
        story.tell(8, throttlingOneIn: 1)
        story.rest()
        // Some calls get through, and then it is too much again.
        story.tell(20)
        story.tell(8, throttlingOneIn: 1)
        let share = story.share()
        let top = share / 0.7
        #expect((0.7..<0.85).contains(top))
        #expect((0.945 * top..<0.96 * top).contains(story.share(after: 3)))
        #expect((top * 0.999..<top * 1.01).contains(story.share(after: 1 + 5)))
        #expect(story.share(after: 1 + 6) < 1.02 * top)
        #expect(story.share(after: 1 + 10) == 1)
    }

    @Test func fullAgainBeforeAnythingGotThroughIsPausedAndNotCut() {
        var story = Story()
        for _ in 0..<10 {
            story.tell(8, throttlingOneIn: 1)
            #expect(story.pause == 1000)
            #expect(abs(story.share(after: 1) - 0.7) < 1e-9)
            story.rest()
        }
    }

    @Test func itNeverFallsBelowAFifthAndIsSoonBackFromThere() {
        var story = Story()
        for _ in 0..<20 {
            story.tell(10)
            story.tell(8, throttlingOneIn: 1)
            story.rest()
        }
        #expect((0.2..<0.21).contains(story.share()))
        #expect(story.share(after: 14) == 1)
    }

    @Test func afterThirtyQuietSecondsAllIsForgotten() {
        var story = Story()
        story.tell(300)
        story.tell(145, throttlingOneIn: 7)
        #expect(story.share() == 1)
        var other = story
        story.tell(30, throttlingOneIn: 3)
        #expect(story.share() < 1)
        // The same after a rest.
        other.now += 30_100
        other.tell(30, throttlingOneIn: 3)
        #expect(other.share() == 1)
    }

    @Test func aSlowedPacerSpacesItsCallsWider() {
        var story = Story()
        story.tell(8, throttlingOneIn: 1)
        let resumed = story.pacer.earliest(from: at(0))
        story.pacer.take(at: resumed)
        // 10.3 ms / 0.7, and what may be caught up is as much as ever.
        #expect(story.pacer.earliest(from: resumed) - resumed == Interval(nanoseconds: 14_714_285))
    }

    @Test func withoutAQuotaThereIsNothingToSlowDown() {
        var pacer = Pacer(rate: nil)
        for _ in 0..<100 { pacer.slowDown(afterCallAt: .zero, now: at(1)) }
        pacer.take(at: at(1))
        #expect(pacer.earliest(from: at(1)) == at(1))
        #expect(pacer.currentShare(at: at(1)) == 1)
    }
}
