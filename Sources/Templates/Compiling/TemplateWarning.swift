/// A doubtful text that an expansion has written, and the place in the template where it comes from.
package struct TemplateWarning: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A computed number with more digits than anybody wrote, or with a `.0` that a division has left.
        case floatDigits
        /// Braces in a variable's value, which is no template.
        case braces
        /// A text repeated as often as a number says, or compared with one.
        case textAndNumber
        /// A variable that shows nothing.
        case emptyValue
    }
    package var kind: Kind
    package var message: String
    /// Byte offsets in the template's text.
    package var range: Range<Int>

    package init(kind: Kind, message: String, range: Range<Int>) {
        self.kind = kind
        self.message = message
        self.range = range
    }
}
