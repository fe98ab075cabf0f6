/// What templates and conditions do with the inputs of a timeline.
package struct InputUse: Sendable {
    /// The inputs that are named anywhere, whether an expansion reaches them or not.
    package private(set) var symbols: Set<Symbol> = []
    /// The string literals in the same templates and conditions: a condition may compare an input with one of these.
    package private(set) var words: Set<String> = []
    /// Whether filters change the case of letters, which may then take more bytes.
    package private(set) var changesCase = false

    package var isEmpty: Bool { symbols.isEmpty }

    package init() {}

    package mutating func formUnion(_ other: InputUse) {
        symbols.formUnion(other.symbols)
        words.formUnion(other.words)
        changesCase = changesCase || other.changesCase
    }

    fileprivate mutating func add(_ expression: Expression, _ inputs: Set<Symbol>) {
        expression.forEachPart { part in
            switch part.kind {
            case .variable(let symbol, _): if inputs.contains(symbol) { symbols.insert(symbol) }
            case .literal(.string(let text)): words.insert(text)
            case .filter(.upper), .filter(.lower), .filter(.title), .filter(.capitalize): changesCase = true
            default: break
            }
        }
    }
}

extension TemplateSet {
    package func inputUse(of template: Template) -> InputUse {
        var use = InputUse()
        guard template.dependencies.contains(.input) else { return use }
        nodes[template.nodeRange].forEachExpression { placed, _ in use.add(placed.braces.root, inputs) }
        return use
    }

    package func inputUse(of condition: Condition) -> InputUse {
        var use = InputUse()
        guard condition.dependencies.contains(.input) else { return use }
        use.add(conditions[condition.number].braces.root, inputs)
        return use
    }
}
