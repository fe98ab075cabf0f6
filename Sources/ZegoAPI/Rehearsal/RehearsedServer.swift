package import ShowTime

/// The server of a rehearsal, in virtual time, called by ``VirtualCalls``.
package protocol RehearsedServer: Sendable {
    /// Takes one call.
    ///
    /// - Parameters:
    ///   - query: the part of the URL after its `?`.
    ///   - arrival: when it gets there, never before an earlier call did.
    mutating func answer(toQuery query: String, at arrival: Moment) -> RehearsedAnswer

    /// Calls that arrived.
    var received: Int { get }
    /// Calls that a simulated fault hit.
    var faulted: Int { get }
    /// The most messages that arrived within any second.
    var mostPerSecond: Int { get }
    /// Messages a second that it takes; nil is no limit.
    var quota: Int? { get }
}

/// The server's response to one call.
package struct RehearsedAnswer: Sendable {
    package enum Kind: Sendable {
        case http(status: Int, body: [UInt8])
        /// None, on a connection that stays open.
        case silence
        /// The connection breaks.
        case reset
        /// No connection in the first place.
        case refused
    }

    package var kind: Kind
    /// How long the server takes.
    package var delay: Interval
    /// Whether the message reached its audience. No sender is ever told: this is for those who check promises.
    package var isShown: Bool

    package init(_ kind: Kind, delay: Interval = .zero, isShown: Bool = false) {
        self.kind = kind
        self.delay = delay
        self.isShown = isShown
    }
}
