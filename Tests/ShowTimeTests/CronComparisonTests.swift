import Foundation
import Testing

@testable import ShowTime

/// A year of firings that another implementation has found: `make compare` makes them and names the file in the environment.
@Suite struct CronComparisonTests {
    private static let path = ProcessInfo.processInfo.environment["SHOWCALLER_CRON_CASES"]

    /// A line has an expression, a zone, an instant and the firings that follow, parted by tabs; times are Unix seconds.
    @Test(.enabled(if: path != nil)) func firesWhenAnotherImplementationDoes() throws {
        var expressions: Set<Substring> = []
        var (equal, firings) = (0, 0)
        var differences: [String] = []
        for line in try String(contentsOfFile: #require(Self.path), encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: "\t")
            try #require(fields.count > 3)
            let zone = try #require(Zone(named: String(fields[1])))
            let schedule = try CronSchedule(String(fields[0]))
            var time = Instant.seconds(try #require(Int64(fields[2])))
            expressions.insert(fields[0])
            var difference: String?
            for field in fields[3...] {
                let wanted = try Instant.seconds(#require(Int64(field)))
                let found = schedule.next(after: time, in: zone)
                if found != wanted {
                    difference =
                        "\(fields[0]) in \(fields[1]) after \(time.rfc3339): "
                        + "\(found?.rfc3339 ?? "never") and not \(wanted.rfc3339)"
                    break
                }
                time = wanted
                firings += 1
            }
            if let difference { differences.append(difference) } else { equal += 1 }
        }
        print(
            "cron compared \(equal + differences.count) walks of \(expressions.count) expressions:",
            "equal \(equal), different \(differences.count), firings \(firings)")
        #expect(equal > 0 && firings > 0, "nothing was compared")
        #expect(differences.prefix(20) == [])
    }
}
