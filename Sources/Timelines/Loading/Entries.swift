import MarkedYAML

/// The values of a mapping by their keys.
struct Entries<Key: FormatKey> {
    // A mapping has a handful of keys, and a timeline a hundred thousand mappings.
    private var keys: [Key] = []
    private var values: [YAMLNode] = []
    /// A key that is unknown and resembles no other: whatever is missing was probably meant by it.
    var stranger: YAMLNode?

    subscript(key: Key) -> YAMLNode? { keys.firstIndex(of: key).map { values[$0] } }

    /// Adds a value, unless the key has one: of a duplicate key, which has been reported, the first counts.
    mutating func add(_ value: YAMLNode, for key: Key) {
        guard !keys.contains(key) else { return }
        keys.append(key)
        values.append(value)
    }
}
