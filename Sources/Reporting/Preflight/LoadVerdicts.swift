import Pacing
import Rehearsing
package import ShowTime

/// Judges the load that timelines put on the account and on the disk.
package enum LoadVerdicts {
    // MARK: Starts

    package static func starts(_ load: PlannedLoad, now: Instant) -> [PreflightCheck] {
        load.shows.map { show in
            let name = "start"
            guard show.hasOwnStart else {
                return PreflightCheck(
                    name, show.name, .warning, "no start is given: all this is as if it began now",
                    advice: "give --start, here and to run")
            }
            let start = show.zone.text(of: show.start)
            if let end = show.end, end < now {
                return PreflightCheck(
                    name, show.name, .problem, "this show ended at \(show.zone.text(of: end))",
                    advice: "give it another start, in the timeline or by --start")
            }
            if let first = show.first, first < now {
                return PreflightCheck(
                    name, show.name, .warning,
                    "\(start): what was due since \(show.zone.text(of: first)) is late already",
                    advice: "unless it is running, start it now")
            }
            return PreflightCheck(name, show.name, .ok, "\(start), \(words(ofWait: show.start - now))")
        }
    }

    /// `in 58m12s`, `in 2d4h30m`, `now`
    private static func words(ofWait wait: Interval) -> String {
        let unit: Int64 = wait >= .hours(2) ? 60_000_000_000 : 1_000_000_000
        let rounded = Interval(nanoseconds: wait.nanoseconds / unit * unit)
        return rounded > .zero ? "in \(rounded.words)" : "now"
    }

    // MARK: The quota

    /// Lateness that an audience notices.
    static let noticeable = Interval.seconds(1)

    package static func quota(_ load: PlannedLoad, rate: Double?) -> PreflightCheck {
        let name = "quota"
        let summary = load.summary
        guard let peak = summary.peak, let zone = load.shows.first?.zone else {
            return PreflightCheck(name, .ok, "nothing is due")
        }
        let demand = "at most \(peak.count)\(of(rate)) a second"
        let advice = "spread what is due at \(zone.text(of: peak.from)), or ask ZEGO for a larger quota and give --rate"
        if summary.missed > 0 {
            return PreflightCheck(
                name, .problem,
                "\(summary.missed) of \(summary.deliveries) deliveries would be missed: \(demand)", advice: advice)
        }
        if summary.worstLate >= noticeable, let message = summary.worstLateMessage {
            let late = Interval.seconds(summary.worstLate.nanoseconds / 1_000_000_000).words
            return PreflightCheck(name, .warning, "\(message) would be \(late) late: \(demand)", advice: advice)
        }
        return PreflightCheck(name, .ok, demand)
    }

    private static func of(_ rate: Double?) -> String { rate.map { " of \(Int($0))" } ?? "" }

    // MARK: Overlaps

    /// A line for each two timelines that play at the same time.
    package static func overlaps(_ load: PlannedLoad, rate: Double?, roomTitle: (String) -> String) -> [PreflightCheck]
    {
        var checks: [PreflightCheck] = []
        for (index, one) in load.shows.enumerated() {
            for other in load.shows[(index + 1)...] {
                if let check = overlap(one, other, rate, roomTitle) { checks.append(check) }
            }
        }
        return checks
    }

    private static func overlap(
        _ one: PlannedLoad.Show, _ other: PlannedLoad.Show, _ rate: Double?, _ roomTitle: (String) -> String
    ) -> PreflightCheck? {
        guard let from = [one.first, other.first].compactMap({ $0 }).max(),
            let to = [one.last, other.last].compactMap({ $0 }).min(), one.first != nil, other.first != nil, from <= to
        else { return nil }
        let subject = "\(one.name) and \(other.name)"
        var peak = SlidingPeak()
        let both = from.nanoseconds...to.nanoseconds
        for due in (one.dues + other.dues).filter(both.contains).sorted() { peak.add(Instant(nanoseconds: due)) }
        let most = peak.most
        let when = "from \(one.zone.text(of: from)) to \(one.zone.text(of: to))"
        let demand = "together at most \(most)\(of(rate)) a second"
        let common = one.rooms.intersection(other.rooms).sorted()
        let isOver = rate.map { Double(most) > $0 } ?? false
        guard common.isEmpty else {
            let names = common.prefix(5).map(roomTitle).joined(separator: ", ") + (common.count > 5 ? " …" : "")
            return PreflightCheck(
                "overlap", subject, .warning, "\(when), \(demand); both send to \(names)",
                advice: "if their messages should not mix there, move one of them")
        }
        return PreflightCheck(
            "overlap", subject, isOver ? .warning : .ok, "\(when), \(demand); no room in common",
            advice: isOver ? "move one of them: together they are over the quota" : nil)
    }

    // MARK: The disk

    /// A disk with less left than this is a matter of time, whatever the show takes.
    static let leastFree = 256 << 20

    /// - Parameter free: bytes, nil where nobody says.
    package static func disk(_ load: PlannedLoad, folder: String, free: Int?, isWritable: Bool) -> PreflightCheck {
        let name = "disk"
        guard isWritable else {
            return PreflightCheck(
                name, folder, .problem, "cannot be written: nothing is sent that cannot be recorded",
                advice: "make the folder writable, or give another with --log-dir")
        }
        let isCut = !load.summary.cut.isEmpty
        let needed = "the logs take about \(size(load.logBytes))\(isCut ? " a day" : "")"
        guard let free else {
            return PreflightCheck(name, folder, .warning, "\(needed); how much is free cannot be known")
        }
        let advice = "make room, or give another folder with --log-dir"
        if free < load.logBytes {
            return PreflightCheck(name, folder, .problem, "\(needed), and \(size(free)) are free", advice: advice)
        }
        if free < load.logBytes * 10 || free < leastFree {
            return PreflightCheck(name, folder, .warning, "\(needed), and only \(size(free)) are free", advice: advice)
        }
        return PreflightCheck(name, folder, .ok, "\(needed), \(size(free)) are free")
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
