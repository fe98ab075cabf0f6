import HostSystem
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Reporting

@Suite struct LoadVerdictsTests {
    private func load(
        _ timelines: Timeline..., after offset: Interval = .zero, hasOwnStart: Bool = true, rate: Double? = 100
    ) -> PlannedLoad {
        // Each begins so much after the one before.
        PlannedLoad(
            timelines.enumerated().map { ($1, showStart + offset * $0, hasOwnStart) }, rate: rate, roomRate: nil)
    }

    private func line(_ check: PreflightCheck?) -> String {
        check.map { "\($0.verdict.rawValue) \($0.name) \($0.subject ?? "-"): \($0.message)" } ?? "nothing"
    }

    private static let minute = "  - {every: 1s, times: 60, from: 0, text: x}"

    @Test func startsAreJudgedByTheClock() throws {
        let load = load(try timeline("  - {at: -10m, text: x}\n  - {at: 5s, text: x, late: send}"))
        func start(_ now: Instant) -> String { line(LoadVerdicts.starts(load, now: now).first) }
        #expect(start(showStart - .minutes(58)) == "ok start show: 2026-11-20 12:00:00 (UTC), in 58m")
        #expect(start(showStart - .hours(52) - .seconds(7)) == "ok start show: 2026-11-20 12:00:00 (UTC), in 2d4h")
        #expect(
            start(showStart - .minutes(9))
                == "warning start show: 2026-11-20 12:00:00 (UTC): what was due since 2026-11-20 11:50:00 (UTC) is late already"
        )
        #expect(start(showStart + .seconds(36)) == "problem start show: this show ended at 2026-11-20 12:00:35 (UTC)")
        let startless = self.load(try timeline(Self.minute), hasOwnStart: false)
        #expect(LoadVerdicts.starts(startless, now: showStart).first?.verdict == .warning)
        let endless = self.load(try timeline("  - {every: 1h, text: x}"))
        #expect(LoadVerdicts.starts(endless, now: showStart + .days(300)).first?.verdict == .warning)
    }

    @Test func theQuotaIsJudgedByWhatPreviewExpects() throws {
        let rooms = "[\((1...20).map { "r\($0)" }.joined(separator: ", "))]"
        let show = try timeline("  - {id: all, at: 0, text: x}", rooms: rooms)
        #expect(line(LoadVerdicts.quota(load(show), rate: 100)) == "ok quota -: at most 20 of 100 a second")
        #expect(line(LoadVerdicts.quota(load(show, rate: nil), rate: nil)) == "ok quota -: at most 20 a second")
        #expect(
            line(LoadVerdicts.quota(load(show, rate: 10), rate: 10))
                == "warning quota -: all would be 1s late: at most 20 of 10 a second")
        let tooMuch = try timeline("  - {id: all, at: 0, text: x, max_late: 500ms}", rooms: rooms)
        #expect(
            line(LoadVerdicts.quota(load(tooMuch, rate: 10), rate: 10))
                == "problem quota -: 15 of 20 deliveries would be missed: at most 20 of 10 a second")
    }

    @Test func scriptsThatPlayAtTheSameTimeAreFound() throws {
        let one = try timeline(Self.minute, name: "one", rooms: "[a, b]")
        let same = try timeline(Self.minute, name: "two", rooms: "[b, c]")
        let apart = try timeline(Self.minute, name: "two", rooms: "[c]")
        func overlap(_ load: PlannedLoad, rate: Double? = 100) -> String {
            line(LoadVerdicts.overlaps(load, rate: rate) { "<\($0)>" }.first)
        }
        let when = "from 2026-11-20 12:00:30 (UTC) to 2026-11-20 12:00:59 (UTC)"
        #expect(
            overlap(load(one, same, after: .seconds(30)))
                == "warning overlap one and two: \(when), together at most 4 of 100 a second; both send to <b>")
        #expect(
            overlap(load(one, apart, after: .seconds(30)))
                == "ok overlap one and two: \(when), together at most 3 of 100 a second; no room in common")
        #expect(
            overlap(load(one, apart, after: .seconds(30), rate: 2), rate: 2).hasPrefix("warning overlap one and two"))
        #expect(overlap(load(one, same, after: .seconds(60))) == "nothing")
        #expect(overlap(load(one)) == "nothing")
        let third = try timeline(Self.minute, name: "three")
        #expect(LoadVerdicts.overlaps(load(one, same, third), rate: 100) { $0 }.count == 3)
    }

    @Test func theDiskIsJudgedByWhatTheLogsTake() throws {
        let load = load(try timeline(Self.minute))
        #expect(load.logBytes == 60 * 1025)
        func disk(_ free: Int?, isWritable: Bool = true) -> String {
            line(LoadVerdicts.disk(load, folder: "runs", free: free, isWritable: isWritable))
        }
        #expect(disk(1 << 40) == "ok disk runs: the logs take about 61 KB, 1099 GB are free")
        #expect(disk(100_000_000) == "warning disk runs: the logs take about 61 KB, and only 100 MB are free")
        #expect(disk(61_000) == "problem disk runs: the logs take about 61 KB, and 61 KB are free")
        #expect(disk(0).hasSuffix("and 0 KB are free"))
        #expect(disk(nil).hasPrefix("warning"))
        #expect(disk(1 << 40, isWritable: false).hasPrefix("problem disk runs: cannot be written"))
        let endless = self.load(try timeline("  - {every: 1h, text: x}"))
        #expect(
            line(LoadVerdicts.disk(endless, folder: "runs", free: 1 << 40, isWritable: true)).contains("24 KB a day"))
        let often = self.load(try timeline("  - {every: 1s, text: x}", rooms: "[a, b]"))
        #expect(
            line(LoadVerdicts.disk(often, folder: "runs", free: 1 << 40, isWritable: true)).contains("176 MB a day"))
    }

    @Test func theDiskOfAFolderThatIsNotThereIsThatOfTheOneAbove() {
        let folder = TemporaryFolder()
        #expect(DiskSpace.free(at: folder.path("a/b/c")) != nil)
        #expect(DiskSpace.isWritable(folder.path("a/b/c")))
        folder.write("", to: "file")
        #expect(!DiskSpace.isWritable(folder.path("file")))
        #expect(!DiskSpace.isWritable(folder.path("file/runs")))
        #expect(DiskSpace.free(at: "runs-that-are-nowhere") != nil)
    }
}
