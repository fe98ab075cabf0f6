import Pacing
import Rehearsing
package import ShowTime

/// Judges the load that timelines put on the account and on the disk.
package enum LoadVerdicts {
    // MARK: Starts

    package static func starts(_ load: PlannedLoad, now: Instant) -> [PreflightCheck] {
        load.shows.map { show in
            func check(_ verdict: PreflightCheck.Verdict, _ message: String, advice: String? = nil) -> PreflightCheck {
                PreflightCheck("start", about: show.name, is: verdict, message, advice: advice)
            }
            let text = show.zone.text(of:)
            guard show.hasOwnStart else {
                let advice = "give --start, here and to run"
                return check(.warning, "no start is given: all this is as if it began now", advice: advice)
            }
            if let end = show.end, end < now {
                let advice = "give it another start, in the timeline or by --start"
                return check(.problem, "this show ended at \(text(end))", advice: advice)
            }
            if let first = show.first, first < now {
                let late = "\(text(show.start)): what was due since \(text(first)) is late already"
                return check(.warning, late, advice: "unless it is running, start it now")
            }
            return check(.ok, "\(text(show.start)), \(words(ofWait: show.start - now))")
        }
    }

    /// `in 58m12s`, `in 2d4h30m`, `now`
    private static func words(ofWait wait: Interval) -> String {
        let unit: Int64 = wait >= .hours(2) ? 60_000_000_000 : 1_000_000_000
        let rounded = Interval(nanoseconds: wait.nanoseconds / unit * unit)
        return rounded > .zero ? "in \(rounded.words)" : "now"
    }

    // MARK: The quota

    package static func quota(_ load: PlannedLoad, rate: Double?) -> PreflightCheck {
        let summary = load.summary
        guard let peak = summary.peak, let zone = load.shows.first?.zone else {
            return PreflightCheck("quota", is: .ok, "nothing is due")
        }
        let demand = "at most \(peak.count)\(of(rate)) a second"
        let advice = "spread what is due at \(zone.text(of: peak.from)), or ask ZEGO for a larger quota and give --rate"
        if summary.missed > 0 {
            let missed = "\(summary.missed) of \(summary.deliveries) deliveries would be missed"
            return PreflightCheck("quota", is: .problem, "\(missed): \(demand)", advice: advice)
        }
        if summary.worstLate >= PreviewForecast.noticeable, let message = summary.worstLateMessage {
            let late = Interval.seconds(summary.worstLate.nanoseconds / 1_000_000_000).words
            return PreflightCheck("quota", is: .warning, "\(message) would be \(late) late: \(demand)", advice: advice)
        }
        return PreflightCheck("quota", is: .ok, demand)
    }

    private static func of(_ rate: Double?) -> String { rate.map { " of \(Int($0))" } ?? "" }

    // MARK: Overlaps

    /// Returns a check for each pair of timelines that play at the same time.
    package static func overlaps(_ load: PlannedLoad, rate: Double?, roomTitle: (String) -> String) -> [PreflightCheck]
    {
        load.shows.indices.flatMap { index in
            load.shows[(index + 1)...].compactMap { overlap(load.shows[index], $0, rate: rate, roomTitle: roomTitle) }
        }
    }

    private static func overlap(
        _ one: PlannedLoad.Show, _ other: PlannedLoad.Show, rate: Double?, roomTitle: (String) -> String
    ) -> PreflightCheck? {
        guard let first = one.first, let last = one.last, let otherFirst = other.first, let otherLast = other.last,
            case let (from, to) = (max(first, otherFirst), min(last, otherLast)), from <= to
        else { return nil }
        let subject = "\(one.name) and \(other.name)"
        var peak = SlidingPeak()
        let both = from.nanoseconds...to.nanoseconds
        for due in (one.dues + other.dues).filter(both.contains).sorted() { peak.add(Instant(nanoseconds: due)) }
        let when = "from \(one.zone.text(of: from)) to \(one.zone.text(of: to))"
        let demand = "together at most \(peak.most)\(of(rate)) a second"
        let common = one.rooms.intersection(other.rooms).sorted()
        let isOver = rate.map { Double(peak.most) > $0 } ?? false
        guard common.isEmpty else {
            let names = common.prefix(5).map(roomTitle).joined(separator: ", ") + (common.count > 5 ? " …" : "")
            return PreflightCheck(
                "overlap", about: subject, is: .warning, "\(when), \(demand); both send to \(names)",
                advice: "if their messages should not mix there, move one of them")
        }
        return PreflightCheck(
            "overlap", about: subject, is: isOver ? .warning : .ok, "\(when), \(demand); no room in common",
            advice: isOver ? "move one of them: together they are over the quota" : nil)
    }

    // MARK: The disk

    /// In bytes. A disk with less free space than this will soon be full, however little the show needs.
    static let leastFree = 256 << 20

    /// - Parameter free: bytes, nil where that is unknown.
    package static func disk(_ load: PlannedLoad, folder: String, free: Int?, isWritable: Bool) -> PreflightCheck {
        func check(_ verdict: PreflightCheck.Verdict, _ message: String, advice: String? = nil) -> PreflightCheck {
            PreflightCheck("disk", about: folder, is: verdict, message, advice: advice)
        }
        guard isWritable else {
            let advice = "make the folder writable, or give another with --log-dir"
            return check(.problem, "cannot be written: nothing is sent that cannot be recorded", advice: advice)
        }
        let needed = "the logs take about \(size(load.logBytes))\(load.summary.cut.isEmpty ? "" : " a day")"
        guard let free else { return check(.warning, "\(needed); how much is free cannot be known") }
        let advice = "make room, or give another folder with --log-dir"
        if free < load.logBytes { return check(.problem, "\(needed), and \(size(free)) are free", advice: advice) }
        if free < load.logBytes * 10 || free < leastFree {
            return check(.warning, "\(needed), and only \(size(free)) are free", advice: advice)
        }
        return check(.ok, "\(needed), \(size(free)) are free")
    }

    /// `26 KB`, `1.5 GB`: decimal, as disks are sold.
    static func size(_ bytes: Int) -> String {
        let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1000)]
        guard let (unit, length) = units.first(where: { bytes >= $0.1 }) else {
            return bytes > 0 ? "1 KB" : "0 KB"
        }
        let tenths = bytes / (length / 10)
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(unit)" : "\(tenths / 10) \(unit)"
    }
}
