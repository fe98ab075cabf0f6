import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

/// Calls an API over the network, as anybody might.
struct WebClient {
    /// `http://127.0.0.1:8080/`
    let address: String
    /// Whose certificates are trusted besides the system's, in PEM.
    var authority: String?
    /// The newest version of TLS that it speaks, whatever older one the server would take.
    var newest: TLSVersion?

    struct Answer {
        var status: Int
        var headers: HTTPHeaders
        var body: String
    }

    func call(
        _ method: HTTPMethod = .GET, _ path: String, token: String? = nil, headers: [(String, String)] = [],
        body: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: address + path.dropFirst())
        request.method = method
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body {
            if request.headers["content-type"].isEmpty {
                request.headers.add(name: "content-type", value: "application/json")
            }
            request.body = .bytes(ByteBuffer(string: body))
        }
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        // The reason why a connection fails, and not that it does.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let authority {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8)))
            tls.minimumTLSVersion = .tlsv1
            tls.maximumTLSVersion = newest
            configuration.tlsConfiguration = tls
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let response = try await client.execute(request, timeout: .seconds(300))
            let body = String(buffer: try await response.body.collect(upTo: 1 << 20))
            try await client.shutdown()
            return Answer(status: Int(response.status.code), headers: response.headers, body: body)
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
