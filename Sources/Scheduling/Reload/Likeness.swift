/// What a message whose id has changed is recognized by, the most telling first.
package enum Likeness: CaseIterable, Sendable {
    case textAndTime, text, timeAndRooms, time

    /// Pairs the indices whose signature is unique on both sides.
    ///
    /// - Parameters:
    ///   - old: indices; those that are paired are taken out of it. So are those of `new`.
    ///   - oldKey: the signature of one of them.
    package static func pair<Key: Hashable>(
        _ old: inout [Int], _ new: inout [Int], by oldKey: (Int) -> Key, _ newKey: (Int) -> Key
    ) -> [(old: Int, new: Int)] {
        let oldAlone = alone(old, by: oldKey)
        let newAlone = alone(new, by: newKey)
        var pairs: [(old: Int, new: Int)] = []
        for (key, index) in newAlone {
            if let other = oldAlone[key] { pairs.append((other, index)) }
        }
        guard !pairs.isEmpty else { return [] }
        let (oldTaken, newTaken) = (Set(pairs.map(\.old)), Set(pairs.map(\.new)))
        old.removeAll(where: oldTaken.contains)
        new.removeAll(where: newTaken.contains)
        return pairs.sorted { $0.new < $1.new }
    }

    /// The indices that share their key with no other.
    package static func alone<Key: Hashable>(_ indices: [Int], by key: (Int) -> Key) -> [Key: Int] {
        var places: [Key: Int] = [:]
        var doubles: Set<Key> = []
        for index in indices {
            let key = key(index)
            if places.updateValue(index, forKey: key) != nil { doubles.insert(key) }
        }
        for double in doubles { places[double] = nil }
        return places
    }
}
