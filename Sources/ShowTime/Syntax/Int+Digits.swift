extension Int {
    /// Reads a number that consists of digits and nothing else: `Int("+3")` is 3, but nobody who means 3 writes that.
    package init?(digits text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        self.init(text)
    }
}
