import MarkedYAML

/// The ids of the messages so far.
struct MessageIDs {
    /// The place of each id that was written.
    private var places: [String: Int] = [:]
    private var hashes: Set<UInt64> = []
    /// The number of entries with a hash, for each hash that more than one entry has.
    private var counts: [UInt64: Int] = [:]

    /// Records an id that was written. Returns the place of the message that already has it; nil if there is none.
    mutating func take(_ id: String, at place: Int) -> Int? {
        if let first = places[id] { return first }
        places[id] = place
        return nil
    }

    /// Records the hashes of entries that were given no id. Calls `body` for each hash that an earlier entry has as well, with
    /// its index in `taken` and with an id that ends in a number: 2 for the second entry with that hash, and so on.
    mutating func takeHashes(_ taken: [EntryHash], _ body: (_ place: Int, _ id: String) -> Void) {
        hashes.reserveCapacity(taken.count)
        for (place, hash) in taken.enumerated() where !hashes.insert(hash.bits).inserted {
            let count = counts[hash.bits, default: 1] + 1
            counts[hash.bits] = count
            body(place, "\(hash.id).\(count)")
        }
        hashes = []
    }

    /// Whether a message was given this id.
    func has(_ id: String) -> Bool { places[id] != nil }

    var written: some Sequence<String> { places.keys }
}

/// The id of a message that was given none: `~` and 14 hexadecimal digits of a hash of its content, so that it stays the same
/// whatever changes elsewhere in the file, or in the comments and layout of the entry.
///
/// FNV-1a with 64 bits, of which 56 are shown: among a hundred thousand messages two collide once in fourteen million
/// timelines, and then get a suffix as two equal entries do.
struct EntryHash {
    /// The 56 bits that are shown.
    let bits: UInt64

    init(of entry: YAMLNode) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        entry.forEachPart { part in
            switch part {
            case .scalar(let text):
                for byte in text { Self.mix(byte, into: &hash) }
                Self.mix(0xFF, into: &hash)
            case .sequenceBegin: Self.mix(0xFE, into: &hash)
            case .sequenceEnd: Self.mix(0xFD, into: &hash)
            case .mappingBegin: Self.mix(0xFC, into: &hash)
            case .mappingEnd: Self.mix(0xFB, into: &hash)
            }
        }
        bits = hash >> 8
    }

    private static func mix(_ byte: UInt8, into hash: inout UInt64) {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }

    var id: String {
        // 15 bytes are the most that a string can have without taking memory of its own.
        String(unsafeUninitializedCapacity: 15) { id in
            id[0] = UInt8(ascii: "~")
            for place in 1...14 {
                let digit = UInt8(bits >> (56 - 4 * UInt64(place)) & 15)
                id[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            }
            return 15
        }
    }
}
