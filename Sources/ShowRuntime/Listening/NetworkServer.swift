package import NIOSSL
import ServiceLifecycle

/// Lets people look at a running show and command it over the network, each by a token.
///
/// Whatever happens to the server, the show goes on: the service never fails, and never ends before it is told to.
package struct NetworkServer: Service {
    /// The most connections of all callers together.
    package static let mostConnections = 512

    private let desk: ControlDesk
    private let place: Place
    private let files: ServedFiles
    private let patience: Duration

    /// Where the API is offered, and to whom.
    package struct Place: Sendable {
        package var address: ListenAddress
        package var access: CallerAccess
        package var tls: TLSConfiguration?
        package var mostConnections = NetworkServer.mostConnections
        /// Is told the address of the page: `http://127.0.0.1:8080/`.
        package var isListening: @Sendable (String) -> Void

        package init(
            _ address: ListenAddress, _ access: CallerAccess, tls: TLSConfiguration? = nil,
            isListening: @escaping @Sendable (String) -> Void = { _ in }
        ) {
            self.address = address
            self.access = access
            self.tls = tls
            self.isListening = isListening
        }
    }

    /// - Parameter patience: how long a shutdown waits for clients that are in the middle of something.
    package init(
        _ place: Place, desk: ControlDesk, files: ServedFiles = ServedFiles(), patience: Duration = .seconds(2)
    ) {
        self.desk = desk
        self.place = place
        self.files = files
        self.patience = patience
    }

    package func run() async throws {
        let port = ListeningPort()
        let hasTLS = place.tls != nil
        let door = NetworkDoor(access: place.access, address: place.address, port: port, hasTLS: hasTLS)
        let listener = ControlListener(
            address: .network(place.address, place.tls),
            responder: ControlResponder(desk: desk, door: .network(door), files: files),
            connections: ControlConnections(most: place.mostConnections), patience: patience)
        var reason = "the listener was closed"
        do throws(ControlListener.Failure) {
            try await listener.run(
                isListening: {
                    port.set($0)
                    place.isListening("\(hasTLS ? "https" : "http")://\(place.address.authority(port: $0))/")
                }, until: { try? await gracefulShutdown() })
        } catch {
            reason = "cannot listen on \(place.address.authority(port: place.address.port)): \(error.message)"
        }
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        desk.driver.report(.unwatched(reason: reason))
        try? await gracefulShutdown()
    }
}
