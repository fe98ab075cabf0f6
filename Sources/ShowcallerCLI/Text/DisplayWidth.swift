import Timelines

/// The columns of a terminal that a text takes.
func displayWidth(_ text: some StringProtocol) -> Int { text.displayWidth }

extension String {
    /// The text filled up with spaces to `width` columns.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - displayWidth)) }

    func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - displayWidth)) + self
    }
}
