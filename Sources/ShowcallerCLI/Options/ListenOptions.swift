import ArgumentParser
import ControlAPI
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
    ///   - mostConnections: the most connections at once.
    /// - Returns: where to listen and the tokens that were read; nil where nothing is to be served.
    func network(
        mostConnections: Int, isListening: @escaping @Sendable (String) -> Void
    ) throws -> (place: NetworkServer.Place, tokens: [TokenFile.Entry])? {
        guard let address = listen.flatMap({ ListenAddress($0) }) else { return nil }
        var entries: [TokenFile.Entry] = []
        var link = ""
        if let tokens {
            do throws(PrivateTokens.Problem) { entries = try PrivateTokens.read(tokens) } catch {
                throw Failure(error.message)
            }
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
        return (network, entries)
    }
}
