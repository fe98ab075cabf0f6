import Glibc
import RunLog
import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// Nights of shows, faults, operators and crashes, each from its seed. `SHOWCALLER_NIGHTS` says how many,
/// `SHOWCALLER_FIRST_NIGHT` from which seed on.
@Suite struct NightTests {
    private static let nights = number("SHOWCALLER_NIGHTS") ?? 100
    private static let firstNight = number("SHOWCALLER_FIRST_NIGHT") ?? 0
    /// So many to a test case: the cases run beside each other.
    private static let portion = 25

    private static func number(_ variable: String) -> Int? {
        getenv(variable).flatMap { Int(String(cString: $0)) }
    }

    /// Where nothing goes wrong, everything is sent when it is due.
    @Test(arguments: 0..<30)
    func aCalmNightIsOnTime(seed: Int) {
        var night = Night(seed: UInt64(seed), isCalm: true)
        night.play()
        #expect(night.problems.isEmpty)
        for run in night.runs {
            for case .result(let result) in night.logs[run]!.records where result.due >= Night.begin.wall {
                // Some scripts are far too long to be waited for, and some divide by zero.
                // A part of a text waits for the part before it.
                // What is due in the moment in which the show is loaded waits for its first claim.
                let isDueAtOnce = result.due <= Night.begin.wall + "100ms" && result.late < "100ms"
                let isOnTime = result.late == .zero || isDueAtOnce || result.part.map { $0.number > 1 } ?? false
                let isFine = result.outcome == .sent && isOnTime
                #expect(isFine || result.outcome == .cancelled || result.outcome == .invalid, "seed \(seed): \(result)")
            }
        }
    }

    @Test func aNightCanBePlayedAgain() {
        for seed: UInt64 in 0..<10 {
            var first = Night(seed: seed)
            var second = Night(seed: seed)
            first.play()
            second.play()
            #expect(first.runs == second.runs)
            for run in first.runs { #expect(first.logs[run]!.bytes == second.logs[run]!.bytes, "seed \(seed)") }
        }
    }

    @Test(arguments: Array(stride(from: firstNight, to: firstNight + nights, by: portion)))
    func noNightBreaksAPromise(first: Int) {
        for seed in first..<min(first + Self.portion, Self.firstNight + Self.nights) {
            var night = Night(seed: UInt64(seed))
            night.play()
            if !night.problems.isEmpty {
                Issue.record("seed \(seed):\n\(night.problems.joined(separator: "\n"))")
            }
        }
    }
}
