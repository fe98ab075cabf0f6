import ShowTime
import Testing

@testable import ZegoSimulator

private let nanosecond = Interval(nanoseconds: 1)

@Suite struct SlidingWindowTests {
    @Test func aPlaceIsFreeExactlyASecondLater() {
        var window = SlidingWindow(limit: 2)
        let begin = Uptime(nanoseconds: 5)
        window.admit(begin)
        window.admit(begin + .milliseconds(400))
        #expect(!window.admits(begin + (.seconds(1) - nanosecond)))
        #expect(window.admits(begin + .seconds(1)))
        window.admit(begin + .seconds(1))
        #expect(!window.admits(begin + (.milliseconds(1400) - nanosecond)))
        #expect(window.admits(begin + .milliseconds(1400)))
    }

    @Test func aTimeThatWasOvertakenCountsAsSimultaneous() {
        var window = SlidingWindow(limit: 1)
        window.admit(Uptime(nanoseconds: 2_000_000_000))
        #expect(!window.admits(Uptime(nanoseconds: 1_999_999_999)))
        var full = SlidingWindow(limit: 2)
        full.admit(Uptime(nanoseconds: 0))
        full.admit(Uptime(nanoseconds: 1_000_000_000))
        #expect(full.admits(Uptime(nanoseconds: 999_999_999)))
    }

    @Test func noLimitAdmitsAllAndZeroNone() {
        var unlimited = SlidingWindow(limit: nil)
        for _ in 0..<1000 {
            #expect(unlimited.admits(.zero))
            unlimited.admit(.zero)
        }
        #expect(!SlidingWindow(limit: 0).admits(.zero))
    }

    /// Against the definition, counted anew for every call.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func agreesWithItsDefinition(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = Int.random(in: 1...20, using: &generator)
        var window = SlidingWindow(limit: limit)
        var admitted: [Uptime] = []
        var now = Uptime.zero
        for _ in 0..<400 {
            now = now + Interval(nanoseconds: .random(in: 0...(2_000_000_000 / Int64(limit)), using: &generator))
            admitted.removeAll { now - $0 >= .seconds(1) }
            let inWindow = admitted.count
            #expect(window.admits(now) == (inWindow < limit))
            if inWindow < limit {
                window.admit(now)
                admitted.append(now)
            }
        }
    }
}
