import ShowTime
import Testing

@Suite struct StrftimeTests {
    private func format(_ format: String, _ milliseconds: Int, _ zone: String) throws -> String {
        var text: [UInt8] = []
        let zone = try #require(Zone(named: zone))
        try Strftime(format).format(.milliseconds(Int64(milliseconds)), in: zone, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    // Made with the `datetime` and `zoneinfo` of Python 3.11.
    @Test(arguments: [
        ("UTC", 1_795_176_000_000, "2026-11-20 12:00:00|12:00|261120|324|November 20, 2026|Nov 20|Friday Fri|12:00 PM"),
        ("UTC", 0, "1970-01-01 00:00:00|00:00|700101|001|January  1, 1970|Jan 01|Thursday Thu|12:00 AM"),
        ("UTC", -14_466_480_000, "1969-07-17 13:32:00|13:32|690717|198|July 17, 1969|Jul 17|Thursday Thu|01:32 PM"),
        ("UTC", 951_782_400_250, "2000-02-29 00:00:00|00:00|000229|060|February 29, 2000|Feb 29|Tuesday Tue|12:00 AM"),
        (
            "Asia/Shanghai", 1_795_176_000_000,
            "2026-11-20 20:00:00|20:00|261120|324|November 20, 2026|Nov 20|Friday Fri|08:00 PM"
        ),
        (
            "Asia/Shanghai", -2_208_988_800_000,
            "1900-01-01 08:05:43|08:05|000101|001|January  1, 1900|Jan 01|Monday Mon|08:05 AM"
        ),
        (
            "Europe/Berlin", 1_774_745_999_999,
            "2026-03-29 01:59:59|01:59|260329|088|March 29, 2026|Mar 29|Sunday Sun|01:59 AM"
        ),
        (
            "Europe/Berlin", 1_774_746_000_000,
            "2026-03-29 03:00:00|03:00|260329|088|March 29, 2026|Mar 29|Sunday Sun|03:00 AM"
        ),
        (
            "America/New_York", 1_793_512_799_000,
            "2026-11-01 01:59:59|01:59|261101|305|November  1, 2026|Nov 01|Sunday Sun|01:59 AM"
        ),
        (
            "America/New_York", 1_793_512_800_000,
            "2026-11-01 01:00:00|01:00|261101|305|November  1, 2026|Nov 01|Sunday Sun|01:00 AM"
        ),
        (
            "Australia/Lord_Howe", 1_795_176_000_000,
            "2026-11-20 23:00:00|23:00|261120|324|November 20, 2026|Nov 20|Friday Fri|11:00 PM"
        ),
        (
            "Australia/Lord_Howe", 1_780_000_000_000,
            "2026-05-29 06:56:40|06:56|260529|149|May 29, 2026|May 29|Friday Fri|06:56 AM"
        ),
        (
            "Asia/Kolkata", 1_800_000_000_007,
            "2027-01-15 13:30:00|13:30|270115|015|January 15, 2027|Jan 15|Friday Fri|01:30 PM"
        ),
        (
            "America/Sao_Paulo", -2_200_000_000_000,
            "1900-04-14 21:46:52|21:46|000414|104|April 14, 1900|Apr 14|Saturday Sat|09:46 PM"
        ),
        (
            "America/St_Johns", 1_780_000_000_000,
            "2026-05-28 17:56:40|17:56|260528|148|May 28, 2026|May 28|Thursday Thu|05:56 PM"
        ),
        (
            "UTC", 1_767_225_599_000,
            "2025-12-31 23:59:59|23:59|251231|365|December 31, 2025|Dec 31|Wednesday Wed|11:59 PM"
        ),
        (
            "UTC", 1_798_718_400_000,
            "2026-12-31 12:00:00|12:00|261231|365|December 31, 2026|Dec 31|Thursday Thu|12:00 PM"
        ),
        ("UTC", 4_102_444_800_000, "2100-01-01 00:00:00|00:00|000101|001|January  1, 2100|Jan 01|Friday Fri|12:00 AM"),
        (
            "Asia/Kathmandu", 7_258_118_399_999,
            "2200-01-01 05:44:59|05:44|000101|001|January  1, 2200|Jan 01|Wednesday Wed|05:44 AM"
        ),
    ])
    func writesDatesAsPythonDoes(zone: String, milliseconds: Int, text: String) throws {
        #expect(
            try format("%Y-%m-%d %H:%M:%S|%H:%M|%y%m%d|%j|%B %e, %Y|%b %d|%A %a|%I:%M %p", milliseconds, zone) == text)
    }

    // Made with the `datetime` and `zoneinfo` of Python 3.11.
    @Test(arguments: [
        ("UTC", 1_795_176_000_000, "000000|+0000|2026-11-20 12:00:00|12:00|11/20/26|11/20/26|5 5"),
        ("UTC", 0, "000000|+0000|1970-01-01 00:00:00|00:00|01/01/70|01/01/70|4 4"),
        ("UTC", -14_466_480_000, "000000|+0000|1969-07-17 13:32:00|13:32|07/17/69|07/17/69|4 4"),
        ("UTC", 951_782_400_250, "250000|+0000|2000-02-29 00:00:00|00:00|02/29/00|02/29/00|2 2"),
        ("Asia/Shanghai", 1_795_176_000_000, "000000|+0800|2026-11-20 20:00:00|20:00|11/20/26|11/20/26|5 5"),
        ("Asia/Shanghai", -2_208_988_800_000, "000000|+080543|1900-01-01 08:05:43|08:05|01/01/00|01/01/00|1 1"),
        ("Europe/Berlin", 1_774_745_999_999, "999000|+0100|2026-03-29 01:59:59|01:59|03/29/26|03/29/26|7 0"),
        ("Europe/Berlin", 1_774_746_000_000, "000000|+0200|2026-03-29 03:00:00|03:00|03/29/26|03/29/26|7 0"),
        ("America/New_York", 1_793_512_799_000, "000000|-0400|2026-11-01 01:59:59|01:59|11/01/26|11/01/26|7 0"),
        ("America/New_York", 1_793_512_800_000, "000000|-0500|2026-11-01 01:00:00|01:00|11/01/26|11/01/26|7 0"),
        ("Australia/Lord_Howe", 1_795_176_000_000, "000000|+1100|2026-11-20 23:00:00|23:00|11/20/26|11/20/26|5 5"),
        ("Australia/Lord_Howe", 1_780_000_000_000, "000000|+1030|2026-05-29 06:56:40|06:56|05/29/26|05/29/26|5 5"),
        ("Asia/Kolkata", 1_800_000_000_007, "007000|+0530|2027-01-15 13:30:00|13:30|01/15/27|01/15/27|5 5"),
        ("America/Sao_Paulo", -2_200_000_000_000, "000000|-030628|1900-04-14 21:46:52|21:46|04/14/00|04/14/00|6 6"),
        ("America/St_Johns", 1_780_000_000_000, "000000|-0230|2026-05-28 17:56:40|17:56|05/28/26|05/28/26|4 4"),
        ("UTC", 1_767_225_599_000, "000000|+0000|2025-12-31 23:59:59|23:59|12/31/25|12/31/25|3 3"),
        ("UTC", 1_798_718_400_000, "000000|+0000|2026-12-31 12:00:00|12:00|12/31/26|12/31/26|4 4"),
        ("UTC", 4_102_444_800_000, "000000|+0000|2100-01-01 00:00:00|00:00|01/01/00|01/01/00|5 5"),
        ("Asia/Kathmandu", 7_258_118_399_999, "999000|+0545|2200-01-01 05:44:59|05:44|01/01/00|01/01/00|3 3"),
    ])
    func writesFractionsOffsetsAndComposedFormsAsPythonDoes(zone: String, milliseconds: Int, text: String) throws {
        #expect(try format("%f|%z|%F %T|%R|%D|%x|%u %w", milliseconds, zone) == text)
    }

    // Made with the `datetime` and `zoneinfo` of Python 3.11.
    @Test(arguments: [
        ("UTC", 1_795_176_000_000, "%|12点00分|100%|[20.11.2026]||12PM"),
        ("UTC", 0, "%|00点00分|100%|[01.01.1970]||12AM"),
        ("UTC", -14_466_480_000, "%|13点32分|100%|[17.07.1969]||01PM"),
        ("UTC", 951_782_400_250, "%|00点00分|100%|[29.02.2000]||12AM"),
        ("Asia/Shanghai", 1_795_176_000_000, "%|20点00分|100%|[20.11.2026]||08PM"),
        ("Asia/Shanghai", -2_208_988_800_000, "%|08点05分|100%|[01.01.1900]||08AM"),
        ("Europe/Berlin", 1_774_745_999_999, "%|01点59分|100%|[29.03.2026]||01AM"),
        ("Europe/Berlin", 1_774_746_000_000, "%|03点00分|100%|[29.03.2026]||03AM"),
        ("America/New_York", 1_793_512_799_000, "%|01点59分|100%|[01.11.2026]||01AM"),
        ("America/New_York", 1_793_512_800_000, "%|01点00分|100%|[01.11.2026]||01AM"),
        ("Australia/Lord_Howe", 1_795_176_000_000, "%|23点00分|100%|[20.11.2026]||11PM"),
        ("Australia/Lord_Howe", 1_780_000_000_000, "%|06点56分|100%|[29.05.2026]||06AM"),
        ("Asia/Kolkata", 1_800_000_000_007, "%|13点30分|100%|[15.01.2027]||01PM"),
        ("America/Sao_Paulo", -2_200_000_000_000, "%|21点46分|100%|[14.04.1900]||09PM"),
        ("America/St_Johns", 1_780_000_000_000, "%|17点56分|100%|[28.05.2026]||05PM"),
        ("UTC", 1_767_225_599_000, "%|23点59分|100%|[31.12.2025]||11PM"),
        ("UTC", 1_798_718_400_000, "%|12点00分|100%|[31.12.2026]||12PM"),
        ("UTC", 4_102_444_800_000, "%|00点00分|100%|[01.01.2100]||12AM"),
        ("Asia/Kathmandu", 7_258_118_399_999, "%|05点44分|100%|[01.01.2200]||05AM"),
    ])
    func writesTheRestAsPythonDoes(zone: String, milliseconds: Int, text: String) throws {
        #expect(try format("%%|%H点%M分|100%%|[%d.%m.%Y]||%I%p", milliseconds, zone) == text)
    }

    @Test(arguments: [
        ("%", "a date format ends with a single %: write %% for a percent sign"),
        ("%H:%", "a date format ends with a single %: write %% for a percent sign"),
        (
            "%-d",
            "%- is not a supported date directive: write %Y %m %d %H %M %S %f %y %j %B %b %A %a %I %p %z or %%"
        ),
        (
            "%Q",
            "%Q is not a supported date directive: write %Y %m %d %H %M %S %f %y %j %B %b %A %a %I %p %z or %%"
        ),
        (
            "%点",
            "%点 is not a supported date directive: write %Y %m %d %H %M %S %f %y %j %B %b %A %a %I %p %z or %%"
        ),
    ])
    func refusesWhatItDoesNotKnow(format: String, message: String) {
        #expect(throws: TimeSyntaxError(message)) { try Strftime(format) }
    }

    /// Foundation calls Shanghai's time "GMT+8" where Python says "CST": better no name than another.
    @Test func refusesAbbreviationsOfZones() {
        #expect(throws: TimeSyntaxError.self) { try Strftime("%H:%M %Z") }
    }
}
