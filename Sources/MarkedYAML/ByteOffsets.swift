/// Converts libyaml's marks, which count characters, to byte offsets.
///
/// Events come in the order of the text, so the whole document is walked once.
struct ByteOffsets {
    private let start: Int
    private var character = 0
    private var byte: Int

    /// - Parameter start: the offset in the source of the first byte that libyaml was given.
    init(from start: Int) {
        self.start = start
        byte = start
    }

    mutating func byte(ofCharacter target: Int, in input: UnsafeBufferPointer<UInt8>) -> Int {
        while character > target, byte > start {
            repeat { byte -= 1 } while byte > start && input[byte].isUTF8Continuation
            character -= 1
        }
        // Advances by eight bytes at a time while eight characters or more are left: eight bytes cannot begin more.
        while target - character >= 8, byte + 8 <= input.count {
            let word = UnsafeRawBufferPointer(input).loadUnaligned(fromByteOffset: byte, as: UInt64.self)
            // The bytes inside of a character are those that begin with the bits 10.
            let inside = word & ~(word << 1) & 0x8080_8080_8080_8080
            character += 8 - inside.nonzeroBitCount
            byte += 8
        }
        while byte > start, byte < input.count, input[byte].isUTF8Continuation { byte += 1 }
        while character < target, byte < input.count {
            let lead = input[byte]
            byte += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            character += 1
        }
        return min(byte, input.count)
    }
}
