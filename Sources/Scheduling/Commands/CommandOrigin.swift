package import ShowTime

/// Who gave a command, and the id under which it is carried out once.
package struct CommandOrigin: Hashable, Sendable {
    /// Nil where a repetition cannot be told from a new command.
    package var id: String?
    /// Nil where nobody says.
    package var by: String?

    package init(id: String? = nil, by: String? = nil) {
        self.id = id
        self.by = by
    }
}

/// What came of a command that was not refused.
package enum CommandResult: Hashable, Sendable {
    /// - Parameter deliveries: how many deliveries the command was about, of a shift how many were missed for it; nil where a
    ///   number says nothing.
    case done(deliveries: Int? = nil)
    /// It had been done before: the same command, or another one that did what this one was to do.
    case hadBeenDone(by: String?, at: Instant)
}
