import ShowTime
import Testing

@Suite struct OffsetSyntaxTests {
    @Test(arguments: [
        ("0", 0),
        ("-0", 0),
        ("0s", 0),
        ("90s", 90_000),
        ("+30s", 30_000),
        ("-10m", -600_000),
        ("1h30m", 5_400_000),
        ("1h90m", 9_000_000),
        ("2d", 172_800_000),
        ("1d2h3m4s5ms", 93_784_005),
        ("250ms", 250),
        ("1.5h", 5_400_000),
        ("0.63s", 630),
        ("0.001s", 1),
        ("1.000000000s", 1000),
        ("0.5m0.25s", 30_250),
        ("00:05", 5000),
        ("00:00", 0),
        ("-00:10", -10_000),
        ("+00:10", 10_000),
        ("93:00", 5_580_000),
        ("01:05:00", 3_900_000),
        ("1:05:00", 3_900_000),
        ("01:05:00.250", 3_900_250),
        ("00:01.5", 1500),
        ("-93:00:00", -334_800_000),
        ("000:00:00.63", 630),
        ("195:18:35", 703_115_000),
        ("102:45:39.9", 369_939_900),
        ("0000000000000000000000005s", 5000),
        ("3660d", 316_224_000_000),
        ("-87840:00:00", -316_224_000_000),
    ])
    func reads(text: String, milliseconds: Int) throws {
        #expect(try Interval(offset: text) == .milliseconds(Int64(milliseconds)))
        #expect(try Interval(offset: text[...]) == .milliseconds(Int64(milliseconds)))
    }

    @Test(arguments: [
        "", "-", "+", ":", "::", "-:", "1::2", "1:", ":30", "h", "s5", "1h 99x", "1h99x", "1h 30m", " 5s", "5s ", "5 s",
        "--5s", "-+5s", "5S", "5min", "1e3s", ".5s", "5.s", "5.", "00:00:00:00", "1h:30", "1:30h", "٥s", "５s", "1,5h",
        "0x10", "NaN", "00:05.", "99999999999999999999x",
    ])
    func refusesWhatIsNotATime(text: String) {
        #expect(
            throws: TimeSyntaxError(
                "\"\(text)\" is not a time: write 90s, 1h30m, 250ms, -10m, 00:05 (mm:ss) or 01:05:00 (h:mm:ss)")
        ) { try Interval(offset: text) }
    }

    @Test(arguments: [
        ("5", "\"5\" has no unit: write 5ms, 5s, 5m, 5h or 5d"),
        ("-5", "\"-5\" has no unit: write -5ms, -5s, -5m, -5h or -5d"),
        ("+90", "\"+90\" has no unit: write +90ms, +90s, +90m, +90h or +90d"),
        ("1.5", "\"1.5\" has no unit: write 1.5s, 1.5m, 1.5h or 1.5d"),
        ("1h30", "\"1h30\" has no unit at its end: write 1h30ms, 1h30s or 1h30m"),
        ("1s5", "\"1s5\" has no unit at its end: write 1s5ms"),
        ("00:60", "\"00:60\": minutes and seconds after a colon go to 59"),
        ("1:60:00", "\"1:60:00\": minutes and seconds after a colon go to 59"),
        ("1:2", "\"1:2\": minutes and seconds after a colon have two digits"),
        ("01:005", "\"01:005\": minutes and seconds after a colon have two digits"),
        ("5m1h", "\"5m1h\": units go from large to small, each once: d, h, m, s, ms"),
        ("5m5m", "\"5m5m\": units go from large to small, each once: d, h, m, s, ms"),
        ("0.5ms", "\"0.5ms\" is finer than a millisecond"),
        ("0.0001s", "\"0.0001s\" is finer than a millisecond"),
        ("00:00.0001", "\"00:00.0001\" is finer than a millisecond"),
        ("0.33333333333333333333s", "\"0.33333333333333333333s\" is finer than a millisecond"),
        ("0.000001d", "\"0.000001d\" is finer than a millisecond"),
    ])
    func saysWhatWouldBeRight(text: String, message: String) {
        #expect(throws: TimeSyntaxError(message)) { try Interval(offset: text) }
    }

    @Test(arguments: [
        "3661d", "3660d1ms", "87840:00:00.001", "-87841:00:00", "99999999999999999999s", "-99999999999999999999ms",
        "99999999999999999999:00", "99999999999999999999:00:00", "9223372036854775807ms", "999999999:59:59",
        "316224000001ms",
    ])
    func refusesMoreThanTenYears(text: String) {
        #expect(throws: TimeSyntaxError("\"\(text)\" is longer than ten years")) { try Interval(offset: text) }
    }

    /// What ``Interval/words`` and ``Interval/clock`` show can be written into a script again.
    @Test func readsWhatItShows() throws {
        let lengths: [Int64] = [0, 1, 999, 1000, 59_999, 60_000, 3_600_000, 86_400_000, 93_784_005, 703_115_250]
        for milliseconds in lengths {
            for interval in [Interval.milliseconds(milliseconds), .milliseconds(-milliseconds)] {
                #expect(try Interval(offset: interval.words) == interval)
                #expect(try Interval(offset: interval.clock) == interval)
            }
        }
    }
}
