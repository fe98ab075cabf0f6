/// The ids of the messages so far.
struct MessageIDs {
    /// The place of each id that was written.
    private var places: [String: Int] = [:]
    private var hashes: [String: Int] = [:]

    /// Takes an id that was written. Returns the place of the message that has it already.
    mutating func take(_ id: String, at place: Int) -> Int? {
        if let first = places[id] { return first }
        places[id] = place
        return nil
    }

    /// Takes a hash. Equal entries get a number by their order.
    mutating func takeHash(_ hash: String) -> String {
        let count = hashes[hash, default: 0] + 1
        hashes[hash] = count
        return count == 1 ? hash : "\(hash).\(count)"
    }

    /// Whether a message was given this id.
    func has(_ id: String) -> Bool { places[id] != nil }

    var written: some Sequence<String> { places.keys }
}
