import ShowTime

extension Instant {
    /// Returns the text that Python gives a time: `2026-11-20 20:00:00+08:00`.
    func templateText(in zone: Zone) -> String {
        var offset: [UInt8] = []
        offset.append(utcOffset: zone.utcOffset(at: self), separator: ":")
        let isWhole = nanoseconds % 1_000_000_000 == 0
        return zone.text(of: self, as: isWhole ? "%F %T" : "%F %T.%f") + String(decoding: offset, as: UTF8.self)
    }
}
