import Scheduling
import ShowTime

/// The network of a rehearsal: nothing but time drawn from a seed.
///
/// A call takes 10 to 30 ms to the server, so that calls arrive with the jitter that the pacer promises to absorb, and its
/// answer 5 to 25 ms back; one answer in a hundred takes a tenth to half of a second more.
struct NetworkDelays: Sendable {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        // A sequence apart from the one that the scheduler draws from the same seed.
        generator = SeededGenerator(seed: seed ^ 0x6C61_7465_6E63)
    }

    mutating func there() -> Interval { draw(milliseconds: 10...30) }

    mutating func back() -> Interval {
        let usual = draw(milliseconds: 5...25)
        return UInt8.random(in: 0..<100, using: &generator) == 0 ? usual + draw(milliseconds: 100...500) : usual
    }

    private mutating func draw(milliseconds range: ClosedRange<Int64>) -> Interval {
        Interval(
            nanoseconds: .random(in: range.lowerBound * 1_000_000...range.upperBound * 1_000_000, using: &generator))
    }
}
