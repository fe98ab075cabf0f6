import ShowTime
import ZegoSimulator

@testable import ShowcallerCLI

/// A simulator in the test's own process, which can therefore look into what it received.
struct Server {
    let simulator: ZegoSimulator
    let port: Int

    /// Runs `body` while the simulator runs.
    static func running(
        _ configure: (inout SimulatorConfiguration) -> Void = { _ in },
        _ body: (Server) async throws -> Void
    ) async throws {
        var configuration = SimulatorConfiguration()
        configure(&configuration)
        let simulator = ZegoSimulator(configuration)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await simulator.run() }
            try await body(Server(simulator: simulator, port: try await simulator.port))
            tasks.cancelAll()
        }
    }

    /// What the tool needs to know of it.
    var environment: [String: String] {
        [
            "ZEGO_BASE_URL": "http://127.0.0.1:\(port)", "ZEGO_APP_ID": String(simulator.configuration.appID),
            "ZEGO_SERVER_SECRET": simulator.configuration.serverSecret.text,
        ]
    }

    var received: [CallLog.Entry] { simulator.callLog.entries }

    /// How often each text was shown in each room.
    var shown: [String: Int] {
        received.filter(\.isShown).reduce(into: [:]) { counts, entry in
            let room = entry.query["RoomId"] ?? ""
            counts["\(room): \(entry.query["MessageContent"] ?? "")", default: 0] += 1
        }
    }
}
