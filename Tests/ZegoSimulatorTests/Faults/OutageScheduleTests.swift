import ShowTime
import Testing

@testable import ZegoSimulator

@Suite struct OutageScheduleTests {
    /// Each as `+` (listening) or `-` (refusing) with the second it ends in, `…` for never.
    @Test(
        arguments: [
            ([], "+…"),
            (["hang@5s..6s"], "+…"),
            (["refuse"], "+0 -…"),
            (["refuse@-5s..3s"], "+0 -3 +…"),
            (["refuse@-5s..-3s"], "+…"),
            (["refuse@10s"], "+10 -…"),
            (["refuse@10s..20s", "refuse@30s..40s"], "+10 -20 +30 -40 +…"),
            (["refuse@30s..40s", "refuse@10s..20s"], "+10 -20 +30 -40 +…"),
            (["refuse@10s..20s", "refuse@15s..40s", "refuse@16s..17s"], "+10 -40 +…"),
            (["refuse@10s..20s", "refuse@20s..30s"], "+10 -30 +…"),
            (["refuse@10s..20s", "refuse@15s"], "+10 -…"),
            (["refuse@10s", "refuse@15s..20s"], "+10 -…"),
        ] as [([String], String)])
    func takeTurnsWithListening(faults: [String], expected: String) throws {
        let periods = OutageSchedule(try faults.map { try Fault($0) }).periods
        let drawn = periods.map { period in
            let end = period.end.map { String($0.milliseconds / 1000) } ?? "…"
            return (period.isListening ? "+" : "-") + end
        }
        #expect(drawn.joined(separator: " ") == expected)
    }
}
