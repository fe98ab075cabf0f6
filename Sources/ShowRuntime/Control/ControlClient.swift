import AsyncHTTPClient
package import ControlAPI
import NIOCore
import NIOHTTP1
package import Scheduling
import ShowTime
import ZegoAPI

/// Calls a running scheduler.
package struct ControlClient: Sendable {
    package let socket: String
    /// How long to wait for an answer that depends on nothing but the scheduler.
    var patience = Interval.seconds(10)

    package init(socket: String) { self.socket = socket }

    /// No scheduler answers there: a killed process may have left the socket behind.
    package struct Unreachable: Error {
        /// Whether somebody is there who does not answer in time.
        package var isSilent = false
    }

    package func status() async throws(Unreachable) -> StatusAnswer {
        guard let status = StatusAnswer(json: try await call(.GET, "/v1/status").body) else { throw Unreachable() }
        return status
    }

    /// Returns the next cues of a run, or why there are none to be shown.
    package func cues(
        of run: String, from: String = "now", most: Int
    ) async throws(Unreachable) -> Result<CuesAnswer, APIProblem> {
        let path = "/v1/runs/\(Self.encoded(run))/cues?from=\(Self.encoded(from))&limit=\(most)"
        let (status, body) = try await call(.GET, path)
        if status == 200, let answer = CuesAnswer(json: body) { return .success(answer) }
        guard let problem = APIProblem(status: status, json: body) else { throw Unreachable() }
        return .failure(problem)
    }

    /// - Parameters:
    ///   - run: an id, a timeline's name, or `current`.
    ///   - origin: who gives the command, and the id under which it is carried out once.
    package func command(
        _ command: Command, run: String = "current", from origin: CommandOrigin = CommandOrigin()
    ) async throws(Unreachable) -> Result<CommandAnswer, APIProblem> {
        try await post("/v1/runs/\(Self.encoded(run))/\(command.verb.rawValue)", command.body(from: origin))
    }

    package func set(
        _ call: SetCall, run: String = "current", from origin: CommandOrigin = CommandOrigin()
    ) async throws(Unreachable) -> Result<CommandAnswer, APIProblem> {
        try await post("/v1/runs/\(Self.encoded(run))/set", call.body(from: origin))
    }

    /// - Parameter run: an id, a timeline's name, `current` or `all`.
    package func reload(
        _ call: ReloadCall, run: String = "all", from origin: CommandOrigin = CommandOrigin()
    ) async throws(Unreachable) -> Result<CommandAnswer, APIProblem> {
        // Timelines are read, checked and compared, which takes a while for a long script.
        try await post(
            "/v1/runs/\(Self.encoded(run))/reload", call.body(from: origin), patience: .seconds(120))
    }

    package func panic(
        from origin: CommandOrigin = CommandOrigin()
    ) async throws(Unreachable) -> Result<CommandAnswer, APIProblem> {
        try await post("/v1/panic", origin.body)
    }

    /// Returns how the message ended, or why it was not taken.
    package func send(
        _ call: SendCall, from origin: CommandOrigin = CommandOrigin()
    ) async throws(Unreachable) -> Result<CommandAnswer, APIProblem> {
        // It may wait for its turn, and then for its answer.
        try await post("/v1/send", call.body(from: origin), patience: LiveDriver.longestSendWait + .seconds(15))
    }

    private func post(
        _ path: String, _ body: [UInt8], patience: Interval? = nil
    ) async throws(Unreachable) -> Result<CommandAnswer, APIProblem> {
        let (status, body) = try await call(.POST, path, body: body, patience: patience)
        if status == 200, let answer = CommandAnswer(json: body) { return .success(answer) }
        guard let problem = APIProblem(status: status, json: body) else { throw Unreachable() }
        return .failure(problem)
    }

    private func call(
        _ method: HTTPMethod, _ path: String, body: [UInt8]? = nil, patience: Interval? = nil
    ) async throws(Unreachable) -> (status: Int, body: [UInt8]) {
        var configuration = HTTPClient.Configuration()
        // No retries: a socket that a killed process left behind stays without a listener.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: Result<(status: Int, body: [UInt8]), Unreachable>
        do {
            let request = try HTTPClient.Request(
                url: "http+unix://\(Self.encoded(socket))\(path)", method: method,
                headers: body == nil ? [:] : ["content-type": "application/json"], body: body.map { .bytes($0) })
            let response = try await client.execute(
                request: request, deadline: .now() + .nanoseconds((patience ?? self.patience).nanoseconds)
            ).get()
            let bytes = response.body.map { Array($0.readableBytesView) } ?? []
            result = .success((Int(response.status.code), bytes))
        } catch {
            let isSilent = (error as? HTTPClientError).map { $0 == .deadlineExceeded || $0 == .readTimeout } ?? false
            result = .failure(Unreachable(isSilent: isSilent))
        }
        try? await client.shutdown()
        return try result.get()
    }

    static func encoded(_ text: String) -> String { FormEncoding.encode(text, space: .percent20) }
}
