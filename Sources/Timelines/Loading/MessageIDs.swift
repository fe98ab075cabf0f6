import MarkedYAML

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

/// The id of a message that was given none: `~` and 14 hexadecimal digits of a hash of its content, so that it stays
/// the same whatever changes elsewhere in the file, comments and layout of the entry included.
///
/// FNV-1a with 64 bits, of which 56 are shown: among a hundred thousand messages two collide once in fourteen million
/// timelines, and then get a suffix as two equal entries do.
enum EntryHash {
    static func id(of entry: YAMLNode) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        mix(entry, into: &hash)
        let digits = String(hash >> 8, radix: 16)
        return "~" + String(repeating: "0", count: 14 - digits.utf8.count) + digits
    }

    private static func mix(_ node: YAMLNode, into hash: inout UInt64) {
        switch node.kind {
        case .scalar:
            node.withUTF8 { bytes in for byte in bytes { mix(byte, into: &hash) } }
            mix(0xFF, into: &hash)
        case .sequence:
            mix(0xFE, into: &hash)
            for element in node.elements { mix(element, into: &hash) }
            mix(0xFD, into: &hash)
        case .mapping:
            mix(0xFC, into: &hash)
            for (key, value) in node.pairs {
                mix(key, into: &hash)
                mix(value, into: &hash)
            }
            mix(0xFB, into: &hash)
        }
    }

    private static func mix(_ byte: UInt8, into hash: inout UInt64) {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
}
