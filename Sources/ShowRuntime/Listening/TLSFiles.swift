import HostSystem
package import NIOSSL

/// The certificate and the key with which a server proves who it is.
package enum TLSFiles {
    package struct Problem: Error, Sendable { package var message: String }

    /// - Parameters:
    ///   - certificate: the path of a chain of certificates in PEM.
    ///   - key: of the private key in PEM; nobody else may read it.
    package static func configuration(certificate: String, key: String) throws(Problem) -> TLSConfiguration {
        guard !FileSystem.isOpenToOthers(key) else {
            throw Problem(message: "\(key): others can read this key: chmod 600 \(key)")
        }
        do {
            let chain = try NIOSSLCertificate.fromPEMBytes(try FileSystem.read(certificate, limit: 1 << 20))
            guard !chain.isEmpty else { throw Problem(message: "\(certificate): there is no certificate in it") }
            let privateKey = try NIOSSLPrivateKey(bytes: try FileSystem.read(key, limit: 1 << 20), format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
            configuration.minimumTLSVersion = .tlsv12
            _ = try NIOSSLContext(configuration: configuration)
            return configuration
        } catch let problem as Problem {
            throw problem
        } catch let failure as FileSystem.Failure {
            throw Problem(message: failure.message)
        } catch {
            throw Problem(message: "\(certificate) and \(key) are no certificate and key in PEM that belong together")
        }
    }
}
