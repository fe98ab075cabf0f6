/// Reads the digits and signs of a time, byte by byte.
struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Larger than any time may be, and far enough below the range of `Int64` to calculate with.
    private static let largest: Int64 = 1_000_000_000_000_000

    /// The digits at the position as a number, however many there are; nil where there are none.
    mutating func number() -> (value: Int64, digits: Int)? {
        let first = position
        var value: Int64 = 0
        while position < bytes.count, case let digit = Int64(bytes[position]) - 48, (0...9).contains(digit) {
            value = min(value * 10 + digit, Self.largest)
            position += 1
        }
        return position == first ? nil : (value, position - first)
    }

    /// Exactly `digits` digits as a number; any more are left.
    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard position < bytes.count, case let digit = Int(bytes[position]) - 48, (0...9).contains(digit) else {
                return nil
            }
            value = value * 10 + digit
            position += 1
        }
        return value
    }

    /// The lower-case letters at the position.
    mutating func letters() -> String {
        let letters = bytes[position...].prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        position += letters.count
        return String(decoding: letters, as: UTF8.self)
    }
}
