package import MarkedYAML
import Templates

/// The result of loading a timeline: the timeline, unless it has errors, and all diagnostics.
package struct LoadedTimeline: Sendable {
    /// Nil where there is at least one error.
    package var timeline: Timeline?
    /// In the order of the file.
    package var diagnostics: [Diagnostic] = []
    /// The timeline's name as written, and its place: present whatever else is wrong.
    package var name: (text: String, range: Range<Int>)?
    package var source: SourceText
    /// The files that it includes, each once.
    package var included: [SourceText] = []

    /// The variables that its texts and conditions name; nil where errors leave that open.
    package var variableNames: VariableNames?

    /// Whether the file is a timeline and not a file to be included.
    package var isTimeline: Bool { name != nil }
}

/// The names of variables in the texts and conditions of a timeline.
package struct VariableNames: Sendable {
    package var used: Set<String> = []
    /// Those that are used as true or false somewhere.
    package var asked: Set<String> = []
    /// Those of inputs, which no variable can have.
    package var inputs: Set<String> = []

    package init() {}

    package mutating func formUnion(_ other: VariableNames) {
        used.formUnion(other.used)
        asked.formUnion(other.asked)
        inputs.formUnion(other.inputs)
    }

    /// `: did you mean "price"?`, or the names that there are.
    package func hint(for name: String) -> String {
        let near = Suggestion.hint(for: name, among: used)
        guard near.isEmpty else { return near }
        let wanted = used.subtracting(Symbol.reserved + Symbol.functions).subtracting(inputs).sorted()
        return wanted.isEmpty ? ": they use none" : ": they use \(wanted.prefix(8).joined(separator: ", "))"
    }
}
