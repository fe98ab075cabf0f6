/// What could not be taken from a sheet as it stands there, at its place.
package struct SheetProblem: Sendable, Equatable {
    package enum Severity: Sendable, Equatable {
        /// Nothing could be made of the sheet at all.
        case fatal
        /// The row is not in the timeline.
        case leftOut
        /// The row is in the timeline, though not quite as it was written.
        case changed
    }

    package var severity: Severity
    /// One sentence: what is wrong and what would be right.
    package var message: String
    /// Byte offset in the sheet.
    package var place: Int

    package init(_ severity: Severity, _ message: String, at place: Int) {
        self.severity = severity
        self.message = message
        self.place = place
    }
}
