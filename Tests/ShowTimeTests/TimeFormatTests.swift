import ShowTime
import Testing

@Suite struct TimeFormatTests {
    @Test(arguments: [
        (0, "00:00:00", "0s"),
        (1, "00:00:00.001", "1ms"),
        (-250, "-00:00:00.250", "-250ms"),
        (5000, "00:00:05", "5s"),
        (-600_000, "-00:10:00", "-10m"),
        (3_900_250, "01:05:00.250", "1h5m250ms"),
        (5_400_000, "01:30:00", "1h30m"),
        (86_399_999, "23:59:59.999", "23h59m59s999ms"),
        (86_400_000, "24:00:00", "1d"),
        (703_115_000, "195:18:35", "8d3h18m35s"),
        (-334_800_000, "-93:00:00", "-3d21h"),
        (316_224_000_000, "87840:00:00", "3660d"),
    ])
    func showsAnInterval(milliseconds: Int, clock: String, words: String) {
        let interval = Interval.milliseconds(Int64(milliseconds))
        #expect(interval.clock == clock)
        #expect(interval.words == words)
    }

    @Test func showsNoSignWithoutADigit() {
        #expect(Interval(nanoseconds: -400_000).clock == "00:00:00")
        #expect(Interval(nanoseconds: -400_000).words == "0s")
    }

    @Test func countsMillisecondsDownwards() {
        #expect(Interval(nanoseconds: -1).milliseconds == -1)
        #expect(Interval(nanoseconds: 999_999).milliseconds == 0)
        #expect(Instant(nanoseconds: -1).milliseconds == -1)
        #expect(Instant(nanoseconds: -1).wholeMilliseconds == .milliseconds(-1))
    }

    @Test(arguments: [
        (1_795_176_000_000, "2026-11-20T12:00:00.000Z", "20261120T120000Z"),
        (1_795_176_000_250, "2026-11-20T12:00:00.250Z", "20261120T120000.250Z"),
        (1_795_176_000_007, "2026-11-20T12:00:00.007Z", "20261120T120000.007Z"),
        (0, "1970-01-01T00:00:00.000Z", "19700101T000000Z"),
        (-1, "1969-12-31T23:59:59.999Z", "19691231T235959.999Z"),
        (-14_552_880_000, "1969-07-16T13:32:00.000Z", "19690716T133200Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z", "20000229T000000Z"),
    ])
    func showsAnInstant(milliseconds: Int, rfc3339: String, compact: String) {
        let instant = Instant.milliseconds(Int64(milliseconds))
        #expect(instant.rfc3339 == rfc3339)
        #expect(instant.compact == compact)
    }

    @Test(arguments: [(0, 1, "0"), (0, 3, "000"), (7, 2, "07"), (42, 1, "42"), (12345, 2, "12345")])
    func padsWithZeros(value: Int, digits: Int, text: String) {
        var bytes: [UInt8] = []
        bytes.append(decimal: value, digits: digits)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    @Test func writesTheLargestNumber() {
        var bytes: [UInt8] = []
        bytes.append(decimal: .max)
        #expect(String(decoding: bytes, as: UTF8.self) == "9223372036854775807")
    }
}
