import Glibc
import TestSupport
import Testing

@testable import HostSystem
@testable import ShowRuntime

struct RuntimeFolderTests {
    private let folder = TemporaryFolder()

    private func runtime() throws -> RuntimeFolder {
        try RuntimeFolder(environment: ["XDG_RUNTIME_DIR": folder.path])
    }

    private func mode(_ path: String) -> mode_t {
        var information = stat()
        return stat(path, &information) == 0 ? information.st_mode & 0o777 : 0
    }

    @Test func isMadeForThisUserAlone() throws {
        let runtime = try runtime()
        #expect(runtime.path == folder.path("showcaller"))
        #expect(mode(runtime.path) == 0o700)
        // And found again.
        #expect(try self.runtime().path == runtime.path)
    }

    @Test(arguments: [0o750, 0o701, 0o777, 0o707] as [mode_t]) func anOpenOneIsRefused(mode: mode_t) {
        let path = folder.makeFolder("showcaller", mode: mode)
        #expect {
            try runtime()
        } throws: { error in
            (error as? FileSystem.Failure)?.reason == "it is not a folder that only you can open (mode 0700)"
                && (error as? FileSystem.Failure)?.path == path
        }
    }

    @Test func aFileInItsPlaceIsRefused() {
        folder.write("", to: "showcaller", mode: 0o600)
        #expect(throws: FileSystem.Failure.self) { try runtime() }
    }

    @Test func aLinkInItsPlaceIsRefused() {
        let other = folder.makeFolder("other", mode: 0o700)
        symlink(other, folder.path("showcaller"))
        #expect(throws: FileSystem.Failure.self) { try runtime() }
        #expect(folder.names(in: "other") == [])
    }

    @Test(.enabled(if: getuid() == 0)) func somebodyElsesIsRefused() {
        let path = folder.makeFolder("showcaller", mode: 0o700)
        chown(path, 12345, 12345)
        #expect(throws: FileSystem.Failure.self) { try runtime() }
    }

    @Test(arguments: ["relative", "/nowhere/at/all"]) func whatIsNoFolderIsNotTaken(path: String) throws {
        #expect(try RuntimeFolder(environment: ["XDG_RUNTIME_DIR": path]).path == "/tmp/showcaller-\(getuid())")
    }

    @Test func namesItsSockets() throws {
        let runtime = try runtime()
        #expect(runtime.sockets == [])
        #expect(runtime.socket("7") == folder.path("showcaller/7.sock"))
        for name in ["9.sock", "7.sock", "7.lock"] { folder.write("", to: "showcaller/\(name)") }
        #expect(runtime.sockets == [runtime.socket("7"), runtime.socket("9")])
    }

    // MARK: The lock

    @Test func oneSchedulerPerAccount() throws {
        let runtime = try runtime()
        let lock = try SingleInstance(appID: 7, in: runtime)
        #expect {
            try SingleInstance(appID: 7, in: runtime)
        } throws: { error in
            (error as? SingleInstance.Occupied)?.message
                == "another scheduler of AppID 7 is running on this host (process \(getpid())): "
                + "give it all timelines, or stop it first"
        }
        // Another account is none of its business.
        #expect(throws: Never.self) { try SingleInstance(appID: 8, in: runtime) }
        #expect(mode(runtime.path + "/7.lock") == 0o600)
        withExtendedLifetime(lock) {}
    }

    @Test func theLockDiesWithItsHolder() throws {
        let runtime = try runtime()
        for _ in 0..<3 {
            let lock = try SingleInstance(appID: 7, in: runtime)
            withExtendedLifetime(lock) {}
        }
        // Only the last holder is named, whatever stood there before.
        #expect(folder.text(of: "showcaller/7.lock") == "\(getpid())")
    }

    /// In a process of its own, where no other test opens or closes anything.
    @Test func aRefusedLockClosesNobodyElsesFile() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            let runtime = try RuntimeFolder(environment: ["XDG_RUNTIME_DIR": folder.path])
            let lock = try SingleInstance(appID: 7, in: runtime)
            let refusals = Task.detached {
                for _ in 0..<2_000 {
                    #expect(throws: SingleInstance.Occupied.self) { try SingleInstance(appID: 7, in: runtime) }
                }
            }
            // A second close of a refused lock's number would sometimes hit this file, which has just got it.
            for _ in 0..<20_000 {
                let mine = open("/dev/null", O_RDONLY | O_CLOEXEC)
                #expect(fcntl(mine, F_GETFD) >= 0)
                #expect(close(mine) == 0)
            }
            await refusals.value
            withExtendedLifetime(lock) {}
        }
    }

    @Test func aLockThatCannotBeMadeSaysWhy() throws {
        let runtime = try runtime()
        folder.makeFolder("showcaller/7.lock")
        #expect {
            try SingleInstance(appID: 7, in: runtime)
        } throws: { error in
            (error as? SingleInstance.Occupied)?.message == "cannot open \(runtime.path)/7.lock: Is a directory"
        }
    }
}
