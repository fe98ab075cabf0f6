import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import ShowTime

/// Talks to a running scheduler.
package struct ControlClient: Sendable {
    package let socket: String

    package init(socket: String) { self.socket = socket }

    /// Nobody answers there: a socket that a killed process left behind.
    package struct Unreachable: Error {}

    package struct Answer: Sendable {
        package var isOK: Bool
        package var body: [UInt8]
    }

    package func status() async throws(Unreachable) -> Answer { try await call(.GET, "/status", body: nil) }

    package func command(_ verb: String, argument: String?, run: String?) async throws(Unreachable) -> Answer {
        var query = "?verb=\(Self.encoded(verb))"
        if let argument { query += "&argument=\(Self.encoded(argument))" }
        if let run { query += "&run=\(Self.encoded(run))" }
        return try await call(.POST, "/command" + query, body: nil)
    }

    package func send(
        room: String, user: String, name: String?, category: String, text: String
    ) async throws(Unreachable) -> Answer {
        try await send(room: room, user: user, name: name, category: category, bytes: Array(text.utf8))
    }

    func send(
        room: String, user: String, name: String?, category: String, bytes: [UInt8]
    ) async throws(Unreachable) -> Answer {
        var query = "?room=\(Self.encoded(room))&user=\(Self.encoded(user))&category=\(Self.encoded(category))"
        if let name { query += "&name=\(Self.encoded(name))" }
        // It may wait for its turn, and then for its answer.
        let patience = Conductor.longestTellWait + .seconds(15)
        return try await call(.POST, "/send" + query, body: bytes, patience: patience)
    }

    private func call(
        _ method: HTTPMethod, _ path: String, body: [UInt8]?, patience: Interval = .seconds(10)
    ) async throws(Unreachable) -> Answer {
        var configuration = HTTPClient.Configuration()
        // Nobody comes to listen on a socket that a killed process left behind.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let answer: Answer?
        do {
            let response = try await client.execute(
                method, socketPath: socket, urlPath: path, body: body.map { .bytes($0) },
                deadline: .now() + .nanoseconds(patience.nanoseconds)
            ).get()
            let bytes = response.body.map { Array($0.readableBytesView) } ?? []
            answer = Answer(isOK: response.status == .ok, body: bytes)
        } catch {
            answer = nil
        }
        try? await client.shutdown()
        guard let answer else { throw Unreachable() }
        return answer
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                String(Unicode.Scalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
