import Glibc
import ServiceLifecycle

/// Lets people look at a running show and command it: HTTP on a Unix socket that only this user can open.
///
/// Whatever happens to the server, the show goes on: the service never fails, and never ends before it is told to.
package struct ControlServer: Service {
    private static let mostConnections = 64

    private let path: String
    private let desk: ControlDesk
    private let files: ServedFiles
    private let patience: Duration

    /// - Parameters:
    ///   - path: of the socket.
    ///   - patience: how long a shutdown waits for clients that are in the middle of something.
    package init(
        path: String, desk: ControlDesk, files: ServedFiles = ServedFiles(), patience: Duration = .seconds(2)
    ) {
        self.path = path
        self.desk = desk
        self.files = files
        self.patience = patience
    }

    package func run() async throws {
        // We hold the account's lock, so whoever made this socket is gone.
        unlink(path)
        defer { unlink(path) }
        let listener = ControlListener(
            address: .socket(path), responder: ControlResponder(desk: desk, door: .socket, files: files),
            connections: ControlConnections(most: Self.mostConnections), patience: patience)
        var reason = "the control socket was closed"
        do throws(ControlListener.Failure) {
            try await listener.run(isListening: { _ in }, until: { try? await gracefulShutdown() })
        } catch {
            reason = "cannot listen on \(path): \(error.message)"
        }
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        desk.driver.report(.uncontrolled(reason: reason))
        try? await gracefulShutdown()
    }
}
