package import Scheduling

/// An input that no command of a rehearsal gave, and what it was played with.
package struct AssumedInput: Sendable, Hashable {
    package var run: RunID
    package var name: String
    /// As long as the longest may be.
    package var value: String

    init(run: RunID, name: String, value: String) {
        self.run = run
        self.name = name
        self.value = value
    }
}
