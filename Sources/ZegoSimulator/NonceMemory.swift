import ShowTime

/// The nonces of the last ten minutes. That ZEGO refuses a second use is inferred from "a new one for every call"; ten
/// minutes is how long a `Timestamp` stays good.
struct NonceMemory: Sendable {
    private var known: Set<UInt64> = []
    private var order = Queue<(nonce: UInt64, time: Uptime)>()

    /// Whether the nonce is new; it is known from then on.
    mutating func isNew(_ nonce: String, at time: Uptime) -> Bool {
        while let first = order.first, time - first.time > Query.timestampTolerance {
            known.remove(first.nonce)
            order.removeFirst()
        }
        let number = Self.number(of: nonce)
        guard known.insert(number).inserted else { return false }
        order.append((number, time))
        return true
    }

    /// A nonce as documented, 16 lower-case hexadecimal digits, is a number of 64 bits. Any other text is hashed
    /// (FNV-1a): eight bytes a call instead of a string, for benchmarks with millions of calls.
    private static func number(of nonce: String) -> UInt64 {
        var number: UInt64 = 0
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var isDocumented = nonce.utf8.count == 16
        for byte in nonce.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            guard isDocumented else { continue }
            if let digit = hexadecimalValue(of: byte), !(UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte) {
                number = number << 4 | UInt64(digit)
            } else {
                isDocumented = false
            }
        }
        return isDocumented ? number : hash
    }
}
