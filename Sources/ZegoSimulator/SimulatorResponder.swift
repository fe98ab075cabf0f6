import HTTPTypes
import Hummingbird
import NIOCore
import ShowTime
import Synchronization

/// Turns requests into calls and verdicts into responses.
struct SimulatorResponder: HTTPResponder {
    /// What a request brings besides itself.
    struct Context: InitializableFromSource {
        let channel: any Channel

        init(source: ApplicationRequestContextSource) { channel = source.channel }
    }

    let desk: Desk
    let connections: Connections

    func respond(to request: Request, context: Context) async throws -> Response {
        let arrival = connections.arrival(on: context.channel)
        guard request.uri.path == "/" else { return Response(status: .notFound) }
        switch request.method {
        case .get: break
        case .head: return Response(status: .ok)
        default: return Response(status: .methodNotAllowed, headers: [.allow: "GET, HEAD"])
        }
        let verdict = desk.decide(Query(decoding: request.uri.query ?? ""), at: arrival)
        do {
            return try await response(to: verdict, arrival: arrival, context.channel)
        } catch {
            // Cancelled: the server is going away, and a framework's own error page would pass for an answer.
            context.channel.close(mode: .all, promise: nil)
            throw error
        }
    }

    private func response(
        to verdict: Verdict, arrival: Moment, _ channel: any Channel
    ) async throws -> Response {
        switch verdict.reply {
        case .answer(let answer, let delay):
            try await desk.pauseOpen(until: arrival.uptime + desk.latency + delay)
            return Response(status: .ok, headers: Self.json, body: ResponseBody(byteBuffer: answer.json()))
        case .garbage:
            try await desk.pauseOpen(until: arrival.uptime + desk.latency)
            return Response(status: .ok, headers: Self.json, body: ResponseBody(byteBuffer: Self.garbage))
        case .http500:
            try await desk.pauseOpen(until: arrival.uptime + desk.latency)
            return Response(
                status: .internalServerError, headers: Self.html, body: ResponseBody(byteBuffer: Self.errorPage))
        case .silence:
            await connections.hold(channel)
            throw CancellationError()
        case .reset:
            try await desk.pauseOpen(until: arrival.uptime + desk.latency)
            await channel.reset()
            throw CancellationError()
        case .refused:
            await channel.reset()
            throw CancellationError()
        }
    }

    private static let json: HTTPFields = [.contentType: "application/json"]
    private static let html: HTTPFields = [.contentType: "text/html; charset=utf-8"]
    private static let garbage = ByteBuffer(string: WrongAnswers.garbage)
    private static let errorPage = ByteBuffer(string: WrongAnswers.errorPage)
}
