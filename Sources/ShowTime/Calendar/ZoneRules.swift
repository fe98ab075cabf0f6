/// The offsets of one time zone, read from a file of the time zone database (TZif, RFC 9636).
struct ZoneRules: Sendable {
    /// Unix seconds, ascending, at which the clocks were or will be changed.
    private var changes: [Int64] = []
    /// Seconds east of UTC after each of them.
    private var offsets: [Int] = []
    /// Before all of them.
    private var first: Int
    /// After all of them, nil where the last offset stays.
    private var yearly: YearlyClockChanges?

    /// Seconds east of UTC.
    func utcOffset(at seconds: Int64) -> Int {
        guard let last = changes.last else { return yearly?.utcOffset(at: seconds) ?? first }
        if seconds >= last { return yearly?.utcOffset(at: seconds) ?? offsets[offsets.count - 1] }
        // The place of the first change after it.
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : offsets[low - 1]
    }

    /// Nil where the bytes are not such a file, or one with leap seconds.
    init?(tzif bytes: [UInt8]) {
        // First all of it in 32 bits, for old readers; then in 64, and the rule for what comes after.
        var reader = TZifReader(bytes)
        guard let old = reader.header(), old.version >= UInt8(ascii: "2"), reader.skip(old.length(ofTime: 4)),
            let header = reader.header(), header.leaps == 0, header.types > 0
        else { return nil }
        for _ in 0..<header.changes {
            guard let change = reader.integer(bytes: 8) else { return nil }
            changes.append(change)
        }
        var types: [Int] = []
        for _ in 0..<header.changes {
            guard let type = reader.integer(bytes: 1), (0..<Int64(header.types)).contains(type) else { return nil }
            types.append(Int(type))
        }
        var typeOffsets: [Int] = []
        for _ in 0..<header.types {
            // Then whether it is daylight saving time, and the place of its name.
            guard let offset = reader.integer(bytes: 4), reader.skip(2) else { return nil }
            typeOffsets.append(Int(offset))
        }
        first = typeOffsets[0]
        offsets = types.map { typeOffsets[$0] }
        guard reader.skip(header.names + header.standards + header.universals), let rule = reader.footer() else {
            return nil
        }
        guard !rule.isEmpty else { return }
        guard let yearly = YearlyClockChanges(rule) else { return nil }
        self.yearly = yearly
    }
}

private struct TZifReader {
    struct Header {
        var version: UInt8
        var universals: Int
        var standards: Int
        var leaps: Int
        var changes: Int
        var types: Int
        var names: Int

        /// Of what follows the header.
        func length(ofTime bytes: Int) -> Int {
            changes * (bytes + 1) + types * 6 + names + leaps * (bytes + 4) + standards + universals
        }
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func skip(_ count: Int) -> Bool {
        guard count <= bytes.count - position else { return false }
        position += count
        return true
    }

    mutating func header() -> Header? {
        guard bytes[position...].starts(with: "TZif".utf8), bytes.count - position >= 44 else { return nil }
        let version = bytes[position + 4]
        position += 20
        var counts: [Int] = []
        for _ in 0..<6 {
            guard let count = integer(bytes: 4), count >= 0 else { return nil }
            counts.append(Int(count))
        }
        return Header(
            version: version, universals: counts[0], standards: counts[1], leaps: counts[2], changes: counts[3],
            types: counts[4], names: counts[5])
    }

    /// Big-endian, in two's complement; of a single byte, without a sign.
    mutating func integer(bytes count: Int) -> Int64? {
        guard count <= bytes.count - position else { return nil }
        var value: Int64 = count > 1 && bytes[position] >= 0x80 ? -1 : 0
        for byte in bytes[position..<position + count] { value = value << 8 | Int64(byte) }
        position += count
        return value
    }

    /// The line at the end.
    func footer() -> String? {
        let newline = UInt8(ascii: "\n")
        guard position < bytes.count, bytes[position] == newline,
            let end = bytes[(position + 1)...].firstIndex(of: newline)
        else { return nil }
        return String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    }
}
