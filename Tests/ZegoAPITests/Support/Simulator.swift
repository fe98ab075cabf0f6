import HostSystem
import ShowTime
import ZegoSimulator

/// Runs a simulator as long as the body takes, which gets its address.
func withSimulator<Result>(
    at time: any TimeSource = SystemTime(), _ change: (inout SimulatorConfiguration) -> Void = { _ in },
    _ body: (ZegoSimulator, String) async throws -> Result
) async throws -> Result {
    var configuration = SimulatorConfiguration()
    change(&configuration)
    let simulator = ZegoSimulator(configuration, clock: { time.now })
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await simulator.run() }
        let result = try await body(simulator, "http://127.0.0.1:\(try await simulator.port)")
        group.cancelAll()
        return result
    }
}
