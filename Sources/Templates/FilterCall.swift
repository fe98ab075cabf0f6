import ShowTime

/// One use of a filter with its arguments, at the places of the filter's parameters.
struct FilterCall {
    var filter: Filter
    var arguments: [Value?]
    var zone: Zone
    var range: Range<Int>

    func apply(to value: Value) throws(TemplateError) -> Value {
        switch filter {
        case .default: return try orDefault(value)
        case .upper, .lower, .title, .capitalize, .trim, .replace, .string, .wordcount, .truncate:
            return try ofText(value.isNoElse ? value : value.defined())
        case .round, .int, .float, .abs, .duration: return try ofNumber(value.defined())
        case .items:
            // Jinja2 takes what nothing defines for a mapping without members here.
            if case .undefined = value { return .iterator(Generator([])) }
            guard case .map(let members) = value else { return .iterator(failing(value, "has no members")) }
            return .iterator(
                Generator(members.keys.indices.map { .tuple([.string(members.keys[$0]), members.values[$0]]) }))
        default: return try ofSequence(value)
        }
    }

    /// The value, or another where nothing defines it; where told so, also where it counts as false.
    private func orDefault(_ value: Value) throws(TemplateError) -> Value {
        if case .undefined = value { return arguments[0] ?? .string("") }
        if try flag(1), !(try value.isTrue(at: range)) { return arguments[0] ?? .string("") }
        return value
    }

    func refusal(_ value: Value, _ what: String) -> TemplateError {
        TemplateError(.evaluation, "\(value.typeName) \(what)", at: range)
    }

    /// What is wrong only once somebody asks for the items.
    func failing(_ value: Value, _ what: String) -> Generator {
        let error = refusal(value, what)
        return Generator { .failure(error) }
    }

    func text(_ value: Value) throws(TemplateError) -> String { try value.text(in: zone, at: range) }

    /// An argument that must be an integer, or its default.
    func integer(_ place: Int, _ otherwise: Int) throws(TemplateError) -> Int {
        guard let argument = arguments[place] else { return otherwise }
        guard let number = try argument.defined().asInteger else {
            throw refusal(argument, "is no integer, which \(filter.rawValue) needs")
        }
        return number
    }

    func flag(_ place: Int) throws(TemplateError) -> Bool {
        guard let argument = arguments[place] else { return false }
        return try argument.isTrue(at: range)
    }

    /// An argument that counts as not given where it is `none`.
    func given(_ place: Int) -> Value? {
        guard let argument = arguments[place] else { return nil }
        if case Value.none = argument { return nil }
        return argument
    }
}
