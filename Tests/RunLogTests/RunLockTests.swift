import Foundation
import TestSupport
import Testing

@testable import RunLog
@testable import Scheduling

/// One process writes a run, whatever becomes of the name of its log.
@Suite struct RunLockTests {
    private let folder = TemporaryFolder()

    private var path: String { folder.path("show.jsonl") }

    private func expectInUse(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(throws: LogError.inUse(path: path), sourceLocation: sourceLocation) { try RunLogFile(path: path) }
    }

    private func begun() throws -> RunLogFile {
        let file = try RunLogFile(path: path)
        try file.begin(Array("one\n".utf8), after: 0)
        return file
    }

    @Test func aRunIsHeldWhileItsLogIsRenamed() throws {
        let file = try begun()
        rename(path, folder.path("elsewhere.jsonl"))
        expectInUse()
        #expect(file.inspect() == LogLoss("it was renamed"))
    }

    @Test func aRunIsHeldWhileItsLogIsDeletedOrReplaced() throws {
        let file = try begun()
        unlink(path)
        expectInUse()
        folder.write("another\n", to: "show.jsonl")
        expectInUse()
        #expect(file.inspect() == LogLoss("another file has its name"))
    }

    @Test func aLogThatIsWrittenAgainIsHeldByTheSameLock() throws {
        var store: any RecordStore = try begun()
        unlink(path)
        let loss = try #require(store.inspect())
        store = try store.restored(after: loss, from: RunBook(), run: showID, at: noon)
        expectInUse()
        unlink(folder.path("show.jsonl.lock"))
        // The log itself is locked too.
        expectInUse()
        withExtendedLifetime(store) {}
    }

    @Test func aDeletedLockIsMadeAnew() throws {
        let file = try begun()
        unlink(path + ".lock")
        #expect(file.inspect() == nil)
        rename(path, folder.path("elsewhere.jsonl"))
        expectInUse()
        withExtendedLifetime(file) {}
    }

    /// It has begun the run from its beginning: this one writes nothing more.
    @Test func whoeverWasFasterIsNoticed() throws {
        let file = try begun()
        unlink(path + ".lock")
        unlink(path)
        let other = try RunLogFile(path: path)
        let loss = try #require(file.inspect())
        #expect(loss == LogLoss("another process has begun the run"))
        #expect(throws: LogError.inUse(path: path)) {
            try file.restored(after: loss, from: RunBook(), run: showID, at: noon)
        }
        withExtendedLifetime(other) {}
    }

    @Test func itIsGoneWithItsHolder() throws {
        try withExtendedLifetime(begun()) {}
        #expect(folder.names() == ["show.jsonl"])
        folder.write("", to: "show.jsonl.lock")
        try withExtendedLifetime(RunLogFile(path: path)) {}
        #expect(folder.names() == ["show.jsonl"])
    }

    @Test func aLogThatIsKnownByTwoNamesIsHeldUnderBoth() throws {
        let file = try begun()
        symlink(path, folder.path("link.jsonl"))
        #expect(throws: LogError.inUse(path: folder.path("link.jsonl"))) {
            try RunLogFile(path: folder.path("link.jsonl"))
        }
        withExtendedLifetime(file) {}
    }
}
