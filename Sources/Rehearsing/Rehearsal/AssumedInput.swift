package import Scheduling

/// An input that no command of a rehearsal gave, and the value it was played with.
package struct AssumedInput: Sendable, Hashable {
    package var run: RunID
    package var name: String
    /// The longest value that the input may have, unless nothing can be sent with that.
    package var value: String

    init(run: RunID, name: String, value: String) {
        self.run = run
        self.name = name
        self.value = value
    }
}
