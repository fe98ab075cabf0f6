/// An AppID, what proves that it is ours, and where its API answers.
package struct ZegoAccount: Sendable {
    package var appID: UInt32
    package var secret: ServerSecret
    /// `IsTest`: projects from before 2021-11-16 need it; nil leaves it out.
    package var isTest: Bool?
    package var endpoint: Endpoint

    package init(appID: UInt32, secret: ServerSecret, isTest: Bool?, endpoint: Endpoint) {
        self.appID = appID
        self.secret = secret
        self.isTest = isTest
        self.endpoint = endpoint
    }
}

/// The ServerSecret. Printing it in any way, by accident too, prints no secret.
package struct ServerSecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { "(secret)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

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

    package struct Invalid: Error { package let message: String }

    /// Reads `https://host[:port]`; plain http to loopback only, because the secret's signature and the messages would
    /// cross the network in the open.
    package init(_ text: String) throws(Invalid) {
        guard let schemeEnd = text.range(of: "://") else { throw Invalid(message: "it begins with https://") }
        let scheme = text[..<schemeEnd.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { throw Invalid(message: "it begins with https://") }
        var authority = text[schemeEnd.upperBound...]
        while authority.last == "/" { authority.removeLast() }
        guard !authority.isEmpty, !authority.contains(where: { "/?#@ ".contains($0) }) else {
            throw Invalid(message: "it is a host, without a path: https://rtc-api.zego.im")
        }
        var host = String(authority)
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            host = String(host[host.index(after: host.startIndex)..<end])
        } else if let colon = host.firstIndex(of: ":") {
            guard let port = Int(host[host.index(after: colon)...]), (1...65535).contains(port) else {
                throw Invalid(message: "a port is a number from 1 to 65535")
            }
            host = String(host[..<colon])
        }
        guard !host.isEmpty else { throw Invalid(message: "it has no host") }
        self.init(url: "\(scheme)://\(authority)", host: host.lowercased())
        guard scheme == "https" || isLoopback else {
            throw Invalid(message: "plain http goes to this host only (127.0.0.1): write https://\(authority)")
        }
    }

    package var isLoopback: Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    }
}

extension StringProtocol {
    /// The first place of `text`. Foundation's would bring in all of Foundation.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
