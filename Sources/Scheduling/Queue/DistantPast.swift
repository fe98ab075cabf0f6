import ShowTime

extension Uptime {
    /// Before everything, but not so far back that calculations with it would overflow.
    static let distantPast = Uptime(nanoseconds: .min / 4)
}

extension Instant {
    /// Before everything, but not so far back that calculations with it would overflow.
    static let distantPast = Instant(nanoseconds: .min / 4)
}
