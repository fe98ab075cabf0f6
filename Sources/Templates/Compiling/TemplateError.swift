/// A mistake in a template, and its place in the text.
package struct TemplateError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Not a template.
        case syntax
        /// Jinja2 renders it, but templates here do not: a feature left out, a limit, or a text that no audience should see.
        case unsupported
        case unknownFilter(String)
        /// A variable that nothing defines.
        case undefined(String)
        /// A member that a value does not have, and the members that it has.
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

    static func syntax(_ message: String, at range: Range<Int>) -> TemplateError {
        TemplateError(.syntax, message, at: range)
    }

    static func unsupported(_ message: String, at range: Range<Int>) -> TemplateError {
        TemplateError(.unsupported, message, at: range)
    }

    static func evaluation(_ message: String, at range: Range<Int>) -> TemplateError {
        TemplateError(.evaluation, message, at: range)
    }

    static func notANumber(_ text: String, at range: Range<Int>) -> TemplateError {
        .unsupported("\"\(text)\" is not supported as a number: write it in digits 0 to 9", at: range)
    }

    /// Returns the same error for an expression that begins at `offset` of the whole text.
    func shifted(by offset: Int) -> TemplateError {
        TemplateError(kind, message, at: range.shifted(by: offset))
    }
}

extension Range<Int> {
    func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
