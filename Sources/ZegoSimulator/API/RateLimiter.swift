import ShowTime

/// Limits the calls of one action over all rooms. The test environment has a limit and a count of its own (that they
/// are counted apart is inferred).
struct RateLimiter: Sendable {
    private var live: SlidingWindow
    private var test: SlidingWindow

    init(rate: Int?, testRate: Int) {
        live = SlidingWindow(limit: rate)
        test = SlidingWindow(limit: testRate)
    }

    func admits(isTest: Bool, at time: Uptime) -> Bool { (isTest ? test : live).admits(time) }

    /// Counts a call if the limit admits it. Returns whether it does.
    @discardableResult
    mutating func admit(isTest: Bool, at time: Uptime) -> Bool { isTest ? test.admit(time) : live.admit(time) }
}

/// Limits the messages into each room.
struct RoomRateLimiter: Sendable {
    private let rate: Int?
    /// The rooms of the last second, and some that have not been removed yet.
    private(set) var windows: [String: SlidingWindow] = [:]
    private var cleanupCount = 1024

    init(rate: Int?) { self.rate = rate }

    /// Counts a message if the limit admits it. Returns whether it does.
    mutating func admit(_ room: String, at time: Uptime) -> Bool {
        guard let rate else { return true }
        if windows.count >= cleanupCount {
            windows = windows.filter { !$0.value.isEmpty(at: time) }
            cleanupCount = max(1024, windows.count * 2)
        }
        return windows[room, default: SlidingWindow(limit: rate)].admit(time)
    }
}
