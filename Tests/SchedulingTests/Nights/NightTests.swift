import Glibc
import RunLog
import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// Nights of shows, faults, operators and crashes, each from its seed. `SHOWCALLER_NIGHTS` says how many,
/// `SHOWCALLER_FIRST_NIGHT` from which seed on, `SHOWCALLER_NIGHT_LOGS` where the logs of those that fail are left.
@Suite struct NightTests {
    private static let nights = number("SHOWCALLER_NIGHTS") ?? 100
    private static let firstNight = number("SHOWCALLER_FIRST_NIGHT") ?? 0
    /// The number of nights in one test case: the cases run beside each other.
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
            let records = night.logs[run]!.records
            // What nobody could foresee, when the show is loaded or goes on after a hold, waits for its own claim.
            let surprises = night.claims ? [Night.begin.wall] + records.compactMap(\.timeOfGo) : []
            for case .result(let result) in records where result.due >= Night.begin.wall {
                let isSurprise =
                    result.late < "100ms" && surprises.contains { ($0...($0 + "100ms")).contains(result.due) }
                // A part of a text waits for the part before it.
                let isOnTime = result.late == .zero || isSurprise || result.part.map { $0.number > 1 } ?? false
                // Some scripts are far too long to be waited for, and some divide by zero.
                let isFine =
                    result.outcome == .sent && isOnTime || [.cancelled, .invalid].contains(result.outcome)
                #expect(isFine, "seed \(seed): \(result)")
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
                leaveLogs(of: night, seed: seed)
            }
        }
    }

    /// Writes the logs of a night that failed to the folder that `SHOWCALLER_NIGHT_LOGS` names.
    private func leaveLogs(of night: Night, seed: Int) {
        guard let folder = getenv("SHOWCALLER_NIGHT_LOGS") else { return }
        for (run, log) in night.logs {
            guard let file = fopen("\(String(cString: folder))/\(seed)-\(run).jsonl", "w") else { continue }
            fwrite(log.bytes, 1, log.bytes.count, file)
            fclose(file)
        }
    }
}

extension Record {
    /// When an operator lets the show go on.
    fileprivate var timeOfGo: Instant? {
        guard case .control(let control) = self, case .go = control.action else { return nil }
        return control.time
    }
}
