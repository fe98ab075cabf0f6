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

    /// The process before was killed a moment ago: its call counts as if this one had made it.
    @Test func theCallOfAnotherProcessCounts() {
        #expect(Pacer(rate: 10, lastCall: at(0)).earliest(from: at(1)) == at(103))
        #expect(Pacer(rate: 10, lastCall: at(0)).earliest(from: at(200)) == at(200))
        #expect(Pacer(rate: nil, lastCall: at(0)).earliest(from: at(1)) == at(1))
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
