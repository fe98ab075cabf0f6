import ShowTime

/// Counts the calls that left within the last second, by tenths of it.
struct CallRate {
    private static let parts = 10
    private static let width = Interval.milliseconds(100)

    private var counts = Array(repeating: 0, count: parts)
    /// The last tenth of a second that was counted, numbered since the boot.
    private var current: Int64 = 0

    mutating func add(at now: Uptime) {
        move(to: now)
        counts[Int(current % Int64(Self.parts))] += 1
    }

    mutating func perSecond(at now: Uptime) -> Int {
        move(to: now)
        return counts.reduce(0, +)
    }

    private mutating func move(to now: Uptime) {
        let tenth = max(now.nanoseconds / Self.width.nanoseconds, 0)
        guard tenth > current else { return }
        if tenth - current >= Int64(Self.parts) {
            counts = Array(repeating: 0, count: Self.parts)
        } else {
            for passed in current + 1...tenth { counts[Int(passed % Int64(Self.parts))] = 0 }
        }
        current = tenth
    }
}
