package import MarkedYAML
package import ShowTime
package import Templates

/// The inputs of loading a timeline besides its text.
package struct LoadingOptions: Sendable {
    /// `--var` of the command line: these beat all variables of the timeline.
    package var overrides: [(name: String, value: Value)] = []
    /// The start that texts are checked with where the timeline has none.
    package var assumedStart: Instant
    /// The most occurrences of one message that are expanded to check them. `check` expands every one of a bounded message.
    package var checkedOccurrences = Int.max

    /// The most deliveries of one run, for callers that play it through ahead of time.
    package var mostDeliveries = Int.max
    /// The most steps that checking the texts of one timeline takes: a minute or two of work.
    package var mostSteps = 300_000_000

    /// Calls a second that the timeline will be played with; nil is unlimited.
    package var rate: Double? = 100
    /// The threads that load the parts of a large timeline.
    package var workers = Workers.none
    /// Reads an included file by its path as written and the file that includes it. The name of the text is its path from the
    /// working directory, so that a file has one name, however it is reached.
    package var readIncluded: @Sendable (_ path: String, _ includer: SourceText) -> Result<SourceText, IncludeProblem>

    package init(assumedStart: Instant) {
        self.assumedStart = assumedStart
        readIncluded = { _, _ in .failure(IncludeProblem(message: "nothing can be included here")) }
    }

    package struct IncludeProblem: ExplainedError, Sendable {
        package var message: String
        package init(message: String) { self.message = message }
    }

    /// The most occurrences that are checked of a message without end.
    package static let checkedOccurrencesWithoutEnd = 1000

    /// Explains why a variable cannot have a name, nil where it can.
    package static func problem(withVariableName name: String) -> String? {
        if Symbol.reserved.contains(name) {
            return "\"\(name)\" is a name that every template has already: choose another"
        }
        if !name.isTemplateName {
            return "\"\(name)\" cannot be said in a template: a name has letters, digits and _"
        }
        return nil
    }
}
