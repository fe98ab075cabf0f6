import Foundation
import ShowTime
import Testing

@testable import RunLog
@testable import Scheduling

@Suite struct ClaimFileTests {
    private static func record(_ names: [String], boot: String = "b-1") -> ClaimRecord {
        ClaimRecord(
            time: noon, run: showID, boot: boot,
            deliveries: names.map { ClaimedDelivery(messageID: $0, occurrence: 2, roomID: "r@1 \"ü#\"") })
    }

    private static func bytes(_ records: ClaimRecord...) -> [UInt8] {
        var bytes: [UInt8] = []
        for record in records { bytes.append(record) }
        return bytes
    }

    @Test func aClaimIsReadAsItWasWritten() {
        for names in [[], ["a"], ["a", "b", "c"]] {
            #expect(ClaimRecord(last: Self.bytes(Self.record(names))) == Self.record(names))
        }
        #expect(ClaimRecord(last: []) == nil)
        #expect(
            String(decoding: Self.bytes(Self.record(["a"])).prefix { $0 != 10 }, as: UTF8.self)
                == #"{"event":"claim","time":"2026-11-20T12:00:00.000Z","run":"show@20261120T120000Z","boot":"b-1","count":1}"#
        )
    }

    /// What a power loss leaves of a claim does not count, wherever it ends, and with NUL bytes behind it too.
    @Test func ofATornClaimTheOneBeforeCounts() {
        let first = Self.record(["a", "b"])
        let next = Self.bytes(Self.record(["c", "d"]))
        for length in 0..<next.count {
            let torn = Self.bytes(first) + next[..<length]
            #expect(ClaimRecord(last: torn) == first)
            #expect(ClaimRecord(last: torn + [UInt8](repeating: 0, count: next.count - length)) == first)
        }
        #expect(ClaimRecord(last: Self.bytes(first) + next) == Self.record(["c", "d"]))
    }

    @Test func theLastClaimIsTheOneBesideTheLog() throws {
        let log = try LogOnDisk()
        let file = try RunLogFile(path: log.path)
        defer { file.endClaims() }
        #expect(ClaimFile.read(besideLog: log.path) == nil)
        try file.claim(Self.record(["a", "b"]))
        #expect(ClaimFile.read(besideLog: log.path) == Self.record(["a", "b"]))
        try file.claim(Self.record(["c"]))
        #expect(ClaimFile.read(besideLog: log.path) == Self.record(["c"]))
        file.endClaims()
        #expect(ClaimFile.read(besideLog: log.path) == nil)
        try file.claim(Self.record(["d"]))
        #expect(ClaimFile.read(besideLog: log.path) == Self.record(["d"]))
    }

    @Test func theFileDoesNotGrowForEver() throws {
        let log = try LogOnDisk()
        let file = try RunLogFile(path: log.path)
        defer { file.endClaims() }
        var longest = 0
        for round in 0..<300 {
            try file.claim(Self.record((0..<200).map { "message-\(round)-\($0)" }))
            let path = ClaimFile.path(ofLog: log.path)
            longest = max(longest, try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0)
        }
        #expect(longest < ClaimFile.longest + 20_000)
        #expect(ClaimFile.read(besideLog: log.path)?.deliveries.first?.messageID == "message-299-0")
    }

    @Test func aFileThatIsTakenAwayIsMadeAnew() throws {
        let log = try LogOnDisk()
        let file = try RunLogFile(path: log.path)
        defer { file.endClaims() }
        try file.claim(Self.record(["a"]))
        try FileManager.default.removeItem(atPath: ClaimFile.path(ofLog: log.path))
        try file.claim(Self.record(["b"]))
        #expect(ClaimFile.read(besideLog: log.path) == Self.record(["b"]))
    }

    @Test func aNewLogHasNoClaimsOfAnother() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "showcaller-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "x.jsonl").path
        try Data(Self.bytes(Self.record(["a"]))).write(to: URL(filePath: ClaimFile.path(ofLog: path)))
        try RunLogFile(path: path).begin(Array(line(.run(.sample())).utf8), after: 0)
        #expect(ClaimFile.read(besideLog: path) == nil)
    }
}
