import ShowTime

/// Knows whether a connection is likely to be open, so that the first message after a pause does not wait for TCP and TLS.
struct ConnectionWarmth {
    /// How long before a due time a connection is opened.
    private static let ahead = Interval.seconds(3)
    /// A little less than the time for which the transport keeps an idle connection.
    private static let lasts = Interval.milliseconds(3500)

    private var lastUse: Uptime?

    mutating func used(at now: Uptime) { lastUse = now }

    /// Whether a connection should be opened now for what is due after `wait`. If so, the caller must open one: it is noted as
    /// used.
    mutating func isNeeded(for wait: Interval, at now: Uptime) -> Bool {
        guard wait > .milliseconds(50), wait <= Self.ahead else { return false }
        if let lastUse, now + wait < lastUse + Self.lasts { return false }
        lastUse = now
        return true
    }
}
