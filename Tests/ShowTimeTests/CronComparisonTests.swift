import Foundation
import Testing

@testable import ShowTime

/// A year of firings that another implementation has found: `make compare` makes them and names the file in the environment.
///
/// `Tests/Compare/make_cron_cases.py` says what stands in the file.
@Suite struct CronComparisonTests {
    private static let path = ProcessInfo.processInfo.environment["SHOWCALLER_CRON_CASES"]

    @Test(.enabled(if: path != nil)) func firesWhenAnotherImplementationDoes() throws {
        let lines = try Data(contentsOf: URL(filePath: #require(Self.path))).split(separator: UInt8(ascii: "\n"))
        let clocks = try JSONDecoder().decode(Clocks.self, from: #require(lines.first))
        var (walks, firings, changed) = (0, 0, 0)
        var differences: [String] = []
        for line in lines.dropFirst() {
            let known = try JSONDecoder().decode(KnownFirings.self, from: line)
            let schedule = try CronSchedule(known.expression)
            for (name, clock) in clocks.zones {
                let zone = try #require(Zone(named: name))
                let around = try #require(known.around[name])
                let wanted = known.firings(clock, around, from: clocks.from, to: clocks.to)
                let found = Self.walk(schedule, in: zone, from: clocks.from, to: clocks.to)
                walks += 1
                firings += wanted.count
                changed += around.count
                if let difference = Self.firstDifference(found, wanted) {
                    differences.append("\(known.expression) in \(name): \(difference)")
                }
            }
        }
        print(
            "cron compared \(walks) years of \(lines.count - 1) expressions: equal \(walks - differences.count),",
            "different \(differences.count), firings \(firings), \(changed) of them around changes of the clocks")
        #expect(firings > 0 && changed > 0, "nothing was compared")
        #expect(differences.prefix(20) == [])
    }

    /// Every firing as `next` finds them one after the other.
    private static func walk(_ schedule: CronSchedule, in zone: Zone, from: Int64, to: Int64) -> [Int64] {
        var found: [Int64] = []
        var time = Instant.seconds(from - 1)
        while let next = schedule.next(after: time, in: zone), next.seconds < to {
            found.append(next.seconds)
            time = next
        }
        return found
    }

    private static func firstDifference(_ found: [Int64], _ wanted: [Int64]) -> String? {
        guard found != wanted else { return nil }
        let place = zip(found, wanted).prefix { $0 == $1 }.count
        func text(_ times: [Int64]) -> String {
            place < times.count ? Instant.seconds(times[place]).rfc3339 : "nothing more"
        }
        return "\(text(found)) and not \(text(wanted))"
    }
}

/// How the clocks of some zones stand in a stretch of time, Unix seconds.
private struct Clocks: Decodable {
    var from: Int64
    var to: Int64
    var zones: [String: Clock]

    struct Clock: Decodable {
        /// From which day on clocks are how many seconds east of UTC, on days that are not unsettled.
        var offsets: [[Int64]]
        /// Days near a change.
        var unsettled: Set<Int64>
    }
}

/// When an expression fires: on settled days at the same local times in all zones, around changes at these instants.
private struct KnownFirings: Decodable {
    var expression: String
    /// Minutes of a day.
    var patterns: [[Int64]]
    /// A day, and which pattern it has.
    var days: [[Int64]]
    var around: [String: [Int64]]

    func firings(_ clock: Clocks.Clock, _ around: [Int64], from: Int64, to: Int64) -> [Int64] {
        var firings = around
        var offsets = clock.offsets[...]
        for day in days where !clock.unsettled.contains(day[0]) {
            while offsets.count > 1, offsets[offsets.startIndex + 1][0] <= day[0] { offsets.removeFirst() }
            let midnight = day[0] * 86400 - (offsets.first?[1] ?? 0)
            for minute in patterns[Int(day[1])] { firings.append(midnight + minute * 60) }
        }
        return firings.filter { $0 >= from && $0 < to }.sorted()
    }
}
