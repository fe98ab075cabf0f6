import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import ShowTime

@testable import ZegoSimulator

/// A simulator on a free port of 127.0.0.1, and a client of it.
struct RunningSimulator {
    struct Reply: Hashable {
        var status: UInt
        var body: String
    }

    let simulator: ZegoSimulator
    let port: Int
    let client: HTTPClient

    var callLog: CallLog { simulator.callLog }

    /// Waits until that many calls were received.
    func waitForCalls(_ count: Int) async throws {
        while callLog.totals.received < count { try await Task.sleep(for: .milliseconds(1)) }
    }

    func send(_ query: Query) async throws -> Reply { try await request("/?" + query.formEncoded) }

    func request(_ path: String, method: HTTPMethod = .GET) async throws -> Reply {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        // A safety net, as are all times here.
        let response = try await client.execute(request, timeout: .seconds(40))
        let body = try await response.body.collect(upTo: 1 << 20)
        return Reply(status: response.status.code, body: String(buffer: body))
    }
}

/// Runs a simulator as long as the body takes.
func withSimulator(
    faults: Fault..., rate: Int? = 100, latency: Interval = .zero,
    _ body: (RunningSimulator) async throws -> Void
) async throws {
    var configuration = SimulatorConfiguration()
    configuration.faults = faults
    configuration.rate = rate
    configuration.latency = latency
    let simulator = ZegoSimulator(configuration)
    let running = Task { try await simulator.run() }
    let result = await Result {
        let port = try await simulator.port
        try await withClient { client in
            try await body(RunningSimulator(simulator: simulator, port: port, client: client))
        }
    }
    running.cancel()
    try await running.value
    try result.get()
}

func withClient(_ body: (HTTPClient) async throws -> Void) async throws {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.timeout.connect = .seconds(20)
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let result = await Result { try await body(client) }
    try await client.shutdown()
    try result.get()
}
