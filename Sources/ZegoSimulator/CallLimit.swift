import ShowTime

/// The limit of one action over all rooms. The test environment has a limit and a count of its own (that they are
/// counted apart is inferred).
struct CallLimit: Sendable {
    private var live: SlidingWindow
    private var test: SlidingWindow

    init(rate: Int?, testRate: Int?) {
        live = SlidingWindow(limit: rate)
        test = SlidingWindow(limit: testRate)
    }

    func hasPlace(isTest: Bool, at time: Uptime) -> Bool {
        isTest ? test.hasPlace(at: time) : live.hasPlace(at: time)
    }

    mutating func take(isTest: Bool, at time: Uptime) {
        if isTest { test.take(at: time) } else { live.take(at: time) }
    }
}
