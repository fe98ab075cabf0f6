import Scheduling

extension SeededGenerator {
    /// Up to forty characters of every kind that needs care somewhere.
    mutating func awkwardText() -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &self) {
            let range: ClosedRange<UInt32> =
                switch Int.random(in: 0..<6, using: &self) {
                case 0: 0x00...0x1F
                case 1: 0x20...0x7F
                case 2: 0x80...0x7FF
                case 3: 0x800...0xFFFF
                case 4: 0x1_0000...0x10_FFFF
                default: 0x22...0x5C
                }
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) { text.append(scalar) }
        }
        return String(text)
    }
}
