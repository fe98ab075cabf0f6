import Pacing
import ShowTime
import Testing

/// Milliseconds of uptime.
private func at(_ milliseconds: Double) -> Uptime { Uptime(nanoseconds: Int64(milliseconds * 1e6)) }

@Suite struct PacerTests {
    /// Departures of calls that all want to go at `wishes`, in milliseconds.
    private func departures(rate: Double?, wishes: [Double]) -> [Double] {
        var pacer = Pacer(rate: rate)
        var now = Uptime.zero
        return wishes.map { wish in
            now = pacer.earliest(from: max(now, at(wish)))
            pacer.take(at: now)
            return Double(now.nanoseconds) / 1e6
        }
    }

    @Test(
        arguments: [
            // Calls that are far apart go when they want to.
            (10.0, [0, 200, 400], [0, 200, 400]),
            // Two at once: the second one interval later, less what may be caught up.
            (10, [0, 0, 0], [0, 98, 201]),
            // A pause is not saved up.
            (10, [0, 5000, 5000, 5000], [0, 5000, 5098, 5201]),
            // Five milliseconds hold a few calls of a large quota.
            (1000, [0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0.15, 1.18]),
            (1, [0, 0], [0, 1025]),
            // Less than one a second.
            (0.5, [0, 0], [0, 2055]),
        ] as [(Double, [Double], [Double])])
    func callsGoWhenTheQuotaAllows(rate: Double, wishes: [Double], expected: [Double]) {
        #expect(departures(rate: rate, wishes: wishes) == expected)
    }

    @Test func withoutAQuotaEverythingGoesAtOnce() {
        #expect(departures(rate: nil, wishes: [0, 0, 0, 7, 7]) == [0, 0, 0, 7, 7])
    }

    @Test func askingChangesNothing() {
        var pacer = Pacer(rate: 10)
        pacer.take(at: at(0))
        #expect(pacer.earliest(from: at(1)) == at(98))
        #expect(pacer.earliest(from: at(1)) == at(98))
        #expect(pacer.earliest(from: at(500)) == at(500))
    }

    @Test func aClockThatBeganLongAgoOrBelowZeroIsAsGood() {
        for origin in [Int64.min / 4, -1, 0, 1 << 60] {
            var pacer = Pacer(rate: 100)
            let now = Uptime(nanoseconds: origin)
            #expect(pacer.earliest(from: now) == now)
            pacer.take(at: now)
            #expect(pacer.earliest(from: now) - now == Interval(nanoseconds: 5_300_000))
        }
    }

    /// A wake-up that comes up to 5 ms late costs nothing; one that is later costs what is beyond.
    @Test(arguments: [(0.0, 0.0), (3, 0), (5, 0), (8, 3), (30, 25)])
    func aLateWakeUpIsCaughtUp(late: Double, cost: Double) {
        var pacer = Pacer(rate: 100)
        pacer.take(at: at(0))
        let second = pacer.earliest(from: at(0)) + Interval(nanoseconds: Int64(late * 1e6))
        pacer.take(at: second)
        // Undisturbed, the third may go after two intervals less the five milliseconds.
        #expect(pacer.earliest(from: second) == at(2 * 10.3 - 5 + cost))
    }
}

@Suite struct SlowdownTests {
    @Test func aThrottledCallCostsAFifthOfTheRate() {
        var pacer = Pacer(rate: 10)
        pacer.take(at: at(1000))
        pacer.slowDown(afterCallAt: at(1000), now: at(1050))
        #expect(pacer.currentShare(at: at(1050)) == 0.8)
        // The share counts from the next call on: 103 ms / 0.85, as it has recovered for a second.
        pacer.take(at: at(2050))
        #expect(pacer.earliest(from: at(2050)) == at(2050) + Interval(nanoseconds: 121_176_470 - 5_000_000))
    }

    @Test func aBurstOfThrottledCallsCountsOnce() {
        var pacer = Pacer(rate: 100)
        for sent in stride(from: 900.0, through: 1000, by: 10) {
            pacer.slowDown(afterCallAt: at(sent), now: at(1000 + (sent - 900) / 10))
        }
        #expect(abs(pacer.currentShare(at: at(1010)) - 0.8005) < 1e-9)
    }

    @Test func aCallSentAfterTheSlowdownCountsAgain() {
        var pacer = Pacer(rate: 100)
        pacer.slowDown(afterCallAt: at(900), now: at(1000))
        pacer.slowDown(afterCallAt: at(1001), now: at(1001))
        #expect(abs(pacer.currentShare(at: at(1001)) - 0.64) < 1e-4)
    }

    @Test(arguments: [(0.0, 0.8), (1, 0.85), (2, 0.9), (3.5, 0.975), (4, 1), (1000, 1)])
    func theRateRecoversByATwentiethASecond(seconds: Double, share: Double) {
        var pacer = Pacer(rate: 100)
        pacer.slowDown(afterCallAt: .zero, now: .zero)
        #expect(abs(pacer.currentShare(at: at(seconds * 1000)) - share) < 1e-9)
    }

    @Test func theRateNeverFallsBelowATwentieth() {
        var pacer = Pacer(rate: 100)
        for milliseconds in 0..<100 {
            pacer.slowDown(afterCallAt: at(Double(milliseconds)), now: at(Double(milliseconds) + 0.5))
        }
        let share = pacer.currentShare(at: at(99.5))
        #expect(share >= Pacer.leastShare && share < Pacer.leastShare + 0.001)
    }

    @Test func afterRecoveryItIsAsIfNothingHadBeen() {
        var pacer = Pacer(rate: 10)
        pacer.slowDown(afterCallAt: .zero, now: .zero)
        pacer.take(at: at(10_000))
        #expect(pacer.earliest(from: at(10_000)) == at(10_098))
    }

    @Test func withoutAQuotaThereIsNothingToSlowDown() {
        var pacer = Pacer(rate: nil)
        pacer.slowDown(afterCallAt: .zero, now: at(1))
        pacer.take(at: at(1))
        #expect(pacer.earliest(from: at(1)) == at(1))
    }
}
