import Faults
import ShowTime

extension Fuzz {
    /// What was read is read again from how it is written out in milliseconds.
    static func offset(_ bytes: [UInt8]) {
        guard let text = String(utf8: bytes), let offset = try? Interval(offset: text) else { return }
        expect(offset.magnitude <= .longest, "\(text) is beyond all offsets")
        let sign = offset < .zero ? "-" : ""
        expect(
            (try? Interval(offset: "\(sign)\(offset.magnitude.milliseconds)ms")) == offset
                || offset.nanoseconds % 1_000_000 != 0, "\(text) is not read again")
    }

    /// A firing is later than the moment that it is asked for at, on a whole minute, and the next one is later still.
    static func cron(_ bytes: [UInt8]) {
        guard let text = String(utf8: bytes), let schedule = try? CronSchedule(text) else { return }
        var time = Instant.milliseconds(now)
        for zone in [Zone.utc, Zone(named: "America/New_York"), Zone(named: "Australia/Lord_Howe")].compactMap({ $0 }) {
            for _ in 0..<5 {
                guard let next = schedule.next(after: time, in: zone) else { break }
                expect(next > time, "\(text): not later than \(time)")
                expect(zone.civil(next).second == 0, "\(text): not on a minute")
                time = next
            }
        }
    }

    /// An instant is read again from how it is written.
    static func rfc3339(_ bytes: [UInt8]) {
        let read = bytes.withUnsafeBufferPointer { Instant(logTime: $0) }
        if let read {
            let written = Array(read.rfc3339.utf8)
            expect(written.withUnsafeBufferPointer { Instant(logTime: $0) } == read, "\(bytes) is not read again")
        }
        guard let text = String(utf8: bytes), let time = try? WrittenTime(text) else { return }
        switch time {
        case .instant(let instant):
            guard instant == instant.wholeMilliseconds else { return }
            guard case .instant(instant) = try? WrittenTime(instant.rfc3339) else {
                fatalError("\(text) is not read again from \(instant.rfc3339)")
            }
        case .local(let civil):
            expect(CivilDateTime(civil.instant(utcOffset: 0), utcOffset: 0) == civil, "\(text) is no such day")
        }
    }

    /// A fault is read again from its description.
    static func fault(_ bytes: [UInt8]) {
        guard let text = String(utf8: bytes), let fault = try? Fault(text) else { return }
        expect(fault.share > 0 && fault.share <= 1, "\(text): share \(fault.share)")
        if let from = fault.from, let to = fault.to { expect(from < to, "\(text): \(from) to \(to)") }
    }
}
