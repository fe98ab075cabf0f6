import ShowTime

extension Instant {
    private static let format = try! Strftime("%F %T")

    /// Returns the text that Python gives a time: `2026-11-20 20:00:00+08:00`.
    func templateText(in zone: Zone) -> String {
        var bytes: [UInt8] = []
        Self.format.format(self, in: zone, into: &bytes)
        let nanosecond = zone.civil(self).nanosecond
        if nanosecond != 0 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(decimal: nanosecond / 1000, digits: 6)
        }
        bytes.append(utcOffset: zone.utcOffset(at: self), separator: ":")
        return String(decoding: bytes, as: UTF8.self)
    }
}
