import Glibc

extension Double {
    /// The text that Python gives a finite float: the shortest digits that read back the same, with an exponent below 1e-4
    /// and from 1e16. Swift's differ only in that its exponents begin at 2^53.
    package var templateText: String { magnitude >= 0x1p53 && magnitude < 1e16 ? "\(Int(self)).0" : description }

    /// Returns the text with `precision` digits behind the point, as C and Python print it.
    func printed(precision: Int) -> String {
        var buffer = [CChar](repeating: 0, count: 512 + precision)
        let count = withVaList([Int32(precision), self]) { vsnprintf(&buffer, buffer.count, "%.*f", $0) }
        return String(decoding: buffer[..<Int(count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
