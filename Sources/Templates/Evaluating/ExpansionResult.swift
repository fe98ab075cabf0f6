/// What an expansion reports beside its text.
package struct ExpansionResult: Sendable {
    /// The place in the template at which the text went over the buffer's limit; nil where it did not.
    package var overflowPlace: Int?
    package var warnings: [TemplateWarning]
}
