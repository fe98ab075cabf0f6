/// Converts libyaml's marks, which count characters, to byte offsets.
///
/// Events come in the order of the text, so the whole document is walked once.
struct ByteOffsets {
    private let start: Int
    private var character = 0
    private var byte: Int

    /// - Parameter start: the byte that libyaml was given first.
    init(from start: Int) {
        self.start = start
        byte = start
    }

    mutating func byte(ofCharacter target: Int, in input: UnsafeBufferPointer<UInt8>) -> Int {
        while character > target, byte > start {
            repeat { byte -= 1 } while byte > start && input[byte].isUTF8Continuation
            character -= 1
        }
        while character < target, byte < input.count {
            let lead = input[byte]
            byte += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            character += 1
        }
        return min(byte, input.count)
    }
}
