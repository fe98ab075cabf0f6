import ShowTime

extension Instant {
    /// Returns the text that Python gives a time: `2026-11-20 20:00:00+08:00`.
    func templateText(in zone: Zone) -> String {
        let civil = zone.civil(self)
        var bytes: [UInt8] = []
        bytes.append(decimal: civil.year, digits: 4)
        for (separator, value) in [
            ("-", civil.month), ("-", civil.day), (" ", civil.hour), (":", civil.minute), (":", civil.second),
        ] {
            bytes.append(contentsOf: separator.utf8)
            bytes.append(decimal: value, digits: 2)
        }
        if civil.nanosecond != 0 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(decimal: civil.nanosecond / 1000, digits: 6)
        }
        bytes.append(utcOffset: zone.utcOffset(at: self), separator: ":")
        return String(decoding: bytes, as: UTF8.self)
    }
}
