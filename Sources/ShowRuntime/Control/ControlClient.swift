import AsyncHTTPClient
import NIOCore
import NIOHTTP1
package import Scheduling
import ShowTime
package import Timelines
import ZegoAPI

/// Calls a running scheduler.
package struct ControlClient: Sendable {
    package let socket: String
    /// How long an answer may take that waits for nothing but the scheduler.
    var patience = Interval.seconds(10)

    package init(socket: String) { self.socket = socket }

    /// No scheduler answers there: a killed process may have left the socket behind.
    package struct Unreachable: Error {
        /// Whether somebody is there who does not answer in time.
        package var isSilent = false
    }

    /// The scheduler did not take a message.
    package struct CommandRefusal: Error { package var message: String }

    package func status() async throws(Unreachable) -> SchedulerStatus {
        guard let status = SchedulerStatus(json: try await call(.GET, "/status", body: nil)) else {
            throw Unreachable()
        }
        return status
    }

    /// Returns the next cues of a run, or why there are none to be shown.
    package func next(
        _ most: Int, run: String?
    ) async throws(Unreachable) -> Result<NextCuesAnswer, CommandRefusal> {
        let body = try await call(.GET, "/next" + Self.query([("run", run), ("most", String(most))]), body: nil)
        if let answer = NextCuesAnswer(json: body) { return .success(answer) }
        guard let refusal = CommandAnswer(json: body) else { throw Unreachable() }
        return .failure(CommandRefusal(message: refusal.message))
    }

    /// - Parameters:
    ///   - isCheck: of `set`, only what would go out is asked for.
    ///   - origin: who gives the command, and the id under which it is carried out once.
    package func command(
        _ verb: String, argument: String?, run: String?, isCheck: Bool = false,
        from origin: CommandOrigin = CommandOrigin()
    ) async throws(Unreachable) -> CommandAnswer {
        let query = Self.query([
            ("verb", verb), ("argument", argument), ("run", run), ("by", origin.by), ("id", origin.id),
            ("check", isCheck ? "1" : nil),
        ])
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
        let query = Self.query([("room", room), ("user", sender.id), ("category", category), ("name", sender.name)])
        // It may wait for its turn, and then for its answer.
        let patience = LiveDriver.longestSendWait + .seconds(15)
        let body = try await call(.POST, "/send" + query, body: bytes, patience: patience)
        if let answer = DirectSendAnswer(json: body) { return .success(answer) }
        guard let refusal = CommandAnswer(json: body) else { throw Unreachable() }
        return .failure(CommandRefusal(message: refusal.message))
    }

    private func call(
        _ method: HTTPMethod, _ path: String, body: [UInt8]?, patience: Interval? = nil
    ) async throws(Unreachable) -> [UInt8] {
        var configuration = HTTPClient.Configuration()
        // A socket that a killed process left behind stays without a listener.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: Result<[UInt8], Unreachable>
        do {
            let response = try await client.execute(
                method, socketPath: socket, urlPath: path, body: body.map { .bytes($0) },
                deadline: .now() + .nanoseconds((patience ?? self.patience).nanoseconds)
            ).get()
            result = .success(response.body.map { Array($0.readableBytesView) } ?? [])
        } catch {
            let isSilent = (error as? HTTPClientError).map { $0 == .deadlineExceeded || $0 == .readTimeout } ?? false
            result = .failure(Unreachable(isSilent: isSilent))
        }
        try? await client.shutdown()
        return try result.get()
    }

    /// - Parameter parameters: those without a value are left out.
    private static func query(_ parameters: [(name: String, value: String?)]) -> String {
        let given = parameters.compactMap { name, value in
            value.map { "\(name)=\(FormEncoding.encode($0, space: .percent20))" }
        }
        return "?" + given.joined(separator: "&")
    }
}
