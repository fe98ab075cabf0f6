import ArgumentParser
import Foundation
import HostSystem
import Scheduling
import ShowRuntime
import ShowTime
import ZegoAPI
import ZegoSimulator

/// The destination of a run's messages: ZEGO with an account, or a simulator inside this process.
struct RunTarget {
    let mode: RunMode
    let appID: UInt32
    /// The host as the log names it.
    let host: String
    /// The name of the socket by which `tell` finds this process, and the folders where it may be.
    let socketName: String
    let folders: RuntimeFolders
    /// Calls a second; nil is unlimited.
    let rate: Double?
    private let settings: AccountSettings?
    private let simulator: ZegoSimulator?
    /// The lock of the account on this host, held as long as the show is played; nil where it is simulated.
    let instance: SingleInstance?

    init(command: RunCommand, environment: [String: String]) throws {
        folders = RuntimeFolders(environment: environment)
        if command.simulate {
            var configuration = SimulatorConfiguration()
            rate = command.rate.map(\.rate) ?? 100
            // The simulator's quota is ZEGO's, unless --rate is unlimited.
            if rate == nil { configuration.rate = nil }
            simulator = ZegoSimulator(configuration)
            settings = nil
            instance = nil
            mode = .simulate
            appID = configuration.appID
            host = "simulator"
            socketName = "simulate-\(getpid())"
            return
        }
        let settings: AccountSettings
        do { settings = try AccountSettings(environment: environment) } catch { throw Failure(error.message) }
        rate = command.rate.map(\.rate) ?? settings.account.quota
        if rate == nil, !settings.account.endpoint.isLoopback {
            throw wrongUsage(
                "--rate unlimited is for a server on this host only (ZEGO_BASE_URL=http://127.0.0.1:…)")
        }
        do { instance = try SingleInstance(appID: settings.account.appID, in: folders) } catch {
            throw Failure(error.message)
        }
        self.settings = settings
        simulator = nil
        mode = .live
        appID = settings.account.appID
        host = settings.account.endpoint.host
        socketName = String(appID)
    }

    var description: String {
        let target = mode == .live ? "live: AppID \(appID) at \(host)" : "simulated: nothing leaves this host"
        return "\(target), \(RateOption.words(rate))"
    }

    /// Runs `body` with the address of the API, and a simulator beside it where that is the target.
    func open(_ body: @escaping @Sendable (Endpoint) async throws -> Void) async throws {
        guard let simulator else {
            guard let settings else { return }
            return try await body(settings.account.endpoint)
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await simulator.run() }
            let port: Int
            do { port = try await simulator.port } catch { throw Failure("the simulator cannot listen on 127.0.0.1") }
            guard let endpoint = try? Endpoint("http://127.0.0.1:\(port)") else { return }
            try await body(endpoint)
            tasks.cancelAll()
        }
    }

    /// What an operator should know of how the account is set up.
    var warnings: [String] {
        [settings?.warning].compactMap { $0 } + (instance?.warning?.split(separator: "\n").map(String.init) ?? [])
    }

    func account(at endpoint: Endpoint) -> ZegoAccount {
        guard let settings else {
            let secret = simulator?.configuration.serverSecret.text ?? ""
            return ZegoAccount(appID: appID, secret: ZegoAPI.ServerSecret(secret), isTest: nil, endpoint: endpoint)
        }
        return settings.account
    }

    /// Reads the secret again where it is in a file.
    var reloadSecret: @Sendable () -> ZegoAPI.ServerSecret? {
        guard let path = settings?.secretFile else { return { nil } }
        return {
            let secret = try? AccountSettings.secret(fromFile: path)
            if let secret { Redaction.add(secret) }
            return secret
        }
    }
}
