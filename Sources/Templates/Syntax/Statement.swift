/// The content of one `{% … %}`.
enum Statement {
    case beginIf(Expression)
    case elseIf(Expression)
    case otherwise
    case endIf
    case beginFor(Target, items: Expression, test: Expression?)
    case endFor
    case set(Target, Expression)
    /// `{% set x %}`: what follows up to `endset` is the value.
    case beginSet(Target)
    case endSet

    /// The word that errors name it by.
    var word: String {
        switch self {
        case .beginIf: "if"
        case .elseIf: "elif"
        case .otherwise: "else"
        case .endIf: "endif"
        case .beginFor: "for"
        case .endFor: "endfor"
        case .set, .beginSet: "set"
        case .endSet: "endset"
        }
    }

    /// The target of `for` and `set`: a name, or several that take a value apart.
    enum Target {
        case name(Symbol)
        case names([Symbol])

        var symbols: [Symbol] {
            switch self {
            case .name(let symbol): [symbol]
            case .names(let symbols): symbols
            }
        }
    }
}
