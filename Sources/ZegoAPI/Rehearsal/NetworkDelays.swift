import Scheduling
package import ShowTime

/// The delays of a simulated network, drawn from a seed: the same for the same seed and order of draws.
package struct NetworkDelays: Sendable {
    private var generator: SeededGenerator

    package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// From the client to the server: 10 to 30 ms, so that calls arrive with the jitter that the pacer promises to
    /// absorb.
    package mutating func drawRequestDelay() -> Interval { draw(.milliseconds(10)...(.milliseconds(30))) }

    /// From the server to the client: 5 to 25 ms; one answer in a hundred takes a tenth to half of a second more.
    package mutating func drawAnswerDelay() -> Interval {
        var delay = draw(.milliseconds(5)...(.milliseconds(25)))
        if UInt8.random(in: 0..<100, using: &generator) == 0 {
            delay += draw(.milliseconds(100)...(.milliseconds(500)))
        }
        return delay
    }

    private mutating func draw(_ range: ClosedRange<Interval>) -> Interval {
        let nanoseconds = range.lowerBound.nanoseconds...range.upperBound.nanoseconds
        return Interval(nanoseconds: .random(in: nanoseconds, using: &generator))
    }
}
