import ShowTime

extension Uptime {
    /// Before everything, and yet not so far that it could not be calculated with.
    static let distantPast = Uptime(nanoseconds: .min / 4)
}

extension Instant {
    /// Before everything, and yet not so far that it could not be calculated with.
    static let distantPast = Instant(nanoseconds: .min / 4)
}
