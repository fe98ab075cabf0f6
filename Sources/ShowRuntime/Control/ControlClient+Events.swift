import AsyncHTTPClient
package import ControlAPI
import NIOCore
import NIOHTTP1

extension ControlClient {
    /// The scheduler sends something once a second: after this long a silence the connection counts as lost.
    static let silence = TimeAmount.milliseconds(2500)

    /// Reads events until the stream ends or falls silent.
    ///
    /// - Parameters:
    ///   - id: of the last event that was read before: events that came since then are given first.
    ///   - take: is given each event.
    package func events(
        after id: String?, take: @escaping @Sendable (EventReader.Event) -> Void
    ) async {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.read = Self.silence
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        var request = HTTPClientRequest(url: "http+unix://\(Self.encoded(socket))/v1/events")
        if let id { request.headers.add(name: "last-event-id", value: id) }
        var reader = EventReader()
        // An error is an end like any other.
        if let response = try? await client.execute(request, deadline: .distantFuture), response.status == .ok {
            do {
                for try await bytes in response.body { reader.take(bytes.readableBytesView).forEach(take) }
            } catch {}
        }
        try? await client.shutdown()
    }
}

extension ControlClient {
    /// Returns the state that the stream begins with, nil where none comes.
    package func firstEvent() async -> EventReader.Event? {
        let (events, continuation) = AsyncStream.makeStream(of: EventReader.Event.self)
        let reading = Task {
            await self.events(after: nil) { continuation.yield($0) }
            continuation.finish()
        }
        defer { reading.cancel() }
        for await event in events { return event }
        return nil
    }
}
