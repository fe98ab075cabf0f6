/// What is wrong with a template, and where in its text.
package struct TemplateError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Not a template.
        case syntax
        /// Jinja2, but outside the subset.
        case unsupported
        case unknownFilter(String)
        /// A variable that nothing defines.
        case undefined(String)
        /// A member that a value does not have, which has these.
        case noMember(String, members: [String])
        /// Values that do not go together: a text plus a number.
        case evaluation
    }
    package var kind: Kind
    package var message: String
    /// Byte offsets in the template's text.
    package var range: Range<Int>

    package init(_ kind: Kind, _ message: String, at range: Range<Int>) {
        self.kind = kind
        self.message = message
        self.range = range
    }

    /// The same error of an expression that begins at `offset` of the whole text.
    func shifted(by offset: Int) -> TemplateError {
        TemplateError(kind, message, at: range.lowerBound + offset..<range.upperBound + offset)
    }
}
