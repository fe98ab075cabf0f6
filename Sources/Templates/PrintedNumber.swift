#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Digits as C prints them, which is how Python does.
enum PrintedNumber {
    /// - Parameter conversion: `f`, `e` or `g`, or their capitals.
    static func text(_ number: Double, _ conversion: Character, precision: Int, isAlternate: Bool = false) -> String {
        var buffer = [CChar](repeating: 0, count: 512 + precision)
        let format = isAlternate ? "%#.*\(conversion)" : "%.*\(conversion)"
        let count = withVaList([Int32(precision), number]) { vsnprintf(&buffer, buffer.count, format, $0) }
        return String(decoding: buffer[..<Int(count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
