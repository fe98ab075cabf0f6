import ShowTime

/// An exact limit of calls in every sliding second. Of the window's shape only "a second" is documented.
///
/// A call at `t` is admitted while fewer than the limit were admitted in `(t - 1 s, t]`. A refused call takes no place
/// in the window (unknown, inferred). Only as many times are kept as the limit says.
struct SlidingWindow: Sendable {
    static let width = Interval.seconds(1)

    private let limit: Int?
    /// The last `limit` admitted times; the oldest is at `oldest` once the array is full.
    private var times: [Uptime] = []
    private var oldest = 0
    private var newest: Uptime?

    /// - Parameter limit: calls a second; nil for none.
    init(limit: Int?) { self.limit = limit }

    /// Whether a call at that time would be admitted.
    func hasPlace(at time: Uptime) -> Bool {
        guard let limit else { return true }
        guard times.count == limit else { return true }
        guard limit > 0 else { return false }
        return ordered(time) - times[oldest] >= Self.width
    }

    /// Takes a place; to be called only where there is one.
    mutating func take(at time: Uptime) {
        guard let limit else { return }
        let time = ordered(time)
        newest = time
        if times.count < limit {
            times.append(time)
        } else {
            times[oldest] = time
            oldest = oldest + 1 == limit ? 0 : oldest + 1
        }
    }

    /// Two connections can reach the simulator in another order than their times say; the later one then counts as
    /// simultaneous.
    private func ordered(_ time: Uptime) -> Uptime { max(time, newest ?? time) }
}
