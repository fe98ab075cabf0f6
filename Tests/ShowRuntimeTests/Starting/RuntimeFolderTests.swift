import CProcess
import Glibc
import ShowTime
import TestSupport
import Testing

@testable import HostSystem
@testable import ShowRuntime

struct RuntimeFolderTests {
    private let folder = TemporaryFolder()

    private var home: String { folder.path("home") }

    init() {
        folder.makeFolder("home", mode: 0o755)
        folder.makeFolder("session", mode: 0o700)
    }

    /// With a home of the test's own in the place of this user's.
    private func folders(_ environment: [String: String] = [:]) -> RuntimeFolders {
        RuntimeFolders(environment: environment.merging(["SHOWCALLER_TEST_HOME": home]) { given, _ in given })
    }

    private var withSession: RuntimeFolders { folders(["XDG_RUNTIME_DIR": folder.path("session")]) }

    private var fixed: String { "\(home)/.local/state/showcaller" }

    private func mode(_ path: String) -> mode_t {
        var information = stat()
        return stat(path, &information) == 0 ? information.st_mode & 0o777 : 0
    }

    // MARK: The folders

    @Test func areMadeForThisUserAlone() throws {
        let usable = withSession.usable
        #expect(usable.folders.map(\.path) == [folder.path("session/showcaller"), fixed])
        #expect(usable.problems.isEmpty)
        for made in usable.folders { #expect(mode(made.path) == 0o700) }
        // And found again.
        #expect(withSession.usable.folders == usable.folders)
    }

    /// Whatever else the environment says: this is where two processes meet.
    @Test func theFixedOneIsAlwaysThere() {
        let environments: [[String: String]] = [
            [:], ["XDG_RUNTIME_DIR": "relative"], ["XDG_RUNTIME_DIR": "/nowhere/at/all"], ["XDG_RUNTIME_DIR": ""],
            ["RUNTIME_DIRECTORY": "/nowhere"], ["HOME": "/nowhere", "TMPDIR": folder.path("session")],
        ]
        for environment in environments { #expect(folders(environment).usable.folders.map(\.path) == [fixed]) }
    }

    @Test func aUnitOfSystemdHasItsOwn() {
        folder.makeFolder("a", mode: 0o755)
        folder.makeFolder("b", mode: 0o755)
        let both = folders(["RUNTIME_DIRECTORY": "\(folder.path("a")):\(folder.path("b"))"])
        #expect(both.usable.folders.map(\.path) == [folder.path("a/showcaller"), folder.path("b/showcaller"), fixed])
    }

    @Test func theHomeIsThatOfTheListOfUsers() {
        #expect(HostUser.home(of: 0) == "/root")
        #expect(HostUser.name(of: 0) == "root")
        #expect(HostUser.name(of: 54_321) == "user 54321")
        #expect(HostUser.home(of: 54_321) == nil)
    }

    @Test(arguments: [0o750, 0o701, 0o777, 0o707] as [mode_t]) func anOpenOneIsNotUsed(mode: mode_t) {
        let path = folder.makeFolder("session/showcaller", mode: mode)
        let usable = withSession.usable
        #expect(usable.folders.map(\.path) == [fixed])
        #expect(
            usable.problems.map(\.message) == [
                "cannot use \(path): others can open it (mode 0\(String(mode, radix: 8))): remove it, or make its mode 0700"
            ])
    }

    @Test func aFileInItsPlaceIsNotUsed() {
        folder.write("", to: "session/showcaller", mode: 0o600)
        #expect(withSession.usable.folders.map(\.path) == [fixed])
        #expect(withSession.usable.problems.count == 1)
    }

    @Test func aLinkInItsPlaceIsNotUsed() {
        let other = folder.makeFolder("other", mode: 0o700)
        symlink(other, folder.path("session/showcaller"))
        #expect(withSession.usable.folders.map(\.path) == [fixed])
        #expect(folder.names(in: "other") == [])
    }

    @Test(.enabled(if: getuid() == 0)) func somebodyElsesIsNamedAndNotUsed() {
        let path = folder.makeFolder("session/showcaller", mode: 0o700)
        chown(path, 54_321, 54_321)
        let usable = withSession.usable
        #expect(usable.folders.map(\.path) == [fixed])
        #expect(
            usable.problems.first?.reason
                == "it belongs to user 54321: have it removed, or set XDG_RUNTIME_DIR to a folder that is yours alone")
    }

    /// As after `su`: a folder of ours in theirs would block them.
    @Test(.enabled(if: getuid() == 0)) func theSessionOfAnotherUserIsLeftAlone() {
        chown(folder.path("session"), 54_321, 54_321)
        #expect(withSession.usable.folders.map(\.path) == [fixed])
        #expect(folder.names(in: "session") == [])
    }

    @Test func whereAnybodyMayWriteIsNoPlace() {
        chmod(folder.path("session"), 0o777)
        #expect(withSession.usable.folders.map(\.path) == [fixed])
    }

    // MARK: Sockets

    @Test func namesItsSockets() throws {
        let folders = withSession
        #expect(folders.sockets == [])
        #expect(try folders.socket("7") == folder.path("session/showcaller/7.sock"))
        for name in ["9.sock", "7.sock", "6.lock"] { folder.write("", to: "session/showcaller/\(name)") }
        #expect(folders.sockets == ["7", "9"].map { folder.path("session/showcaller/\($0).sock") })
    }

    /// Its own folder is unknown to whoever looks for it.
    @Test func aLockSaysWhereItsHolderListens() throws {
        let lock = try SingleInstance(appID: 7, in: withSession)
        let socket = folder.write("", to: "7.sock")
        lock.announce(socket: socket)
        #expect(folders().sockets == [socket])
        #expect(withSession.sockets == [socket])
        withExtendedLifetime(lock) {}
    }

    @Test func aPathThatIsTooLongForASocketIsNotTaken() throws {
        let long = folder.makeFolder("session/" + String(repeating: "x", count: 90), mode: 0o700)
        #expect(try folders(["XDG_RUNTIME_DIR": long]).socket("7") == "\(fixed)/7.sock")
    }

    // MARK: The lock

    private static func message(_ process: Int32 = getpid()) -> String {
        "another scheduler of AppID 7 is running on this host (process \(process)): "
            + "give it all timelines, or stop it first"
    }

    private func refusal(_ folders: RuntimeFolders) -> String? {
        do throws(SingleInstance.Occupied) { _ = try SingleInstance(appID: 7, in: folders) } catch {
            return error.message
        }
        return nil
    }

    @Test func oneSchedulerPerAccount() throws {
        let folders = folders()
        let lock = try SingleInstance(appID: 7, in: folders)
        #expect(refusal(folders) == Self.message())
        // Another account is none of its business.
        #expect(throws: Never.self) { try SingleInstance(appID: 8, in: folders) }
        #expect(mode(fixed + "/7.lock") == 0o600)
        withExtendedLifetime(lock) {}
        #expect(lock.warning == nil)
    }

    @Test func whateverTheirEnvironmentsSay() throws {
        let unit = folder.makeFolder("unit")
        let all = [
            folders(), withSession, folders(["RUNTIME_DIRECTORY": unit]), folders(["TMPDIR": unit, "HOME": unit]),
        ]
        for one in all {
            let lock = try SingleInstance(appID: 7, in: one)
            for other in all { #expect(refusal(other) == Self.message()) }
            withExtendedLifetime(lock) {}
        }
        #expect(refusal(folders()) == nil)
    }

    /// The name of the host is enough, and no folder is.
    @Test func alsoWhereAllThatIsInFoldersIsDeleted() throws {
        let lock = try SingleInstance(appID: 7, in: withSession)
        folder.remove("home/.local")
        folder.remove("session/showcaller")
        #expect(refusal(withSession) == Self.message())
        #expect(refusal(folders()) == Self.message())
        #expect(lock.renew() == nil)
        #expect(folder.text(of: "session/showcaller/7.lock") == "\(getpid())\n")
        #expect(folder.text(of: "home/.local/state/showcaller/7.lock") == "\(getpid())\n")
    }

    /// Containers of one home have networks, and so names, of their own.
    @Test func theFileIsEnoughWhereTheNameIsNot() throws {
        let lock = try LockFile(RuntimeFolder(fixed).lock("7"))
        lock.note(socket: nil)
        #expect(refusal(withSession) == Self.message())
        // Nothing of the refused one is left behind.
        #expect(folder.names(in: "session/showcaller") == [])
    }

    /// In a process of its own, which is another user for a moment.
    @Test(.enabled(if: getuid() == 0)) func aNameThatAnotherUserTookKeepsNobodyOut() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            let folders = RuntimeFolders(environment: ["SHOWCALLER_TEST_HOME": folder.path])
            let name = SingleInstance.hostName(of: "7", in: folders)
            try #require(seteuid(54_321) == 0)
            guard case .ours(let taken) = HostName.claim(name) else { fatalError("the name is taken") }
            try #require(seteuid(0) == 0)
            let lock = try SingleInstance(appID: 7, in: folders)
            let warning = try #require(lock.warning)
            #expect(warning.hasPrefix("process \(getpid()) of user 54321 has the name by which two schedulers of "))
            // The locks keep a second one out.
            #expect(throws: SingleInstance.Occupied.self) { try SingleInstance(appID: 7, in: folders) }
            withExtendedLifetime((taken, lock)) {}
        }
    }

    /// So many ask for it that nobody gets through.
    @Test func aNameWhoseHolderCannotBeAskedIsTakenAllTheSame() throws {
        let name = SingleInstance.hostName(of: "7", in: folders())
        let (holder, askers) = try Self.floodedName(name)
        defer { for descriptor in askers + [holder] { close(descriptor) } }
        guard case .unidentified = HostName.claim(name) else {
            Issue.record("the name was not taken")
            return
        }
        let lock = try SingleInstance(appID: 7, in: folders())
        #expect(lock.warning?.contains("does not say who: locks still keep a second one out") == true)
        withExtendedLifetime(lock) {}
        let homeless = RuntimeFolders(environment: ["SHOWCALLER_TEST_HOME": folder.path("nowhere")])
        let other = SingleInstance.hostName(of: "7", in: homeless)
        let (second, others) = try Self.floodedName(other)
        defer { for descriptor in others + [second] { close(descriptor) } }
        #expect(refusal(homeless)?.contains("a second one with another environment would not be kept out") == true)
    }

    /// A name with as many askers as may wait.
    private static func floodedName(_ name: String) throws -> (holder: Int32, askers: [Int32]) {
        func socket() -> Int32 {
            Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        }
        let holder = socket()
        try #require(showcaller_abstract_bind(holder, name) == 0 && listen(holder, 0) == 0)
        var askers: [Int32] = []
        repeat { askers.append(socket()) } while showcaller_abstract_connect(askers.last!, name) == 0
        try #require(errno == EAGAIN)
        return (holder, askers)
    }

    /// It outlives the process, and says nothing of another boot.
    @Test func theLastCallIsKnownToTheProcessThatComesNext() throws {
        let folders = folders()
        do {
            let first = try SingleInstance(appID: 7, in: folders)
            #expect(first.lastCall(before: .zero + .hours(1)) == nil)
            first.noteCall(at: .zero + .seconds(60))
            first.noteCall(at: .zero + .seconds(61))
        }
        let second = try SingleInstance(appID: 7, in: withSession)
        #expect(second.lastCall(before: .zero + .seconds(61)) == .zero + .seconds(61))
        #expect(second.lastCall(before: .zero + .seconds(60)) == nil)
        #expect(try SingleInstance(appID: 8, in: folders).lastCall(before: .zero + .hours(1)) == nil)
        #expect(mode(folder.path("home/last-call-7")) == 0o600)
    }

    /// Anybody can take its name, and a link to another file with it.
    @Test func theLastCallIsNotWrittenToAFileOfAnotherName() throws {
        let other = folder.write("something else that is kept", to: "other")
        link(other, folder.path("home/last-call-7"))
        let instance = try SingleInstance(appID: 7, in: folders())
        instance.noteCall(at: .zero + .seconds(60))
        #expect(instance.lastCall(before: .zero + .hours(1)) == nil)
        #expect(folder.text(of: "other") == "something else that is kept")
    }

    @Test func aLockThatCannotBeOpenedIsAWarningWhereThereIsAnother() throws {
        let session = withSession
        folder.makeFolder("session/showcaller", mode: 0o700)
        folder.makeFolder("session/showcaller/7.lock")
        let lock = try SingleInstance(appID: 7, in: session)
        #expect(lock.warning?.hasPrefix("cannot open \(folder.path("session/showcaller/7.lock")): ") == true)
        #expect(refusal(session) == Self.message())
        withExtendedLifetime(lock) {}
    }

    @Test func whereNothingCanBeLockedTheHostIsToBlameAndNoOther() {
        #expect(folders().usable.problems.isEmpty)
        folder.makeFolder("home/.local/state/showcaller/7.lock")
        do throws(SingleInstance.Occupied) {
            _ = try SingleInstance(appID: 7, in: folders())
            Issue.record("it was not refused")
        } catch {
            #expect(!error.isByAnother)
            #expect(error.message.hasPrefix("cannot open \(fixed)/7.lock: "))
        }
    }

    /// As a process has it that is just being forked.
    @Test func aNameThatWasGivenUpKeepsNobodyOutWhoeverHasItOpen() {
        let name = "showcaller/test/\(folder.path)"
        var copy: Int32 = -1
        do {
            guard case .ours(let taken) = HostName.claim(name) else {
                Issue.record("the name is taken")
                return
            }
            copy = dup(taken.descriptor)
        }
        defer { close(copy) }
        if case .occupied = HostName.claim(name) { Issue.record("the name is still taken") }
    }

    @Test func whoeverTookADeletedLockIsNoticed() throws {
        let lock = try SingleInstance(appID: 7, in: folders())
        folder.remove("home/.local")
        let other = try LockFile(RuntimeFolder(fixed).lock("7"))
        other.note(socket: nil)
        #expect(lock.renew() == "process \(getpid()) has taken \(fixed)/7.lock, which was deleted under this one")
        withExtendedLifetime(other) {}
    }

    @Test func theLockDiesWithItsHolder() throws {
        for _ in 0..<3 {
            let lock = try SingleInstance(appID: 7, in: folders())
            withExtendedLifetime(lock) {}
        }
        #expect(folder.names(in: "home/.local/state/showcaller") == [])
        // What a killed one wrote is nobody's.
        folder.write("1\n/run/elsewhere/7.sock\nmore", to: "home/.local/state/showcaller/7.lock")
        let lock = try SingleInstance(appID: 7, in: folders())
        #expect(folder.text(of: "home/.local/state/showcaller/7.lock") == "\(getpid())\n")
        withExtendedLifetime(lock) {}
    }

    /// In a process of its own, where no other test opens or closes anything.
    @Test func aRefusedLockClosesNobodyElsesFile() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            let folders = RuntimeFolders(environment: ["SHOWCALLER_TEST_HOME": folder.path])
            let lock = try SingleInstance(appID: 7, in: folders)
            let refusals = Task.detached {
                for _ in 0..<2_000 {
                    #expect(throws: SingleInstance.Occupied.self) { try SingleInstance(appID: 7, in: folders) }
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
        let path = try RuntimeFolder(fixed).path
        folder.makeFolder("home/.local/state/showcaller/7.lock")
        #expect(refusal(folders()) == "cannot open \(path)/7.lock: Is a directory")
    }

    @Test func aLinkIsNoLock() throws {
        _ = try RuntimeFolder(fixed)
        symlink(folder.path("elsewhere"), fixed + "/7.lock")
        #expect(refusal(folders())?.hasPrefix("cannot open \(fixed)/7.lock") == true)
        #expect(folder.names().contains("elsewhere") == false)
    }

    // MARK: The name of the host

    @Test func aNameDiesWithItsHolder() throws {
        let name = "showcaller-test/\(getpid())/\(UInt64.random(in: 0 ... .max))"
        for _ in 0..<3 {
            guard case .ours(let first) = HostName.claim(name) else {
                Issue.record("not ours")
                return
            }
            guard case .occupied(let process) = HostName.claim(name) else {
                Issue.record("not occupied")
                return
            }
            #expect(process == getpid())
            withExtendedLifetime(first) {}
        }
    }
}
