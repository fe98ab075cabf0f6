import ShowTime

extension Expression {
    /// Jinja2 computes what is constant when it compiles, and cannot write an infinite result into its code, unless it is
    /// all that is shown: whoever reaches such a part gets an error.
    func withoutEndlessParts() -> Expression {
        guard let value = constantValue else { return mapParts { $0.withoutEndlessParts() } }
        return value.isEndless ? .endless(range) : self
    }

    /// Jinja2 refuses at once, and not only where it is reached, what joins or decides by a constant that nothing defines:
    /// `[1, 2][5] ~ x`.
    func checkConstant() throws(TemplateError) {
        switch self {
        case .item, .attribute, .filter: break
        default: return
        }
        guard isConstant else { return }
        var evaluation = Evaluation()
        let scope = Scope(title: "", timeline: "", zone: .utc, start: .milliseconds(0))
        if case .undefined(let error)? = try? evaluate(in: scope, &evaluation) { throw error }
    }

    /// The value, where it does not hang on a name: nil for `1 + x`, but `false and x` is constant.
    var constantValue: Value? {
        var evaluation = Evaluation()
        let scope = Scope(title: "", timeline: "", zone: .utc, start: .milliseconds(0))
        let withoutNames = mapNames { .endless($0.range) }
        guard let value = try? withoutNames.evaluate(in: scope, &evaluation) else { return nil }
        switch value {
        case .undefined, .iterator: return nil
        default: return value
        }
    }
}

extension Value {
    fileprivate var isEndless: Bool {
        switch self {
        case .float(let number): !number.isFinite
        case .list(let values), .tuple(let values): values.contains(where: \.isEndless)
        case .map(let members): members.values.contains(where: \.isEndless)
        default: false
        }
    }
}
