import Glibc
package import NIOSSL
import ServiceLifecycle

/// Lets people look at a running show and command it: HTTP on a Unix socket that only this user can open, and on TCP where
/// that is wanted.
///
/// Whatever becomes of it, the show goes on: it never fails, and never ends before it is told to.
package struct ControlServer: Service {
    /// How it is to be had over the network.
    package struct Network: Sendable {
        package var address: ListenAddress
        package var access: CallerAccess
        package var tls: TLSConfiguration?
        package var mostConnections = ControlServer.mostConnections
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

    /// Connections over the network at most, and over the socket.
    package static let mostConnections = 512
    private static let mostLocalConnections = 64

    private let path: String
    private let desk: ControlDesk
    private let network: Network?
    private let files: ServedFiles
    private let patience: Duration

    /// - Parameters:
    ///   - path: of the socket.
    ///   - patience: how long a shutdown waits for clients that are in the middle of something.
    package init(
        path: String, desk: ControlDesk, network: Network? = nil, files: ServedFiles = ServedFiles(),
        patience: Duration = .seconds(2)
    ) {
        self.path = path
        self.desk = desk
        self.network = network
        self.files = files
        self.patience = patience
    }

    package func run() async throws {
        let stop: @Sendable () async -> Void = { try? await gracefulShutdown() }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await serveSocket(until: stop) }
            if let network { tasks.addTask { await serve(network, until: stop) } }
        }
    }

    private func serveSocket(until stop: @escaping @Sendable () async -> Void) async {
        // We hold the account's lock, so whoever made this socket is gone.
        unlink(path)
        defer { unlink(path) }
        let listener = ControlListener(
            address: .socket(path), responder: ControlResponder(desk: desk, door: .socket, files: files),
            connections: ControlConnections(most: Self.mostLocalConnections), patience: patience)
        var reason = "the control socket was closed"
        do throws(ControlListener.Failure) { try await listener.run(isListening: { _ in }, until: stop) } catch {
            reason = "cannot listen on \(path): \(error.message)"
        }
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        desk.driver.report(.uncontrolled(reason: reason))
        await stop()
    }

    private func serve(_ network: Network, until stop: @escaping @Sendable () async -> Void) async {
        let port = ListeningPort()
        let hasTLS = network.tls != nil
        let door = NetworkDoor(access: network.access, address: network.address, port: port, hasTLS: hasTLS)
        let listener = ControlListener(
            address: .network(network.address, network.tls),
            responder: ControlResponder(desk: desk, door: .network(door), files: files),
            connections: ControlConnections(most: network.mostConnections), patience: patience)
        var reason = "the listener was closed"
        do throws(ControlListener.Failure) {
            try await listener.run(
                isListening: {
                    port.set($0)
                    network.isListening("\(hasTLS ? "https" : "http")://\(network.address.authority(port: $0))/")
                }, until: stop)
        } catch {
            reason = "cannot listen on \(network.address.authority(port: network.address.port)): \(error.message)"
        }
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        desk.driver.report(.unwatched(reason: reason))
        await stop()
    }
}
