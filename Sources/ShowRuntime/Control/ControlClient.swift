import AsyncHTTPClient
import NIOCore
import NIOHTTP1
package import Scheduling
import ShowTime
package import Timelines

/// Calls a running scheduler.
package struct ControlClient: Sendable {
    package let socket: String

    package init(socket: String) { self.socket = socket }

    /// No scheduler answers there: a killed process may have left the socket behind.
    package struct Unreachable: Error {}

    /// The scheduler did not take a message.
    package struct CommandRefusal: Error { package var message: String }

    package func status() async throws(Unreachable) -> SchedulerStatus {
        guard let status = SchedulerStatus(json: try await call(.GET, "/status", body: nil)) else {
            throw Unreachable()
        }
        return status
    }

    package func command(_ verb: String, argument: String?, run: String?) async throws(Unreachable) -> CommandAnswer {
        var query = "?verb=\(Self.encoded(verb))"
        if let argument { query += "&argument=\(Self.encoded(argument))" }
        if let run { query += "&run=\(Self.encoded(run))" }
        guard let answer = CommandAnswer(json: try await call(.POST, "/command" + query, body: nil)) else {
            throw Unreachable()
        }
        return answer
    }

    /// Returns how the message ended, or why it was not taken.
    package func send(
        _ message: DirectMessage
    ) async throws(Unreachable) -> Result<DirectSendAnswer, CommandRefusal> {
        try await send(
            room: message.roomID, sender: message.sender, category: message.category.name,
            bytes: Array(message.text.utf8))
    }

    func send(
        room: String, sender: Sender, category: String, bytes: [UInt8]
    ) async throws(Unreachable) -> Result<DirectSendAnswer, CommandRefusal> {
        var query = "?room=\(Self.encoded(room))&user=\(Self.encoded(sender.id))&category=\(Self.encoded(category))"
        if let name = sender.name { query += "&name=\(Self.encoded(name))" }
        // It may wait for its turn, and then for its answer.
        let patience = LiveDriver.longestSendWait + .seconds(15)
        let body = try await call(.POST, "/send" + query, body: bytes, patience: patience)
        if let answer = DirectSendAnswer(json: body) { return .success(answer) }
        guard let refusal = CommandAnswer(json: body) else { throw Unreachable() }
        return .failure(CommandRefusal(message: refusal.message))
    }

    private func call(
        _ method: HTTPMethod, _ path: String, body: [UInt8]?, patience: Interval = .seconds(10)
    ) async throws(Unreachable) -> [UInt8] {
        var configuration = HTTPClient.Configuration()
        // A socket that a killed process left behind stays without a listener.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let answer: [UInt8]?
        do {
            let response = try await client.execute(
                method, socketPath: socket, urlPath: path, body: body.map { .bytes($0) },
                deadline: .now() + .nanoseconds(patience.nanoseconds)
            ).get()
            answer = response.body.map { Array($0.readableBytesView) } ?? []
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
