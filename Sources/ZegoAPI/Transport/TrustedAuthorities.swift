import NIOSSL

/// Certificates that may vouch for a host.
package struct TrustedAuthorities: Sendable {
    let certificates: [NIOSSLCertificate]

    package struct None: Error {}

    /// - Parameter pem: one certificate or several.
    package init(pem: [UInt8]) throws(None) {
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(pem), !certificates.isEmpty else { throw None() }
        self.certificates = certificates
    }
}
