import ShowTime

extension Evaluation {
    /// The role of a value that becomes text.
    enum Shown {
        /// All that stands in a pair of braces.
        case output(Expression)
        /// An operand of `~`, or the input of a filter.
        case operand(Expression)
        /// An item of the list that an expression joins, counted from 0.
        case item(Int, of: Expression)
        /// A value of a format with `%`.
        case argument(of: Expression)

        var expression: Expression {
            switch self {
            case .output(let expression), .operand(let expression), .item(_, let expression),
                .argument(let expression):
                expression
            }
        }
    }

    /// Returns the text of a value, as Jinja2 writes it.
    ///
    /// - Throws: ``TemplateError`` for a value that no audience should see.
    mutating func text(of value: Value, as shown: Shown) throws(TemplateError) -> String {
        switch value {
        case .string(let text): return text
        case .int(let number): return String(number)
        case .bool(let value): return value ? "True" : "False"
        case .float(let number, let origin):
            let text = number.templateText
            if origin != .written { warnOfDigits(text, from: origin, as: shown) }
            return text
        case .instant(let instant): return instant.templateText(in: zone)
        case .absent: return ""
        case .undefined(let error): throw error
        case .none, .list, .tuple, .sequence, .map, .loop:
            throw .unsupported(refusal(of: value, as: shown), at: place(of: shown.expression))
        }
    }

    /// The most digits that are shown without a warning: numbers that people write do not have more.
    private static let mostDigits = 12

    private mutating func warnOfDigits(_ text: String, from origin: Value.FloatOrigin, as shown: Shown) {
        if text.significantDigitCount > Self.mostDigits {
            let remedy = quoted(shown) { "\($0) | round(2)" } ?? " with | round(2)"
            warn(.floatDigits, "this shows \(text); round it\(remedy)", at: place(of: shown.expression))
        } else if origin == .divided, text.hasSuffix(".0") {
            warn(
                .floatDigits,
                "this shows \(text), because / always gives a point; write // for a whole number, or add | int or | round(2)",
                at: place(of: shown.expression))
        }
    }

    /// Says why a value has no text, and what to write instead.
    private func refusal(of value: Value, as shown: Shown) -> String {
        let name = if case .tuple = value { "a list" } else { value.typeName }
        let subject =
            if case .item(let index, _) = shown { "item \(index + 1) of the list is \(name), which" } else { name }
        return "\(subject) cannot be shown to an audience; \(advice(for: value, as: shown))"
    }

    private func advice(for value: Value, as shown: Shown) -> String {
        switch (value, shown) {
        case (.loop, _): return "show loop.index or another member of it"
        case (.map(let members), .item):
            return "name one of its members: join(\", \", attribute=\"\(members.keys.first ?? "name")\")"
        case (.map(let members), _):
            let member = members.keys.first(where: \.isTemplateName) ?? "name"
            return "show one of its members" + (quoted(shown) { "\($0).\(member)" } ?? "")
        case (.none, .item): return "leave it out in a loop: {% for … in … if … %}"
        case (.none, _):
            if case .literal = shown.expression.kind { return "leave it out" }
            return "say what to show instead" + (quoted(shown) { "\($0) or \"…\"" } ?? " with or \"…\"")
        case (_, .item): return "show it in a loop of its own: {% for … in … %}"
        default:
            let filter = "| join(\", \")"
            return "join it" + (quoted(shown) { "\($0) \(filter)" } ?? " with \(filter)")
        }
    }

    /// Returns the author's own expression with a change, behind a colon; nil if it cannot be quoted.
    private func quoted(_ shown: Shown, changed change: (_ source: String) -> String) -> String? {
        switch shown {
        case .output(let expression): quote(expression).map { ": `{{ \(change($0)) }}`" }
        case .operand(let expression): quote(expression).map { ": `\(change($0))`" }
        case .item, .argument: nil
        }
    }
}

extension String {
    /// How many digits a number has, without the zeros at its ends.
    fileprivate var significantDigitCount: Int {
        let digits = utf8.prefix { $0 != UInt8(ascii: "e") }.filter(\.isDigit)
        let zero = UInt8(ascii: "0")
        return (digits.lastIndex { $0 != zero } ?? 0) - (digits.firstIndex { $0 != zero } ?? 0) + 1
    }
}
