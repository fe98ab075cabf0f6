extension StringProtocol {
    /// Whether there is at least one ASCII digit and nothing else.
    var isAllDigits: Bool {
        !isEmpty && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
