import Timelines

extension String {
    /// The text filled up with spaces to `width` columns.
    func padded(to width: Int) -> String { self + padding(to: width) }

    func leftPadded(to width: Int) -> String { padding(to: width) + self }

    private func padding(to width: Int) -> String { String(repeating: " ", count: max(0, width - displayWidth)) }
}
