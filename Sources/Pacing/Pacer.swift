package import ShowTime

/// Spaces calls so that a quota of so many a second holds at the server: the generic cell rate algorithm as a value.
///
/// Calls are `1.03 / rate` apart and may catch up 5 ms after a late wake-up, so that `rate + 1` of them never take less
/// than 1.025 s: arrival jitter of 25 ms is absorbed, and 97 % of the quota is used. The state is one point of time, the
/// theoretical arrival time (TAT) of the next call.
///
/// When the server says that it was too much all the same, the rate is multiplied by 0.8 and recovers by 5 % of the
/// quota a second. It runs on the uptime clock: a stepped wall clock neither bursts nor stalls it.
package struct Pacer: Sendable {
    /// The spacing of calls in units of 1 / rate: what exceeds 1 is kept free for jitter.
    package static let spacing = 1.03
    package static let catchUp = Interval.milliseconds(5)
    package static let slowdown = 0.8
    /// Of the full rate, per second.
    package static let recovery = 0.05
    /// Slower than this it would not notice that the server has calmed down.
    package static let leastShare = 0.05

    /// The spacing of calls at full rate; zero is unlimited.
    package let interval: Interval
    private var theoreticalArrival: Uptime
    /// Of the full rate, as of `shareSince`.
    private var share = 1.0
    private var shareSince = Uptime.zero
    private var lastSlowdown: Uptime?

    /// - Parameter rate: calls a second, more than zero; nil is unlimited.
    package init(rate: Double?) {
        interval = Interval(nanoseconds: rate.map { Int64((Self.spacing * 1e9 / $0).rounded(.up)) } ?? 0)
        theoreticalArrival = Uptime(nanoseconds: .min / 2)
    }

    package var isUnlimited: Bool { interval == .zero }

    /// The earliest time from `now` on at which a call may go.
    package func earliest(from now: Uptime) -> Uptime {
        max(now, Uptime(nanoseconds: theoreticalArrival.nanoseconds - Self.catchUp.nanoseconds))
    }

    /// Takes note of a call at a time that ``earliest(from:)`` allowed.
    package mutating func take(at now: Uptime) {
        guard !isUnlimited else { return }
        theoreticalArrival = max(theoreticalArrival, now) + currentInterval(at: now)
    }

    /// Takes note that the server throttled a call.
    ///
    /// Calls on their way when the rate was last lowered say nothing about the lowered rate: only one that was sent after
    /// that lowers it again.
    package mutating func slowDown(afterCallAt sent: Uptime, now: Uptime) {
        if let lastSlowdown, sent <= lastSlowdown { return }
        share = max(currentShare(at: now) * Self.slowdown, Self.leastShare)
        shareSince = now
        lastSlowdown = now
    }

    /// The share of the quota that is in use, 1 unless the server throttled.
    package func currentShare(at now: Uptime) -> Double {
        guard share < 1 else { return 1 }
        return min(1, share + (now - shareSince).seconds * Self.recovery)
    }

    private func currentInterval(at now: Uptime) -> Interval {
        let share = currentShare(at: now)
        return share == 1 ? interval : Interval(nanoseconds: Int64(Double(interval.nanoseconds) / share))
    }
}
