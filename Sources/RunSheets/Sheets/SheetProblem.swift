import ShowTime

/// A part of a sheet that could not be imported as it is, at its place.
package struct SheetProblem: ExplainedError, Equatable, Sendable {
    package enum Severity: Sendable, Equatable {
        /// The sheet could not be imported.
        case fatal
        /// The row is not in the timeline.
        case leftOut
        /// The row is in the timeline with a change.
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
