/// The base address of the API.
package struct Endpoint: Sendable, Hashable {
    /// `https://rtc-api.zego.im`, without a slash at the end.
    package let url: String
    /// `rtc-api.zego.im`
    package let host: String

    package static let zego = Endpoint(url: "https://rtc-api.zego.im", host: "rtc-api.zego.im")

    private init(url: String, host: String) {
        self.url = url
        self.host = host
    }

    package struct Invalid: Error, Equatable { package let message: String }

    /// Reads `https://host[:port]`; plain http to loopback only, because the secret's signature and the messages would
    /// cross the network in the open.
    ///
    /// Strict, because another reader of the same URL must not find another host in it: a host is letters, digits, `-`,
    /// `.` and `_`, or an IPv6 address in brackets.
    package init(_ text: String) throws(Invalid) {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { throw .noScheme }
        let scheme = text[..<colon].lowercased()
        guard scheme == "https" || scheme == "http" else { throw .noScheme }
        var authority = text[colon...].dropFirst(3)
        while authority.last == "/" { authority.removeLast() }
        guard !authority.isEmpty, !authority.contains(where: { "/?#@ ".contains($0) }) else { throw .notAHost }
        let (host, port) = try Self.parts(of: authority)
        if let port {
            guard (1...5).contains(port.utf8.count), port.utf8.allSatisfy(\.isDigit), let number = Int(port),
                (1...65535).contains(number)
            else { throw Invalid(message: "a port is a number from 1 to 65535") }
        }
        guard !host.isEmpty else { throw Invalid(message: "it has no host") }
        self.init(url: "\(scheme)://\(authority)", host: host.lowercased())
        guard scheme == "https" || isLoopback else {
            throw Invalid(message: "plain http goes to this host only (127.0.0.1): write https://\(authority)")
        }
    }

    /// Splits an authority into the host (an IPv6 address without its brackets) and the text of the port, nil where there is no
    /// colon.
    private static func parts(of authority: Substring) throws(Invalid) -> (host: Substring, port: Substring?) {
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { throw .notAnAddress }
            let address = authority[..<end].dropFirst()
            let rest = authority[end...].dropFirst()
            guard address.utf8.allSatisfy({ $0.isHexDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }),
                address.utf8.count(where: { $0 == UInt8(ascii: ":") }) >= 2, rest.isEmpty || rest.first == ":"
            else { throw .notAnAddress }
            return (address, rest.isEmpty ? nil : rest.dropFirst())
        }
        let end = authority.firstIndex(of: ":") ?? authority.endIndex
        guard authority[..<end].utf8.allSatisfy(\.isHostCharacter) else { throw .notAHost }
        return (authority[..<end], end == authority.endIndex ? nil : authority[end...].dropFirst())
    }

    package var isLoopback: Bool {
        guard host != "localhost", host != "::1" else { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy {
                (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isDigit) && Int($0) ?? 256 < 256
            }
    }
}

extension Endpoint.Invalid {
    fileprivate static let noScheme = Self(message: "it begins with https://")
    fileprivate static let notAHost = Self(message: "it is a host, without a path: https://rtc-api.zego.im")
    fileprivate static let notAnAddress = Self(message: "an IPv6 address stands in brackets: https://[2001:db8::1]")
}
