package import ShowTime

/// Spaces calls so that a quota of calls per second holds at the server: the generic cell rate algorithm (GCRA) as a value.
///
/// Calls are `1.03 / rate` apart and may catch up 5 ms after a late wake-up, so that `rate + 1` of them never take less
/// than 1.025 s: arrival jitter of 25 ms is absorbed, and 97 % of the quota is used. The state is one point of time, the
/// theoretical arrival time (TAT) of the next call.
///
/// When the server throttles all the same, only a share of the rate is used for a while (``Slowdown``). The pacer runs on
/// the uptime clock: a step of the wall clock neither causes a burst nor stalls it.
package struct Pacer: Sendable {
    /// The spacing of calls in units of 1 / rate: what exceeds 1 is kept free for jitter.
    package static let spacing = 1.03
    package static let catchUp = Interval.milliseconds(5)

    /// The spacing of calls at full rate; zero is unlimited.
    package let interval: Interval
    private var theoreticalArrival: Uptime
    private var slowdown: Slowdown

    /// - Parameters:
    ///   - rate: calls a second, more than zero; nil is unlimited.
    ///   - last: when somebody else made the last call under the same quota, nil where nobody did.
    package init(rate: Double?, lastCall last: Uptime? = nil) {
        let interval = Interval(nanoseconds: rate.map { Int64((Self.spacing * 1e9 / $0).rounded(.up)) } ?? 0)
        self.interval = interval
        // That call may have left up to `catchUp` before its theoretical arrival time, and the next one may leave as early.
        theoreticalArrival = last.map { $0 + interval + Self.catchUp } ?? Uptime(nanoseconds: .min / 2)
        slowdown = Slowdown(quota: rate ?? 0)
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

    /// Takes note that the server let a call through: the share of throttled calls tells strays from too high a rate.
    package mutating func passed(callAt sent: Uptime) {
        guard !isUnlimited else { return }
        slowdown.passed(callAt: sent)
    }

    /// Takes note that the server throttled a call.
    package mutating func slowDown(afterCallAt sent: Uptime, now: Uptime) {
        guard !isUnlimited, let pause = slowdown.throttled(callAt: sent, now: now) else { return }
        theoreticalArrival = max(theoreticalArrival, now + pause + Self.catchUp)
    }

    /// The share of the quota that is in use, 1 unless the server throttled; a pause is not counted in.
    package func currentShare(at now: Uptime) -> Double { slowdown.share(at: now) }

    private func currentInterval(at now: Uptime) -> Interval {
        let share = currentShare(at: now)
        return share == 1 ? interval : Interval(nanoseconds: Int64(Double(interval.nanoseconds) / share))
    }
}
