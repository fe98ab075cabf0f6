import Pacing
import ShowTime
import Testing

/// Random numbers that repeat with their seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Calls under one quota as a busy sender makes them: it sleeps until the pacer lets the next one go, wakes up a little
/// late, and then sends all that may go.
private struct PacedSender {
    var pacer: Pacer
    var generator: SeededGenerator
    var now = Uptime(nanoseconds: 1_000_000_000)
    /// By how much a wake-up is late, at most.
    let lateness: Interval
    private(set) var departures: [Uptime] = []

    init(quota: Double, seed: UInt64, lateness: Interval) {
        pacer = Pacer(rate: quota)
        generator = SeededGenerator(state: seed)
        self.lateness = lateness
    }

    mutating func random(upTo length: Interval) -> Interval {
        Interval(nanoseconds: .random(in: 0...length.nanoseconds, using: &generator))
    }

    mutating func send(_ count: Int) {
        var left = count
        while left > 0 {
            let next = pacer.earliest(from: now)
            if next > now { now = next + random(upTo: lateness) }
            while left > 0, pacer.earliest(from: now) == now {
                pacer.take(at: now)
                departures.append(now)
                left -= 1
            }
        }
    }

    mutating func rest(_ length: Interval) { now = now + length }
}

/// The first place at which more than `quota` of the sorted times lie within less than a second.
private func firstBreach(of quota: Int, in times: [Uptime]) -> Int? {
    guard times.count > quota else { return nil }
    return times.indices.dropLast(quota).first { times[$0 + quota] - times[$0] < .seconds(1) }
}

private let seeds: Range<UInt64> = 0..<60

@Suite struct QuotaPropertyTests {
    private static let jitter = Interval.milliseconds(20)

    private func quota(of seed: UInt64) -> Int {
        // The edges and what is used by default, then anything.
        let named = [1, 2, 3, 10, 20, 100, 999, 1000]
        var generator = SeededGenerator(state: seed &+ 77)
        return seed < named.count ? named[Int(seed)] : Int.random(in: 1...1000, using: &generator)
    }

    @Test(arguments: seeds)
    func noSlidingSecondAtTheServerHoldsMoreThanTheQuota(seed: UInt64) {
        let quota = quota(of: seed)
        var sender = PacedSender(quota: Double(quota), seed: seed, lateness: .milliseconds(5))
        for _ in 0..<12 {
            sender.send(Int.random(in: 1...max(2, quota / 2), using: &sender.generator))
            let rests: [Interval] = [.zero, .milliseconds(3), .milliseconds(200), .milliseconds(995), .seconds(3)]
            sender.rest(sender.random(upTo: rests.randomElement(using: &sender.generator)!))
        }
        var arrivals: [Uptime] = []
        for departure in sender.departures { arrivals.append(departure + sender.random(upTo: Self.jitter)) }
        #expect(firstBreach(of: quota, in: arrivals.sorted()) == nil, "quota \(quota), seed \(seed)")
        // The same for the worst jitter that could have been drawn: the first call of a second delayed, the last not.
        let departures = sender.departures
        let tightest = departures.indices.dropLast(quota).map { departures[$0 + quota] - departures[$0] }.min()
        if let tightest { #expect(tightest >= .seconds(1) + Self.jitter, "quota \(quota), seed \(seed)") }
    }

    @Test(arguments: seeds)
    func anEndlessQueueUsesTheQuota(seed: UInt64) {
        let quota = quota(of: seed)
        var sender = PacedSender(quota: Double(quota), seed: seed, lateness: .milliseconds(5))
        sender.send(quota * 25)
        let departures = sender.departures
        // A window that begins just after a call holds the fewest.
        let least = Int(0.95 * 10 * Double(quota))
        let longest = departures.indices.dropLast(least).map { departures[$0 + least] - departures[$0] }.max()
        #expect(longest! <= .seconds(10), "quota \(quota), seed \(seed)")
    }
}
