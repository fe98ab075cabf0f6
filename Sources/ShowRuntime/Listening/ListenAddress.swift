/// The address at which the API is offered over the network: `127.0.0.1:8080`, `[::1]:8080`, `show.example.com:8443`.
package struct ListenAddress: Sendable, Hashable {
    /// A name or an address, without brackets.
    package var host: String
    /// 0 for any that is free.
    package var port: Int

    /// Nil where it is not written `HOST:PORT`.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            return nil
        }
        self.host = host.lowercased()
        self.port = port
    }

    /// Whether only this host can reach it.
    package var isLoopback: Bool { Self.isLoopback(host) }

    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// Whether it is every address of this host.
    var isAny: Bool { host == "0.0.0.0" || host == "::" }

    /// As a URL has it, with the port that is listened on.
    func authority(port: Int) -> String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}
