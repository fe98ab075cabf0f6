/// Finds the keys of one mapping of the format by their bytes: a large timeline has half a million of them.
struct KeyIndex<Key: FormatKey>: Sendable {
    /// The first eight bytes of each name, which tell most apart at once.
    private let keys: [(beginning: UInt64, length: Int, key: Key)]

    init() {
        keys = Key.allCases.map { key in
            let name = Array(key.rawValue.utf8)
            return (name.withUnsafeBufferPointer(Self.beginning), name.count, key)
        }
    }

    func key(named text: UnsafeBufferPointer<UInt8>) -> Key? {
        let beginning = Self.beginning(of: text)
        for known in keys where known.beginning == beginning && known.length == text.count {
            if text.count <= 8 || text.elementsEqual(known.key.rawValue.utf8) { return known.key }
        }
        return nil
    }

    private static func beginning(of text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var beginning: UInt64 = 0
        for byte in text.prefix(8) { beginning = beginning << 8 | UInt64(byte) }
        return beginning
    }
}
