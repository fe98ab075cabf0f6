extension FilterCall {
    func ofText(_ text: String, _ evaluation: inout Evaluation) throws(TemplateError) -> Value {
        switch filter {
        case .upper: return .string(text.templateUppercased)
        case .lower: return .string(text.templateLowercased)
        case .title: return .string(text.templateTitled)
        case .capitalize: return .string(text.templateCapitalized)
        case .truncate: return .string(try truncated(text))
        case .trim:
            guard let characters = try given(0)?.defined() else { return .string(text.trimmed(of: nil)) }
            guard case .string(let characters) = characters else { throw refusal(characters, "has no characters") }
            return .string(text.trimmed(of: characters))
        case .replace:
            let count = given(2) == nil ? -1 : try integer(2, -1)
            let (old, new) = (try self.text(0, &evaluation), try self.text(1, &evaluation))
            return .string(try text.replaced(old, with: new, count: count, at: range))
        default: return .string(text)
        }
    }

    /// Cuts a text to `length` characters, the end mark counted in; a text that is up to `leeway` longer stays as it is.
    private func truncated(_ text: String) throws(TemplateError) -> String {
        let length = try integer(0, 255)
        let end = try arguments[2]?.defined() ?? .string("...")
        guard case .string(let mark) = end else { throw refusal(end, "is no text") }
        let leeway = given(3) == nil ? 5 : try integer(3, 5)
        let markLength = mark.unicodeScalars.count
        guard length >= markLength, leeway >= 0 else {
            throw .evaluation("truncate needs a length of at least its end mark", at: range)
        }
        let (longest, overflow) = length.addingReportingOverflow(leeway)
        let scalars = text.unicodeScalars
        guard !overflow, scalars.count > longest else { return text }
        var kept = scalars.prefix(length - markLength)
        if try !flag(1), let space = kept.lastIndex(of: " ") { kept = kept[..<space] }
        return String(kept) + mark
    }
}
