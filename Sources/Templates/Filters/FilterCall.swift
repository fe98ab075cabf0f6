/// One use of a filter, with its arguments at the places of the filter's parameters.
struct FilterCall {
    var filter: Filter
    var arguments: [Value?]
    /// The expression in front of the filter.
    var input: Expression
    /// Where in the template the use stands.
    var range: Range<Int>

    func apply(to value: Value, _ evaluation: inout Evaluation) throws(TemplateError) -> Value {
        switch filter {
        case .default: return try orDefault(value)
        case .upper, .lower, .title, .capitalize, .trim, .replace, .string, .truncate:
            if filter == .truncate, try value.defined().isNumber { throw refusal(value, "cannot be truncated") }
            let text = try evaluation.text(of: value, as: .operand(input))
            let result = try ofText(text, &evaluation)
            if case .string(let text) = result, text.utf8.count > String.maximumBytes { throw .tooLong(at: range) }
            return result
        case .round, .int, .float, .abs, .duration: return try ofNumber(value.defined())
        default: return try ofSequence(value, &evaluation)
        }
    }

    /// Calculates the steps that the filter takes for a value.
    func cost(of value: Value) -> Int {
        switch filter {
        case .default: return 0
        case .length, .first, .last:
            // Characters are counted one by one, items are not.
            if case .string = value { return value.cost } else { return 0 }
        case .sort, .unique:
            return value.weight * lookups * (Int.bitWidth - value.cost.leadingZeroBitCount)
        case .min, .max: return value.weight * lookups
        case .replace:
            guard case .string(let text) = value, case .string(let old)? = arguments[0] else { return value.cost }
            return text.cost(ofFinding: old)
        default: return value.cost * lookups
        }
    }

    /// How many members are looked up of each item: `attribute="name,address.city"` is three.
    private var lookups: Int {
        guard let place = filter.parameters.firstIndex(of: "attribute"), place < arguments.count,
            case .string(let text)? = arguments[place]
        else { return 1 }
        return 1 + text.utf8.count { ".,".utf8.contains($0) }
    }

    /// Returns the value, or the default if nothing defines it; with the argument `boolean`, also if the value counts as false.
    private func orDefault(_ value: Value) throws(TemplateError) -> Value {
        switch value {
        case .undefined, .absent: return arguments[0] ?? .string("")
        case .sequence: throw .readOnce(at: range)
        default: break
        }
        if try flag(1), !(try value.isTrue(at: range)) { return arguments[0] ?? .string("") }
        return value
    }

    func refusal(_ value: Value, _ reason: String) -> TemplateError {
        .evaluation("\(value.typeName) \(reason)", at: range)
    }

    /// Returns the text of an argument.
    func text(_ place: Int, _ evaluation: inout Evaluation) throws(TemplateError) -> String {
        guard let argument = arguments[place] else { return "" }
        if case .string(let text) = argument { return text }
        return try evaluation.text(of: argument, as: .argument(of: input))
    }

    /// Returns an argument that must be an integer, or its default.
    func integer(_ place: Int, _ otherwise: Int) throws(TemplateError) -> Int {
        guard let argument = arguments[place] else { return otherwise }
        guard let number = try argument.defined().asInteger else {
            throw refusal(argument, "is no whole number, which \(filter.rawValue) needs")
        }
        return number
    }

    func flag(_ place: Int) throws(TemplateError) -> Bool {
        guard let argument = arguments[place] else { return false }
        return try argument.isTrue(at: range)
    }

    /// Returns an argument, nil where it is `none` or not given.
    func given(_ place: Int) -> Value? {
        guard let argument = arguments[place] else { return nil }
        if case Value.none = argument { return nil }
        return argument
    }
}
