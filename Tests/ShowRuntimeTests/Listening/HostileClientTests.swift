import ControlAPI
import NIOCore
import NIOHTTP1
import NIOPosix
import Scheduling
import ShowTime
import TestSupport
import Testing

@testable import ShowRuntime

/// Clients that mean harm, or are broken.
@Suite(.timeLimit(.minutes(10))) struct HostileClientTests {
    private static let token = "adminadminadmin1"

    private func serving(
        mostConnections: Int = NetworkServer.mostConnections, _ body: (WebClient) async throws -> Void
    ) async throws {
        var served = ServedShow(LiveShow())
        served.access = CallerAccess([TokenFile.Entry(role: .admin, token: Self.token, name: "Ann")])
        served.mostConnections = mostConnections
        served.patience = .milliseconds(50)
        try await served.serve { _, address async throws in try await body(WebClient(address: address)) }
    }

    private func connect(_ web: WebClient) async throws -> any Channel {
        let port = web.address.dropLast().split(separator: ":").last.flatMap { Int($0) } ?? 0
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port).get()
    }

    @Test func aBodyThatIsTooLargeIsRefused() async throws {
        try await serving { web async throws in
            let large = String(repeating: "x", count: (16 << 10) + 1)
            let answer = try await web.call(.POST, "/v1/panic", token: Self.token, body: large)
            #expect(answer.status == 413)
            // A client may notice that nobody takes it before it sees why.
            let huge = try? await web.call(
                .POST, "/v1/panic", token: Self.token, body: String(repeating: "x", count: 10_000_000))
            #expect(huge == nil || huge?.status == 413)
            #expect(try await web.call(.GET, "/v1/me", token: Self.token).status == 200)
        }
    }

    @Test func headersAndPathsThatAreTooLongAreRefused() async throws {
        try await serving { web async throws in
            let long = String(repeating: "x", count: 20_000)
            let header = try? await web.call(.GET, "/v1/me", token: Self.token, headers: [("x", long)])
            #expect(header == nil || header?.status == 400)
            let path = try? await web.call(.GET, "/v1/\(long)", token: Self.token)
            #expect(path == nil || path?.status == 400 || path?.status == 404)
            #expect(try await web.call(.GET, "/v1/me", token: Self.token).status == 200)
        }
    }

    @Test func halfARequestIsInNobodysWay() async throws {
        try await serving { web async throws in
            var hanging: [any Channel] = []
            for text in ["", "GET /v1", "POST /v1/panic HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"] {
                let channel = try await connect(web)
                try await channel.writeAndFlush(ByteBuffer(string: text))
                hanging.append(channel)
            }
            #expect(try await web.call(.GET, "/v1/me", token: Self.token).status == 200)
            // The server may have given them up by then.
            for channel in hanging { try? await channel.close() }
        }
    }

    @Test func tooManyConnectionsAreClosedAtOnce() async throws {
        try await serving(mostConnections: 50) { web async throws in
            var channels: [any Channel] = []
            for _ in 0..<1000 { channels.append(try await connect(web)) }
            // All but fifty are closed: as they close, so do ours.
            let closed = Counter()
            for channel in channels { channel.closeFuture.whenComplete { _ in closed.add() } }
            try await closed.reach(950)
            for channel in channels { try? await channel.close() }
            // There is room again as soon as the server has seen them go.
            while (try? await web.call(.GET, "/v1/me", token: Self.token).status) != 200 {
                try Task.checkCancellation()
            }
        }
    }

    @Test(arguments: [
        ("", 200), ("{}", 200), ("[]", 400), ("{\"id\": 7}", 400), ("{\"id\": \"\"}", 400),
        ("{\"id\": \"a\", \"id\": \"b\"}", 400), ("{\"id\": null}", 400), ("{\"idd\": \"a\"}", 400), ("{", 400),
        ("{\"id\": \"\u{1}\"}", 400),
    ])
    func aBodyIsReadStrictly(body: String, status: Int) async throws {
        try await serving { web async throws in
            let answer = try await web.call(.POST, "/v1/panic", token: Self.token, body: body)
            #expect(answer.status == status, "\(answer.body)")
        }
    }

    @Test func aBodyIsJSON() async throws {
        try await serving { web async throws in
            for type in ["text/plain", "application/x-www-form-urlencoded"] {
                let answer = try await web.call(
                    .POST, "/v1/panic", token: Self.token, headers: [("content-type", type)], body: "{}")
                #expect(answer.status == 400)
            }
        }
    }
}
