import Foundation
import Testing

@testable import RunLog
@testable import Scheduling

@Suite struct RunLogFileTests {
    @Test func keepsWhatWasAppendedInOrder() throws {
        let log = try LogOnDisk("one\n")
        let file = try RunLogFile(path: log.path)
        try file.append(Array("two\n".utf8))
        try file.append([])
        try file.append(Array("three\nfour\n".utf8))
        try file.synchronize()
        #expect(try log.text == "one\ntwo\nthree\nfour\n")
    }

    /// Deleted between its last line and the moment in which it is closed.
    @Test func aLogThatIsWrittenAgainBehindItsEndHasNothingBehindIt() throws {
        let log = try LogOnDisk("")
        let file = try RunLogFile(path: log.path)
        let end = Record.end(EndRecord(time: noon, run: showID, planned: 0, tally: Tally()))
        var book = RunBook()
        var lines: [UInt8] = []
        for record in [Record.run(.sample()), end] {
            book.take(record)
            lines.append(record)
        }
        try file.append(lines)
        try FileManager.default.removeItem(atPath: log.path)
        _ = try file.restored(after: try #require(file.inspect()), from: book, run: showID, at: noon)
        var records: [Record] = []
        try LogReader.read(log.path) { records.append($0) }
        #expect(records.count == 3)
        #expect(records.last == end)
    }

    @Test func createsTheFileForItsOwnerAndGroup() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "showcaller-\(UUID().uuidString).jsonl").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try RunLogFile(path: path)
        try file.begin(Array("x\n".utf8), after: 0)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        // Less, where the user's mask says so.
        #expect(mode.map { $0 & ~0o640 } == 0)
        #expect(mode.map { $0 & 0o600 } == 0o600)
    }

    @Test func cutsOffATornTailAndGoesOnBehindIt() throws {
        let log = try LogOnDisk("whole\ntorn")
        let file = try RunLogFile(path: log.path)
        try file.trim(to: 6)
        try file.append(Array("next\n".utf8))
        #expect(try log.text == "whole\nnext\n")
        try file.trim(to: 0)
        #expect(try log.text == "")
    }

    @Test func whatIsCutOffIsKeptBesideTheLog() throws {
        let log = try LogOnDisk("whole\ntorn")
        let cut = log.path + ".cut"
        defer { try? FileManager.default.removeItem(atPath: cut) }
        try RunLogFile(path: log.path).begin(Array("next\n".utf8), after: 6)
        #expect(try log.text == "whole\nnext\n")
        #expect(try String(contentsOfFile: cut, encoding: .utf8) == "torn\n")
        let mode = try FileManager.default.attributesOfItem(atPath: cut)[.posixPermissions] as? Int
        #expect(mode.map { $0 & ~0o640 } == 0)
        // Once more: both are there.
        try log.write(Array("whole\nagain".utf8))
        try RunLogFile(path: log.path).begin(Array("next\n".utf8), after: 6)
        #expect(try String(contentsOfFile: cut, encoding: .utf8) == "torn\nagain\n")
    }

    /// An empty log was either never begun, and nothing of it was ever sent, or it was emptied.
    @Test func aLogThatIsNotBegunIsKnownFromOneThatWasEmptied() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "showcaller-\(UUID().uuidString).jsonl").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try !RunLogFile(path: path).isBegun)
        #expect(!RunLogFile.isBegun(path))
        try RunLogFile(path: path).append(Array("half a hea".utf8))
        #expect(!RunLogFile.isBegun(path))
        try RunLogFile(path: path).begin(Array("header\n".utf8), after: 0)
        #expect(RunLogFile.isBegun(path))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "header\n")
        #expect(!FileManager.default.fileExists(atPath: path + ".cut"))
        truncate(path, 0)
        #expect(RunLogFile.isBegun(path))
        #expect(try RunLogFile(path: path).isBegun)
    }

    @Test func aLogHasOneWriterAtATime() throws {
        let log = try LogOnDisk()
        var first: RunLogFile? = try RunLogFile(path: log.path)
        try first?.append(Array("first\n".utf8))
        #expect(throws: LogError.inUse(path: log.path)) { try RunLogFile(path: log.path) }
        #expect(try log.text == "first\n")
        first = nil
        try RunLogFile(path: log.path).append(Array("second\n".utf8))
        #expect(try log.text == "first\nsecond\n")
    }

    @Test func saysWhyItCannotBeOpened() {
        #expect(throws: LogError.cannotOpen(path: "/nowhere/x.jsonl.lock", reason: "No such file or directory")) {
            try RunLogFile(path: "/nowhere/x.jsonl")
        }
        #expect(throws: LogError.cannotOpen(path: "/", reason: "Is a directory")) { try RunLogFile(path: "/") }
    }

    @Test func whatCannotBeWrittenIsAnError() throws {
        // A disk that is always full.
        let file = try RunLogFile(path: "/dev/full")
        #expect(throws: LogError.cannotWrite(path: "/dev/full", reason: "No space left on device")) {
            try file.append(Array("x\n".utf8))
        }
    }
}
