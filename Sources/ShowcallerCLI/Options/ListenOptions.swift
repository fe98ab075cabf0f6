import ArgumentParser
import ControlAPI
import HostSystem
import ShowRuntime

/// The arguments that say how a show can be looked at and commanded over the network.
struct ListenOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Serve the page and the API here, too: 127.0.0.1:8080. Another address than this host's own needs TLS.",
            valueName: "host:port"))
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "Who may do what: a file that only you can read, with lines ROLE TOKEN NAME; a role is view, operate or admin. Left out, one token is made and its link printed.",
            valueName: "file"))
    var tokens: String?

    @Option(help: ArgumentHelp("The certificate of --listen, in PEM.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("Its private key, in PEM.", valueName: "file"))
    var tlsKey: String?

    func validate() throws {
        guard let listen else {
            guard tokens == nil, tlsCert == nil, tlsKey == nil else {
                throw ValidationError("--tokens, --tls-cert and --tls-key go with --listen")
            }
            return
        }
        guard let address = ListenAddress(listen) else {
            throw ValidationError("--listen is written HOST:PORT: 127.0.0.1:8080")
        }
        guard (tlsCert == nil) == (tlsKey == nil) else { throw ValidationError("--tls-cert and --tls-key go together") }
        guard address.isLoopback || tlsCert != nil else {
            throw ValidationError(
                "--listen \(visible(listen)) can be reached from other hosts: that needs --tls-cert and --tls-key")
        }
    }

    /// - Parameters:
    ///   - isListening: is told the address of the page.
    ///   - mostConnections: so many at once.
    /// - Returns: nil where nothing is to be served.
    func network(
        mostConnections: Int, isListening: @escaping @Sendable (String) -> Void
    ) throws -> NetworkServer.Place? {
        guard let address = listen.flatMap({ ListenAddress($0) }) else { return nil }
        var entries: [TokenFile.Entry] = []
        var link = ""
        if let tokens {
            entries = try Self.entries(of: tokens)
        } else {
            let token = CallerAccess.randomToken()
            entries = [TokenFile.Entry(role: .admin, token: token, name: "operator")]
            link = "?token=\(token)"
        }
        var network = NetworkServer.Place(address, CallerAccess(entries)) { [link] in isListening($0 + link) }
        network.mostConnections = mostConnections
        if let tlsCert, let tlsKey {
            do throws(TLSFiles.Problem) {
                network.tls = try TLSFiles.configuration(certificate: tlsCert, key: tlsKey)
            } catch {
                throw Failure(error.message)
            }
        }
        return network
    }

    private static func entries(of path: String) throws -> [TokenFile.Entry] {
        let bytes: [UInt8]
        do throws(FileSystem.Failure) { bytes = try FileSystem.read(path, limit: 1 << 20) } catch {
            throw Failure(error.message)
        }
        guard FileSystem.isPrivate(path) else {
            throw Failure("\(path): others can read these tokens: chmod 600 \(path)")
        }
        do throws(TokenFile.Problem) {
            return try TokenFile(String(decoding: bytes, as: UTF8.self)).entries
        } catch {
            throw Failure("\(path):\(error.line): \(error.message)")
        }
    }
}
