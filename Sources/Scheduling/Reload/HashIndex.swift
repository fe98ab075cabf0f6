/// Finds values in an array by their hashes, without keeping them twice: an open-addressing table of places in that array.
struct HashIndex: Sendable {
    private struct Slot {
        var hash: UInt32
        /// Counted from 1; 0 where the slot is free.
        var place: UInt32
    }

    /// A power of two of them, at least a quarter of them free.
    private var slots: [Slot] = []
    private var count = 0

    /// The place of a value with this hash.
    ///
    /// - Parameter isMeant: whether the value in a place is the one that is looked for.
    func place(_ hash: Int, where isMeant: (Int) -> Bool) -> Int? {
        guard !slots.isEmpty else { return nil }
        let hash = UInt32(truncatingIfNeeded: hash)
        var index = Int(hash) & (slots.count - 1)
        while slots[index].place != 0 {
            let place = Int(slots[index].place) - 1
            if slots[index].hash == hash, isMeant(place) { return place }
            index = (index + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Takes note of a value that is not in the table.
    mutating func insert(_ place: Int, _ hash: Int) {
        if (count + 1) * 4 > slots.count * 3 { grow() }
        insert(Slot(hash: UInt32(truncatingIfNeeded: hash), place: UInt32(place + 1)))
        count += 1
    }

    private mutating func insert(_ slot: Slot) {
        var index = Int(slot.hash) & (slots.count - 1)
        while slots[index].place != 0 { index = (index + 1) & (slots.count - 1) }
        slots[index] = slot
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(hash: 0, place: 0), count: max(16, old.count * 2))
        for slot in old where slot.place != 0 { insert(slot) }
    }
}
