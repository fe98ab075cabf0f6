package import HostSystem
import Scheduling
package import ServiceLifecycle

/// Keeps this process the only one of its account on the host, and within reach of operators, even if folders are deleted: the
/// end of a session deletes the folder with its socket and one of its locks.
package struct PresenceService: Service {
    private let name: String
    private let folders: RuntimeFolders
    private let instance: SingleInstance?
    private let driver: LiveDriver
    private let server: @Sendable (String) -> any Service
    private let pause: Duration

    /// - Parameters:
    ///   - name: of the socket.
    ///   - instance: nil where others may play beside it.
    ///   - server: answers operators on a socket with the path that it is given, until it is told to end.
    package init(
        _ name: String, in folders: RuntimeFolders, instance: SingleInstance?, driver: LiveDriver,
        pause: Duration = .seconds(1), server: @escaping @Sendable (String) -> any Service
    ) {
        self.name = name
        self.folders = folders
        self.instance = instance
        self.driver = driver
        self.server = server
        self.pause = pause
    }

    package func run() async throws {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await keepAlone() }
            tasks.addTask { await keepReachable() }
            await tasks.waitForAll()
        }
    }

    // MARK: The only one

    private func keepAlone() async {
        guard let instance else { return }
        var isAlone = true
        while await ShowRuntime.pause(for: pause) {
            let problem = await elsewhere { instance.renew() }
            if let problem, isAlone {
                // Both would send with one quota: the one that notices it holds all its runs.
                driver.report(.notAlone(reason: problem))
                _ = await driver.panic(from: CommandOrigin())
            }
            isAlone = problem == nil
        }
    }

    // MARK: In reach

    private func keepReachable() async {
        // How many looks to wait for a new socket. A socket that was never seen cannot be bound, or was gone before the first
        // look: it is tried less and less often, because every failure is reported.
        var patience = 2
        var isReported = false
        repeat {
            let place = await elsewhere {
                Result { () throws(FileSystem.Failure) in try folders.socket(name) }
            }
            let path: String
            switch place {
            case .success(let found): path = found
            case .failure(let failure):
                if !isReported { driver.report(.uncontrolled(reason: failure.message)) }
                isReported = true
                continue
            }
            isReported = false
            instance?.announce(socket: path)
            let wasSeen = await withTaskGroup(of: Bool?.self) { tasks in
                let server = server(path)
                tasks.addTask {
                    try? await server.run()
                    return nil
                }
                tasks.addTask { [patience] in await waitUntilGone(path, patience) }
                defer { tasks.cancelAll() }
                return await tasks.next() ?? nil
            }
            patience = wasSeen == false ? min(patience * 2, 1000) : 2
        } while await ShowRuntime.pause(for: pause)
    }

    /// Returns when a socket that was there is gone, when another one has its name, or when none has appeared after `patience`
    /// looks.
    ///
    /// - Returns: whether it was there; nil at a shutdown.
    private func waitUntilGone(_ path: String, _ patience: Int) async -> Bool? {
        var bound: FileSystem.Identity?
        var looks = 0
        while await ShowRuntime.pause(for: pause) {
            let found = await elsewhere { FileSystem.identity(of: path) }
            if let bound, found != bound { return true }
            looks += 1
            if found == nil, looks >= patience { return false }
            bound = found
        }
        // The server ends by itself: returning before it would cancel it.
        try? await Task.sleep(for: .seconds(3600))
        return nil
    }
}
