extension Expression {
    /// Returns the expression with its names replaced.
    func mapNames(_ change: (Expression) -> Expression) -> Expression {
        switch self {
        case .variable, .local: change(self)
        default: mapParts { $0.mapNames(change) }
        }
    }

    /// Returns the expression with its direct parts replaced.
    func mapParts(_ map: (Expression) -> Expression) -> Expression {
        switch self {
        case .literal, .variable, .local: return self
        case .attribute(let inner, let name, let range): return .attribute(map(inner), name, range)
        case .item(let inner, let key, let range): return .item(map(inner), map(key), range)
        case .slice(let inner, let bounds, let range):
            return .slice(map(inner), bounds.map { $0.map { map($0) } }, range)
        case .list(let values, let range): return .list(values.map { map($0) }, range)
        case .tuple(let values, let range): return .tuple(values.map { map($0) }, range)
        case .map(let keys, let values, let range): return .map(keys.map { map($0) }, values.map { map($0) }, range)
        case .negated(let inner, let range): return .negated(map(inner), range)
        case .positive(let inner, let range): return .positive(map(inner), range)
        case .not(let inner, let range): return .not(map(inner), range)
        case .binary(let binary, let left, let right, let range): return .binary(binary, map(left), map(right), range)
        case .comparison(let first, let operators, let others, let range):
            return .comparison(map(first), operators, others.map { map($0) }, range)
        case .and(let left, let right, let range): return .and(map(left), map(right), range)
        case .or(let left, let right, let range): return .or(map(left), map(right), range)
        case .conditional(let test, let value, let otherwise, let range):
            return .conditional(test: map(test), map(value), otherwise: otherwise.map { map($0) }, range)
        case .test(let test, let inner, let argument, let range):
            return .test(test, map(inner), argument.map { map($0) }, range)
        case .filter(let filter, let inner, let arguments, let range):
            return .filter(filter, map(inner), arguments.map { $0.map { map($0) } }, range)
        case .format(let inner, let arguments, let range): return .format(map(inner), arguments.map { map($0) }, range)
        case .dateFormat(let inner, let format, let range): return .dateFormat(map(inner), format, range)
        case .range(let name, let arguments, let range): return .range(map(name), arguments.map { map($0) }, range)
        }
    }

    /// Calls `body` with every name in the expression, in their order.
    func forEachName(_ body: (Expression) -> Void) {
        withoutActuallyEscaping(body) { body in
            _ = mapNames {
                body($0)
                return $0
            }
        }
    }

    /// Calls `body` with the expression and every expression in it.
    func forEachPart(_ body: (Expression) -> Void) {
        body(self)
        withoutActuallyEscaping(body) { body in
            _ = mapParts {
                $0.forEachPart(body)
                return $0
            }
        }
    }

    /// The facts of a delivery that the value can depend on.
    var dependencies: Dependencies {
        var dependencies: Dependencies = []
        forEachName { name in
            if case .variable(let symbol, _, _) = name { dependencies.formUnion(Dependencies(of: symbol)) }
        }
        return dependencies
    }
}
