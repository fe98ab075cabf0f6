/// Warnings about values that nobody can have meant to show.
extension Evaluation {
    /// Warns of `"1999" * 2`, which is `19991999`. A literal word is repeated on purpose: `"=" * 20`.
    mutating func warnOfRepetition(of text: String, by operand: Expression, giving result: String, at place: Range<Int>)
    {
        switch operand.kind {
        case .literal where Double(text) == nil: return
        case .filter(.string): return
        default: break
        }
        let name = quote(operand) ?? "this"
        warn(
            .textAndNumber,
            "\(name) is a text, which * repeats, as in \(result.prefix(20)): write (\(name) | int), or (\(name) | string) where that is meant",
            at: place)
    }

    /// Warns of a text that is compared with a number or with true and false, which are never equal.
    mutating func warnOfComparison(
        _ left: Value, _ comparison: Expression.Comparison, with right: Value, at place: Range<Int>
    ) {
        guard comparison == .equal || comparison == .notEqual else { return }
        switch (left, right) {
        case (.string(let text), let other) where other.isNumber, (let other, .string(let text)) where other.isNumber:
            let isFlag = if case .bool = other { true } else { false }
            let remedy =
                isFlag
                ? "write true or false without quotes into vars"
                : "write the number without quotes into vars, or | int behind the text"
            warn(
                .textAndNumber, "\"\(text.prefix(20))\" is a text, which never equals \(other.typeName): \(remedy)",
                at: place)
        default: break
        }
    }

    /// Warns of a variable that shows nothing, or braces.
    mutating func warnOfText(_ text: String, shownBy root: Expression) {
        var shown = root
        while case .filter(let filter) = shown.kind, [.upper, .lower, .title, .capitalize, .trim].contains(filter) {
            shown = shown.parts[0]
        }
        switch shown.kind {
        case .variable, .attribute, .item: break
        default: return
        }
        var text = text
        var name: String { quote(root) ?? "the variable" }
        if text.isEmpty {
            warn(
                .emptyValue,
                "\(name) is empty, and shows nothing: give it a value, or write {{ \(name) or \"\" }} where that is meant",
                at: place(of: root))
        } else if text.withUTF8({ LeftOverBraces.first(in: $0) }) != nil {
            warn(
                .braces,
                "this shows \"\(text.prefix(40))\" with its braces, for a value is no template: write them into the text itself, or {{ \(name) | string }} where they are meant",
                at: place(of: root))
        }
    }
}
