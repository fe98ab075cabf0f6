import Pacing
import ShowTime
import Testing

@Suite struct SlidingPeakTests {
    private func peak(_ milliseconds: [Int64], window: Interval = .seconds(1)) -> SlidingPeak {
        var peak = SlidingPeak(window: window)
        for time in milliseconds { peak.add(.milliseconds(time)) }
        return peak
    }

    @Test func nothingHasNoPeak() {
        #expect(peak([]).most == 0)
        #expect(peak([]).from == nil)
    }

    @Test func eventsOneWindowApartAreNotCountedTogether() {
        #expect(peak([0, 1000, 2000]).most == 1)
        #expect(peak([0, 999, 1998]).most == 2)
        #expect(peak([0, 4, 5], window: .milliseconds(5)).most == 2)
    }

    @Test func theEarliestOfTheBusiestWindowsCounts() {
        let peak = peak([-5000, 0, 300, 700, 5000, 5100, 5200])
        #expect(peak.most == 3)
        #expect(peak.from == .milliseconds(0))
    }

    /// Compared with counting each window anew.
    @Test func agreesWithCountingEveryWindow() {
        var time: Int64 = 0
        let times = (1...2000).map { number -> Int64 in
            time += Int64(number * number % 23)
            return time
        }
        let counts = times.indices.map { index in times[...index].count { times[index] - $0 < 1000 } }
        let found = peak(times)
        #expect(found.most == counts.max())
        let last = times[counts.firstIndex(of: found.most)!]
        let first = times.first { last - $0 < 1000 }!
        #expect(found.from == .milliseconds(first))
    }
}
