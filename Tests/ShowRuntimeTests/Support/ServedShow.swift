import ControlAPI
import NIOSSL
import Scheduling
import ServiceLifecycle
import ShowTime
import TestSupport

@testable import ShowRuntime

/// A live show whose API is served on a socket in a folder of its own, and over the network where that is wanted.
struct ServedShow {
    let show: LiveShow
    private let folder = TemporaryFolder()
    /// Who may call over the network; nil where nobody can.
    var access: CallerAccess?
    var patience = Duration.seconds(20)
    var mostConnections = NetworkServer.mostConnections
    var files = ServedFiles()
    var reloader: Reloader?
    var tls: TLSConfiguration?

    init(_ show: LiveShow) { self.show = show }

    var socket: String { folder.path("control.sock") }
    var folderNames: [String] { folder.names() }
    var client: ControlClient {
        var client = ControlClient(socket: socket)
        // No host is so slow.
        client.patience = .seconds(300)
        return client
    }

    func leave(_ text: String) { folder.write(text, to: "control.sock") }

    /// Serves as long as the body takes, and shuts the server down.
    ///
    /// - Parameter body: is given the address of the page, empty where there is none.
    func serve<Result>(_ body: (ControlClient, String) async throws -> Result) async throws -> Result {
        let desk = ControlDesk(show.driver, watch: show.watch, mode: .simulate, grace: .seconds(3), reloader: reloader)
        let (addresses, isListening) = AsyncStream.makeStream(of: String.self)
        var network: NetworkServer.Place?
        if let access, let address = ListenAddress("127.0.0.1:0") {
            network = NetworkServer.Place(address, access) { isListening.yield($0) }
            network?.mostConnections = mostConnections
            network?.tls = tls
        }
        var services: [any Service] = [ControlServer(path: socket, desk: desk, files: files, patience: patience)]
        if let network { services.append(NetworkServer(network, desk: desk, files: files, patience: patience)) }
        let group = ServiceGroup(configuration: .init(services: services, logger: .silent))
        let running = Task { try await group.run() }
        while (try? await client.status()) == nil {
            try await Task.sleep(for: .milliseconds(1))
        }
        var address = ""
        if network != nil { for await first in addresses { address = first; break } }
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(client, address)) } catch { result = .failure(error) }
        await group.triggerGracefulShutdown()
        try await running.value
        return try result.get()
    }
}
