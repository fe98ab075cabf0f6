package import ShowTime

/// Writes the times of a report: as clocks show them where the show is, and counted from its start.
package struct ReportClock: Sendable {
    package let zone: Zone
    package let start: Instant

    package init(zone: Zone, start: Instant) {
        self.zone = zone
        self.start = start
    }

    /// `20:31:05`; on another day than the start, `2026-11-21 00:04:10`.
    package func time(_ instant: Instant) -> String {
        let isSameDay = zone.civil(instant).dayNumber == zone.civil(start).dayNumber
        return zone.text(of: instant, as: isSameDay ? "%T" : "%F %T")
    }

    /// From the start, in whole seconds: `-00:10:00`.
    package func offset(_ instant: Instant) -> String {
        let seconds = (instant - start).nanoseconds.flooredDivision(by: 1_000_000_000)
        return Interval.seconds(seconds).clock
    }

    /// RFC 3339 with the zone's offset: `2026-11-20T20:31:05.250+08:00`.
    package func rfc3339(_ instant: Instant) -> String {
        let offset = zone.utcOffset(at: instant)
        var bytes = Array((instant + .seconds(Int64(offset))).rfc3339.utf8.dropLast())
        bytes.append(UInt8(ascii: offset < 0 ? "-" : "+"))
        bytes.append(decimal: abs(offset) / 3600, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(decimal: abs(offset) / 60 % 60, digits: 2)
        return String(decoding: bytes, as: UTF8.self)
    }
}
