/// The members of a mapping, in the order in which they were written: Python's mappings keep it, and loops show it.
///
/// Keys are compared byte by byte.
package struct Members: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    package private(set) var keys: [String] = []
    package private(set) var values: [Value] = []
    /// The places of the keys of a long mapping.
    private var places: [ExactText: Int] = [:]
    private static let longestWithoutIndex = 8

    package init() {}

    package init(dictionaryLiteral elements: (String, Value)...) {
        for (key, value) in elements { self[key] = value }
    }

    package var count: Int { keys.count }
    package var isEmpty: Bool { keys.isEmpty }

    /// The value of a member. A member that is set again keeps its place, as in Python.
    package subscript(key: String) -> Value? {
        get { place(of: key).map { values[$0] } }
        set {
            guard let newValue else { return }
            if let place = place(of: key) {
                values[place] = newValue
                return
            }
            keys.append(key)
            values.append(newValue)
            if keys.count == Self.longestWithoutIndex + 1 {
                for (place, key) in keys.enumerated() { places[ExactText(key)] = place }
            } else if keys.count > Self.longestWithoutIndex {
                places[ExactText(key)] = keys.count - 1
            }
        }
    }

    private func place(of key: String) -> Int? {
        guard keys.count <= Self.longestWithoutIndex else { return places[ExactText(key)] }
        for index in keys.indices where keys[index].utf8.elementsEqual(key.utf8) { return index }
        return nil
    }
}
