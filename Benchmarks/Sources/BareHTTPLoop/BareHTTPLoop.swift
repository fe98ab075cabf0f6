import AsyncHTTPClient
import Foundation
import NIOCore

/// What unpaced sending is compared with: calls in a plain loop of AsyncHTTPClient, without pacing, signing or logging. Prints
/// the calls a second.
///
/// Arguments: the port, how many calls, how many at once.
@main
enum BareHTTPLoop {
    static func main() async throws {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard numbers.count == 3 else { fatalError("port, calls, calls at once") }
        let (port, calls, atOnce) = (numbers[0], numbers[1], numbers[2])
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = atOnce
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let clock = ContinuousClock()
        let took = try await clock.measure {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for worker in 0..<atOnce {
                    tasks.addTask {
                        for number in stride(from: worker, to: calls, by: atOnce) {
                            let request = HTTPClientRequest(
                                url: "http://127.0.0.1:\(port)/?Action=SendBarrageMessage&MessageContent=\(number)")
                            let response = try await client.execute(request, timeout: .seconds(10))
                            _ = try await response.body.collect(upTo: 1 << 16)
                        }
                    }
                }
                try await tasks.waitForAll()
            }
        }
        try await client.shutdown()
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        print(Int(Double(calls) / seconds))
    }
}
