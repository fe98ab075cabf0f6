package import MarkedYAML

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

    /// Whether the file is a timeline and not a file to be included.
    package var isTimeline: Bool { name != nil }
}
