import DequeModule
import ShowTime

/// An exact limit of calls in every sliding second. Of the window's shape only "a second" is documented.
///
/// A call at `t` is admitted while fewer than the limit were admitted in `(t - 1 s, t]`. A refused call is not counted
/// (unknown, inferred). Keeps no more times than the limit says.
struct SlidingWindow: Sendable {
    static let width = Interval.seconds(1)

    private let limit: Int?
    private var times = Deque<Uptime>()

    /// - Parameter limit: calls a second; nil for no limit.
    init(limit: Int?) { self.limit = limit }

    /// Whether the limit admits a call at that time.
    func admits(_ time: Uptime) -> Bool {
        guard let limit, times.count >= limit else { return true }
        return times.first.map { ordered(time) - $0 >= Self.width } ?? false
    }

    /// Counts a call at that time if the limit admits it. Returns whether it does.
    @discardableResult
    mutating func admit(_ time: Uptime) -> Bool {
        guard admits(time) else { return false }
        guard let limit else { return true }
        times.append(ordered(time))
        if times.count > limit { times.removeFirst() }
        return true
    }

    /// Whether no call within a second before that time counts any more.
    func isEmpty(at time: Uptime) -> Bool { times.last.map { time - $0 >= Self.width } ?? true }

    /// Two connections can reach the simulator in another order than their times say; the later one then counts as
    /// simultaneous.
    private func ordered(_ time: Uptime) -> Uptime { max(time, times.last ?? time) }
}
