/// The share of throttled answers among about the last `size` answers.
///
/// Answers are counted in lots of that size. The lot before the one being filled counts with the weight of the part of it
/// that would still be among the last answers. So only two pairs of numbers are remembered, and the share says as much of
/// a slow sender's answers as of a fast one's.
struct ThrottledShare: Sendable {
    private struct Lot {
        var answers: Int32 = 0
        var throttled: Int32 = 0
    }

    private let size: Int32
    private var current = Lot()
    private var previous = Lot()

    /// - Parameter size: the size of a lot, in answers.
    init(size: Int) { self.size = Int32(clamping: size) }

    mutating func add(isThrottled: Bool) {
        if current.answers == size {
            previous = current
            current = Lot()
        }
        current.answers += 1
        if isThrottled { current.throttled += 1 }
    }

    mutating func removeAll() { self = ThrottledShare(size: Int(size)) }

    /// The number of answers, from at most two lots, that were not throttled.
    var passed: Int { Int(current.answers - current.throttled + previous.answers - previous.throttled) }

    /// The share of throttled answers, of at least half a lot of answers: the first few say little.
    var value: Double {
        let weight = 1 - Double(current.answers) / Double(size)
        let throttled = Double(current.throttled) + weight * Double(previous.throttled)
        let answers = Double(current.answers) + weight * Double(previous.answers)
        return throttled / max(answers, Double(size) / 2)
    }
}
