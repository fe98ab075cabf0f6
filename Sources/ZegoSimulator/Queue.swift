/// First in, first out, without moving the rest at every removal.
struct Queue<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { count == 0 }
    var first: Element? { isEmpty ? nil : elements[head] }

    /// The element at a place counted from the front.
    subscript(place: Int) -> Element { elements[head + place] }

    mutating func append(_ element: Element) { elements.append(element) }

    /// Inserts before the element at `place`, which is expected to be near the end.
    mutating func insert(_ element: Element, at place: Int) { elements.insert(element, at: head + place) }

    mutating func removeFirst() {
        head += 1
        // Half of the array is gone: moving the other half costs one step for each removal so far.
        guard head > 32, head * 2 > elements.count else { return }
        elements.removeFirst(head)
        head = 0
    }
}
