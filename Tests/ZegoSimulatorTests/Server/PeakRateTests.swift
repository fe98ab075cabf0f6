import ShowTime
import Testing

@testable import ZegoSimulator

@Suite struct PeakRateTests {
    @Test func aSecondDoesNotHoldBothItsEnds() {
        var meter = PeakRate()
        meter.add(Uptime(nanoseconds: 0))
        meter.add(Uptime(nanoseconds: 1_000_000_000))
        #expect(meter.peak == 1)
        meter.add(Uptime(nanoseconds: 1_999_999_999))
        #expect(meter.peak == 2)
    }

    @Test func aCallThatWasOvertakenStillCounts() {
        var meter = PeakRate()
        for time in [1_500_000_000, 1_600_000_000, 900_000_000, 550_000_000] as [Int64] {
            meter.add(Uptime(nanoseconds: time))
        }
        #expect(meter.peak == 3)
    }

    /// Against the definition, with times that overtake each other by up to 50 ms.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func agreesWithItsDefinition(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var meter = PeakRate()
        var times: [Uptime] = []
        var now = Uptime(nanoseconds: 1_000_000_000)
        for _ in 0..<120 {
            now = now + Interval(nanoseconds: .random(in: 0...200_000_000, using: &generator))
            let time = now + -Interval(nanoseconds: .random(in: 0...50_000_000, using: &generator))
            times.append(time)
            meter.add(time)
            let peak = times.map { begin in times.count { $0 >= begin && $0 - begin < .seconds(1) } }.max()
            #expect(meter.peak == peak)
        }
    }
}
