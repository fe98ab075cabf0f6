import HTTPTypes
import Hummingbird
import NIOCore
import ShowTime

/// Turns HTTP requests into calls of the simulated API.
struct SimulatorResponder: HTTPResponder {
    struct Context: InitializableFromSource {
        let channel: any Channel

        init(source: ApplicationRequestContextSource) { channel = source.channel }
    }

    let simulator: ZegoSimulator

    func respond(to request: Request, context: Context) async throws -> Response {
        guard request.uri.path == "/" else { return Response(status: .notFound) }
        switch request.method {
        case .get: break
        case .head: return Response(status: .ok)
        default: return Response(status: .methodNotAllowed, headers: [.allow: "GET, HEAD"])
        }
        do {
            return try await respond(toQuery: request.uri.query ?? "", on: context.channel)
        } catch {
            // There is to be no answer, and the framework's own error page would pass for one.
            context.channel.close(mode: .all, promise: nil)
            throw error
        }
    }

    /// - Throws: where there is to be no answer.
    private func respond(toQuery query: String, on channel: any Channel) async throws -> Response {
        guard let connection = simulator.connections[channel] else { throw CancellationError() }
        let arrival = connection.arrival
        let response = simulator.respond(toQuery: query, at: arrival)
        switch response.reply {
        case .http(let body):
            try await connection.wait(until: arrival.uptime + response.delay)
            let type = body == .errorPage ? "text/html; charset=utf-8" : "application/json"
            return Response(
                status: .init(code: body.status), headers: [.contentType: type],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.bytes)))
        case .silence: try await connection.waitForClose()
        case .reset:
            try await connection.wait(until: arrival.uptime + response.delay)
            await channel.reset()
        case .refused: await channel.reset()
        }
        throw CancellationError()
    }
}
