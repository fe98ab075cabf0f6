import AsyncHTTPClient
import NIOCore
import NIOSSL
package import ShowTime

/// The times that the parts of a call may take.
package struct Timeouts: Sendable {
    /// For name resolution, TCP and TLS, and for the wait for a free connection.
    package var connect = Interval.seconds(3)
    package var wholeCall = Interval.seconds(10)
    /// Below the idle timeouts that load balancers have, so that a call never meets a connection that is being closed.
    package var idleConnection = Interval.seconds(4)

    package init() {}
}

extension NIODeadline {
    static func after(_ duration: Interval) -> NIODeadline { now() + .nanoseconds(duration.nanoseconds) }
}

extension HTTPClient {
    /// A client for one API: HTTP/1.1, no redirects, and no retries of its own.
    convenience init(_ timeouts: Timeouts, authorities: TrustedAuthorities?, mostConnections: Int = 8) {
        var configuration = Configuration()
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let authorities { tls.trustRoots = .certificates(authorities.certificates) }
        configuration.tlsConfiguration = tls
        configuration.timeout.connect = .nanoseconds(timeouts.connect.nanoseconds)
        configuration.timeout.read = .nanoseconds(timeouts.wholeCall.nanoseconds)
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .nanoseconds(timeouts.idleConnection.nanoseconds)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = mostConnections
        // A connection that fails is to be recorded, not to be tried again in silence.
        configuration.connectionPool.retryConnectionEstablishment = false
        // The one place where the client lets a handler into its connections.
        configuration.http1_1ConnectionDebugInitializer = { ResponseCheck.add(to: $0) }
        self.init(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}
