import ControlAPI
import HTTPTypes
import Hummingbird
import ShowTime
import Synchronization

/// The way in: who may come in, and from where.
enum ControlDoor: Sendable {
    /// The Unix socket: only this user can open it, who may do everything.
    case socket
    case network(NetworkDoor)
}

/// The way in over TCP. A browser that shows somebody else's page must not be able to use it, even if the page's host name
/// resolves to this host.
struct NetworkDoor: Sendable {
    let access: CallerAccess
    let address: ListenAddress
    let port: ListeningPort
    let hasTLS: Bool

    /// Cookies are shared by all ports of a host.
    var cookieName: String { "showcaller-\(port.number)" }
    private var scheme: String { hasTLS ? "https" : "http" }

    /// - Throws: if the call was not meant for this server, or comes from somebody else's page.
    func checkOrigin(of head: HTTPRequest) throws(APIProblem) {
        guard let authority = head.authority?.lowercased(), isOurs(authority) else {
            throw APIProblem(403, "foreign_host", "the Host is not one of this server")
        }
        let origins = head.headerFields[values: .origin]
        guard origins.allSatisfy({ $0.lowercased() == "\(scheme)://\(authority)" }) else {
            throw APIProblem(403, "foreign_origin", "calls from the pages of other servers are refused")
        }
    }

    /// Whether a name is ours, so that nobody else's name that resolves to this host is taken for it.
    private func isOurs(_ authority: String) -> Bool {
        var host = authority[...]
        var port = hasTLS ? 443 : 80
        if let colon = authority.lastIndex(of: ":"), authority.last != "]" {
            guard let given = Int(authority[authority.index(after: colon)...]) else { return false }
            port = given
            host = authority[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard port == self.port.number else { return false }
        // Under TLS the certificate says whose name it is.
        return ListenAddress.isLoopback(String(host)) || host == address.host || address.isAny && hasTLS
    }

    /// The session that a browser has.
    func session(in head: HTTPRequest) -> String? {
        let prefix = cookieName + "="
        for header in head.headerFields[values: .cookie] {
            for pair in header.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                if pair.hasPrefix(prefix) { return String(pair.dropFirst(prefix.count)) }
            }
        }
        return nil
    }

    func caller(_ head: HTTPRequest, from address: String, at now: Uptime) throws(APIProblem) -> CallerAccess.Caller {
        let caller = try access.caller(
            authorization: head.headerFields[.authorization], session: session(in: head), from: address, at: now)
        // A browser says whose page a change comes from.
        if caller.hasCookie, head.method != .get, head.headerFields[.origin] == nil {
            throw APIProblem(403, "foreign_origin", "a call with a cookie needs an Origin")
        }
        return caller
    }

    /// The value of `Set-Cookie`.
    func cookie(_ session: String) -> String {
        "\(cookieName)=\(session); HttpOnly; SameSite=Strict; Path=/" + (hasTLS ? "; Secure" : "")
    }
}

/// The port that is listened on; 0 until it is.
final class ListeningPort: Sendable {
    private let value = Atomic(0)

    var number: Int { value.load(ordering: .acquiring) }

    func set(_ number: Int) { value.store(number, ordering: .releasing) }
}
