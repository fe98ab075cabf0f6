import ShowTime

/// By how much a show was moved when its past cues were sent: each of them was due under the shift of its time.
struct PastShifts: Sendable {
    private struct Span {
        /// What lies before this offset was sent under the shift, or under one before it.
        var end: Interval
        var shift: Interval
    }

    private var spans: [Span] = []

    /// - Parameter end: the offset that the show had come to when it was moved away from `shift`.
    mutating func note(_ shift: Interval, until end: Interval) {
        // A show that is moved back comes to what was sent under another shift once more.
        if let last = spans.last, end <= last.end { return }
        if spans.last?.shift == shift { spans.removeLast() }
        spans.append(Span(end: end, shift: shift))
    }

    /// The shift under which an offset was passed, nil where that is the present one.
    func shift(at offset: Interval) -> Interval? {
        var low = 0
        var high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].end <= offset { low = middle + 1 } else { high = middle }
        }
        return low < spans.count ? spans[low].shift : nil
    }
}
