import Glibc
import TestSupport
import Testing

@testable import HostSystem
@testable import ShowRuntime

struct FileSystemTests {
    private let folder = TemporaryFolder()

    private func failure(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let failure as FileSystem.Failure { return failure.message } catch { return "\(error)" }
    }

    @Test(arguments: [0, 1, 65535, 65536, 65537, 200_000]) func readsAllOfAFile(count: Int) throws {
        let text = String(repeating: "x", count: count)
        #expect(try FileSystem.read(folder.write(text, to: "file")) == Array(text.utf8))
    }

    @Test func readsWhatPromisesNoLength() throws {
        #expect(try !FileSystem.read("/proc/self/status").isEmpty)
    }

    /// Nobody writes into the pipe: whoever waited for it would wait for ever.
    @Test(.timeLimit(.minutes(1))) func whatIsNoFileIsNotWaitedFor() {
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, "/dev/zero", "/dev/null", "/dev/tty"] where FileSystem.exists(path) {
            #expect(failure { _ = try FileSystem.read(path) }?.hasPrefix("cannot read \(path): ") == true)
            #expect(FileSystem.tail(of: path, count: 4) == nil)
        }
        #expect(
            failure { _ = try FileSystem.read(pipe) } == "cannot read \(pipe): it is a pipe or a device, not a file")
    }

    @Test func aPathEndsWhereItEnds() {
        let path = folder.write("x", to: "file")
        #expect(failure { _ = try FileSystem.read(path + "\0.yaml") }?.hasSuffix("a path has no NUL in it") == true)
        #expect(FileSystem.resolved(path + "\0.yaml") == nil)
    }

    @Test func aDraftIsNeverWrittenThroughALink() throws {
        let victim = folder.write("victim", to: "victim")
        symlink(victim, folder.path("file.\(getpid()).tmp"))
        try FileSystem.write(Array("text".utf8), to: folder.path("file"))
        #expect(folder.text(of: "victim") == "victim")
        #expect(folder.text(of: "file") == "text")
        #expect(folder.names() == ["file", "file.\(getpid()).tmp", "victim"])
    }

    @Test func aFolderIsNotAFile() {
        #expect(failure { _ = try FileSystem.read(folder.path) } == "cannot read \(folder.path): it is a folder")
    }

    @Test func whatIsNotThereIsSaidNotToBe() {
        let path = folder.path("none")
        #expect(failure { _ = try FileSystem.read(path) } == "cannot read \(path): No such file or directory")
        #expect(failure { _ = try FileSystem.names(in: path) } == "cannot read \(path): No such file or directory")
    }

    @Test(.enabled(if: getuid() != 0)) func whatMayNotBeReadIsSaidSo() {
        let path = folder.write("x", to: "file", mode: 0o000)
        #expect(failure { _ = try FileSystem.read(path) } == "cannot read \(path): Permission denied")
    }

    @Test func aHugeFileIsRefusedBeforeItIsRead() {
        let path = folder.write("", to: "huge")
        #expect(truncate(path, 1 << 40) == 0)
        #expect(failure { _ = try FileSystem.read(path) } == "cannot read \(path): it is larger than 512 MiB")
    }

    @Test func aFileBeyondItsLimitIsRefused() {
        let path = folder.write(String(repeating: "x", count: 4097), to: "file")
        #expect(
            failure { _ = try FileSystem.read(path, limit: 4096) } == "cannot read \(path): it is larger than 4 KiB")
    }

    @Test func namesAreSorted() throws {
        for name in ["b", "a", "C", "ä", ".hidden"] { folder.write("", to: name) }
        #expect(try FileSystem.names(in: folder.path) == [".hidden", "C", "a", "b", "ä"])
    }

    @Test(arguments: ["a", "a/b/c", "a/b/", "a//b"]) func foldersAreMade(path: String) throws {
        try FileSystem.makeFolder(folder.path(path))
        #expect(FileSystem.isFolder(folder.path(path)))
        // Again is no trouble.
        try FileSystem.makeFolder(folder.path(path))
    }

    @Test func aFileIsNoFolder() {
        let path = folder.write("", to: "file")
        #expect(failure { try FileSystem.makeFolder(path) } == "cannot make \(path): it is not a folder")
        #expect(failure { try FileSystem.makeFolder(path + "/below") } != nil)
        #expect(failure { try FileSystem.makeFolder("") } != nil)
        symlink("/nowhere", folder.path("dangling"))
        #expect(failure { try FileSystem.makeFolder(folder.path("dangling")) } != nil)
    }

    @Test func writesAFileWhole() throws {
        let path = folder.write("old", to: "file")
        try FileSystem.write(Array("new and longer".utf8), to: path)
        #expect(folder.text(of: "file") == "new and longer")
        #expect(folder.names() == ["file"])
        let other = folder.path("none/file")
        #expect(
            failure { try FileSystem.write([], to: other) } == "cannot write \(other): No such file or directory")
        #expect(
            failure { try FileSystem.write([], to: folder.path) } == "cannot write \(folder.path): Is a directory")
    }

    @Test func writesIntoAPipeInsteadOfReplacingIt() throws {
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let reader = open(path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try FileSystem.write(Array("text".utf8), to: path)
        var bytes = [UInt8](repeating: 0, count: 8)
        #expect(read(reader, &bytes, bytes.count) == 4)
        #expect(folder.names() == ["pipe"])
    }

    @Test func theEndOfAFile() {
        let path = folder.write("0123456789", to: "file")
        #expect(FileSystem.tail(of: path, count: 4) == Array("6789".utf8))
        #expect(FileSystem.tail(of: path, count: 10) == Array("0123456789".utf8))
        #expect(FileSystem.tail(of: path, count: 20) == Array("0123456789".utf8))
        #expect(FileSystem.tail(of: folder.path("none"), count: 4) == nil)
        #expect(FileSystem.tail(of: folder.path, count: 4) == nil)
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
