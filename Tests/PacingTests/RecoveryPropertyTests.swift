import Pacing
import ShowTime
import Testing

/// The pacer and a server in a closed loop, at several distances and with both kinds of server: those that count refused
/// calls and those that do not.
@Suite struct RecoveryPropertyTests {
    typealias Setup = ClosedLoop.Setup

    private static let seeds: Range<UInt64> = 0..<5

    /// A seed's server at each distance.
    private func setups(_ seed: UInt64) -> [Setup] {
        [20, 60, 200].flatMap { roundTrip in
            [false, true].map { Setup(seed: seed, roundTrip: .milliseconds(roundTrip), countsRefused: $0) }
        }
    }

    /// Calls of somebody else from the fifth second on.
    private func burst(over length: Double, of count: Int = 100) -> [Double] {
        (0..<count).map { 5 + length * Double($0) / Double(count) }
    }

    /// So many calls a second, each somewhere within its turn.
    private func neighbour(_ rate: Int, seconds: Int64, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(state: seed ^ 0xABCD)
        return (0..<rate * Int(seconds)).map { (Double($0) + .random(in: 0..<1, using: &generator)) / Double(rate) }
    }

    /// Plays, and sees to it that neither the quota nor the bounds of the share are left.
    private func play(_ setup: Setup) -> ClosedLoop.Record {
        let record = ClosedLoop.play(setup)
        let tightest = zip(record.sent, record.sent.dropFirst(setup.quota)).map { $1 - $0 }.min()
        if let tightest { #expect(tightest >= .milliseconds(1020), "\(setup)") }
        let nearest = zip(record.arrived, record.arrived.dropFirst(setup.quota)).map { $1 - $0 }.min()
        if let nearest { #expect(nearest >= .seconds(1), "\(setup)") }
        #expect(record.shares.allSatisfy { (0.2...1).contains($0) }, "\(setup)")
        return record
    }

    @Test(arguments: seeds)
    func aTenthThrottledAtRandomLeavesEightTenths(seed: UInt64) {
        for var setup in setups(seed) {
            setup.strays = 0.1
            let pace = play(setup).pace(1..<60)
            #expect(pace >= 80, "\(pace) a second, \(setup)")
        }
    }

    /// One that comes at once, and ones that take their time.
    @Test(arguments: seeds)
    func afterAForeignBurstItIsBackWithinFourSeconds(seed: UInt64) {
        for length in [0, 0.3, 1] {
            for var setup in setups(seed) {
                setup.foreign = burst(over: length)
                setup.seconds = 20
                let record = play(setup)
                let back = record.slow(below: 80, in: 4..<19.5) ?? 5
                #expect(back <= 9, "back after \(back - 5) s, a burst of \(length) s, \(setup)")
                #expect(record.pace(10..<19) >= 96, "\(setup)")
                #expect(record.refused.count <= 60, "\(record.refused.count) refused, \(setup)")
            }
        }
    }

    @Test(arguments: seeds)
    func afterALargeBurstAmongStraysItIsBackAsWell(seed: UInt64) {
        for var setup in setups(seed) {
            setup.foreign = burst(over: 0, of: 200)
            setup.strays = 0.05
            setup.seconds = 30
            let pace = play(setup).pace(9..<29)
            #expect(pace >= 80, "\(pace) a second, \(setup)")
        }
    }

    /// Twenty seconds in which others call three times as often as the quota allows.
    @Test(arguments: seeds)
    func afterAStormItIsBack(seed: UInt64) {
        for var setup in setups(seed) {
            setup.foreign = neighbour(300, seconds: 20, seed: seed)
            setup.seconds = 60
            let record = play(setup)
            #expect(record.pace(31..<59) >= 80, "\(setup)")
            // Meanwhile it tries, and little more.
            #expect(record.refused.count { $0 < 20 } <= 20 * 25, "\(setup)")
        }
    }

    /// Where refused calls count, whoever exceeds the quota gets nothing at all.
    @Test(arguments: seeds)
    func aNeighbourLeavesTheRestOfTheQuota(seed: UInt64) {
        for var setup in setups(seed) {
            setup.foreign = neighbour(30, seconds: 60, seed: seed)
            let record = play(setup)
            let pace = record.pace(10..<60)
            #expect(pace >= (setup.countsRefused ? 40 : 70), "\(pace) a second, \(setup)")
            let refused = record.refused(10..<60)
            #expect(refused <= 0.15, "\(refused) refused, \(setup)")
        }
    }

    /// Half of what the account is said to have.
    @Test(arguments: seeds)
    func aServerThatAllowsLessIsObeyed(seed: UInt64) {
        for var setup in setups(seed) {
            setup.allowed = 50
            let record = play(setup)
            let pace = record.pace(10..<60)
            #expect(pace >= (setup.countsRefused ? 30 : 47.5), "\(pace) a second, \(setup)")
            #expect(record.refused(10..<60) <= 0.15, "\(setup)")
        }
    }

    @Test(arguments: [1, 3, 10, 20, 500, 1000])
    func otherQuotasAreAsGood(quota: Int) {
        for seed in 0..<3 as Range<UInt64> {
            var setup = Setup(seed: seed, quota: quota, strays: 0.1)
            setup.seconds = quota < 10 ? 600 : 30
            let pace = play(setup).pace(2..<Double(setup.seconds))
            #expect(pace >= 0.8 * Double(quota), "\(pace) a second of \(quota), seed \(seed)")
        }
    }
}
