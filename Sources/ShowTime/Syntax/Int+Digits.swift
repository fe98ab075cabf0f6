extension Int {
    /// A number of digits and nothing else: `Int("+3")` is 3, which nobody writes who means it.
    package init?(digits text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        self.init(text)
    }
}
