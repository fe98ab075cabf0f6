extension FilterCall {
    func ofText(_ value: Value) throws(TemplateError) -> Value {
        if filter == .truncate { return try truncated(value) }
        let text = try text(value)
        switch filter {
        case .upper: return .string(text.pythonUppercased)
        case .lower: return .string(text.pythonLowercased)
        case .title: return .string(text.pythonTitled)
        case .capitalize: return .string(text.pythonCapitalized)
        case .wordcount: return .int(text.pythonWordCount)
        case .trim:
            guard let characters = given(0) else { return .string(text.pythonTrimmed(nil)) }
            guard case .string(let characters) = characters else { throw refusal(characters, "has no characters") }
            return .string(text.pythonTrimmed(characters))
        case .replace:
            let count = given(2) == nil ? -1 : try integer(2, -1)
            return .string(
                try TextSearch.replace(
                    self.text(arguments[0] ?? .none), with: self.text(arguments[1] ?? .none), in: text, count: count,
                    at: range))
        default: return .string(text)
        }
    }

    /// At most `length` characters, the end mark counted in; a text that is up to `leeway` longer stays as it is.
    private func truncated(_ value: Value) throws(TemplateError) -> Value {
        let length = try integer(0, 255)
        let end = arguments[2] ?? .string("...")
        guard case .string(let mark) = try end.defined() else { throw refusal(end, "is no text") }
        let leeway = given(3) == nil ? 5 : try integer(3, 5)
        let markLength = mark.unicodeScalars.count
        guard length >= markLength, leeway >= 0 else {
            throw TemplateError(.evaluation, "truncate needs a length of at least its end mark", at: range)
        }
        let (longest, overflow) = length.addingReportingOverflow(leeway)
        guard case .string(let text) = value else {
            // Python does not mind what it need not cut.
            guard !overflow, try self.length(of: value) > longest else { return value }
            throw refusal(value, "cannot be truncated")
        }
        let scalars = text.unicodeScalars
        guard !overflow, scalars.count > longest else { return value }
        var kept = scalars.prefix(length - markLength)
        if try !flag(1), let space = kept.lastIndex(of: " ") { kept = kept[..<space] }
        return .string(String(kept) + mark)
    }
}
