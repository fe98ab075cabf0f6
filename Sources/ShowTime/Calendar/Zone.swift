import Foundation
import Synchronization

/// An IANA time zone.
///
/// The rules come from Foundation. An offset from UTC is kept with the span of instants it holds for, so that a hundred
/// thousand messages ask once per change of the clocks and not once each.
package final class Zone: Sendable {
    package let name: String
    /// nil is UTC, which never changes and must not load the tables of all the others.
    private let rules: TimeZone?
    private let known = Mutex(Span(from: .max, to: .min, utcOffset: 0))

    private struct Span {
        /// Unix seconds; `from` counts, `to` does not.
        var from: Int64
        var to: Int64
        var utcOffset: Int
    }

    package static let utc = Zone("UTC", rules: nil)

    private init(_ name: String, rules: TimeZone?) {
        self.name = name
        self.rules = rules
    }

    /// Nil where no such zone is known.
    package convenience init?(named name: String) {
        if ["UTC", "Etc/UTC"].contains(name) {
            self.init(name, rules: nil)
            return
        }
        // Foundation also takes "GMT+8" and abbreviations like "CST", which mean several things: names only.
        guard name == "GMT" || name.contains("/"), let rules = TimeZone(identifier: name) else { return nil }
        self.init(name, rules: rules)
    }

    /// Every name that ``init(named:)`` takes, for suggestions.
    package static var knownNames: [String] { ["UTC"] + TimeZone.knownTimeZoneIdentifiers }

    /// Seconds east of UTC at an instant.
    package func utcOffset(at instant: Instant) -> Int {
        guard let rules else { return 0 }
        let seconds = instant.seconds
        return known.withLock { span in
            if !(seconds >= span.from && seconds < span.to) { span = Self.span(of: rules, around: seconds) }
            return span.utcOffset
        }
    }

    private static func span(of rules: TimeZone, around seconds: Int64) -> Span {
        let date = Date(timeIntervalSince1970: TimeInterval(seconds))
        let next = rules.nextDaylightSavingTimeTransition(after: date).map { Int64($0.timeIntervalSince1970) }
        return Span(from: seconds, to: next ?? seconds + 86400, utcOffset: rules.secondsFromGMT(for: date))
    }

    package func civil(_ instant: Instant) -> CivilDateTime {
        CivilDateTime(instant, utcOffset: utcOffset(at: instant))
    }

    /// The instant at which clocks in this zone show `civil`.
    ///
    /// A time that exists twice (clocks go back) is the first of the two. One that does not exist (clocks go forward)
    /// moves on by the length of the gap: 02:30 becomes 03:30.
    package func instant(_ civil: CivilDateTime) -> Instant {
        let asIfUTC = civil.instant(utcOffset: 0)
        let offsetBefore = utcOffset(at: asIfUTC - .days(1))
        let offsetAfter = utcOffset(at: asIfUTC + .days(1))
        let early = civil.instant(utcOffset: offsetBefore)
        if utcOffset(at: early) == offsetBefore { return early }
        let late = civil.instant(utcOffset: offsetAfter)
        if utcOffset(at: late) == offsetAfter { return late }
        return early
    }
}

extension Zone {
    /// The effect of a change of the clocks on a local time.
    package enum ClockChange: Sendable, Hashable {
        /// Clocks go forward over it: it does not exist.
        case skipped
        /// Clocks go back over it: it exists twice.
        case repeated
    }

    /// Whether a local time is one that does not exist or exists twice, nil for every other.
    package func clockChange(at civil: CivilDateTime) -> ClockChange? {
        let first = instant(civil)
        if self.civil(first) != civil { return .skipped }
        let asIfUTC = civil.instant(utcOffset: 0)
        let second = civil.instant(utcOffset: utcOffset(at: asIfUTC + .days(1)))
        return second != first && self.civil(second) == civil ? .repeated : nil
    }
}

extension Zone: Equatable {
    package static func == (left: Zone, right: Zone) -> Bool { left.name == right.name }
}

extension Zone {
    /// `2026-11-20 22:00:30`, as clocks in the zone show it, with the zone's name.
    package func text(of instant: Instant) -> String {
        text(of: instant, as: "%F %T") + " (\(name))"
    }

    /// `22:00:30.250`
    package func text(ofMilliseconds instant: Instant) -> String { String(text(of: instant, as: "%T.%f").dropLast(3)) }

    /// - Parameter format: for ``Strftime``, which takes it.
    package func text(of instant: Instant, as format: String) -> String {
        var bytes: [UInt8] = []
        if let format = try? Strftime(format) { format.format(instant, in: self, into: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
