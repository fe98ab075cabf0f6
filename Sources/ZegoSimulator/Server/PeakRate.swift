import DequeModule
import ShowTime

/// Measures the largest number of calls within any second, `[t, t + 1 s)`, call by call.
struct PeakRate: Sendable {
    private(set) var peak = 0

    /// The times of the calls, sorted, back to twice the width from the newest: a call that was overtaken on its way here still
    /// finds its neighbours.
    private var times = Deque<Uptime>()

    mutating func add(_ time: Uptime) {
        var place = times.count
        while place > 0, times[place - 1] > time { place -= 1 }
        times.insert(time, at: place)
        // Every second that holds the new call and ends with a call: more than one only if the new call was overtaken.
        for last in place..<times.count where times[last] - time < SlidingWindow.width {
            peak = max(peak, last + 1 - firstPlace(inSecondEndingWith: times[last]))
        }
        let newest = times[times.count - 1]
        while let first = times.first, newest - first >= SlidingWindow.width * 2 { times.removeFirst() }
    }

    /// Searches by halves: a benchmark has tens of thousands of calls in its second.
    private func firstPlace(inSecondEndingWith last: Uptime) -> Int {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if last - times[middle] >= SlidingWindow.width { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
