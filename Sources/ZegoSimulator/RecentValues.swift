/// The last so many values.
struct RecentValues<Element: Sendable>: Sendable {
    private let capacity: Int
    private var values: [Element] = []
    private var oldest = 0

    init(capacity: Int) { self.capacity = max(0, capacity) }

    mutating func append(_ value: Element) {
        if values.count < capacity {
            values.append(value)
        } else if capacity > 0 {
            values[oldest] = value
            oldest = oldest + 1 == capacity ? 0 : oldest + 1
        }
    }

    /// From the oldest to the newest.
    var inOrder: [Element] { Array(values[oldest...] + values[..<oldest]) }
}
