import ShowTime

/// An expression as parsed. Ranges are byte offsets from the beginning of the expression.
indirect enum Expression: Sendable {
    case literal(Value)
    case variable(Symbol, Range<Int>)
    case attribute(Expression, String, Range<Int>)
    case negated(Expression, Range<Int>)
    case positive(Expression, Range<Int>)
    case binary(BinaryOperator, Expression, Expression, Range<Int>)
    case dateFormat(Expression, Strftime, Range<Int>)
}

enum BinaryOperator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case modulo = "%"
    case concatenate = "~"
}

extension Expression {
    /// Where it stands, empty for a literal, which is never wrong.
    var range: Range<Int> {
        switch self {
        case .literal: 0..<0
        case .variable(_, let range), .attribute(_, _, let range), .negated(_, let range), .positive(_, let range),
            .binary(_, _, _, let range), .dateFormat(_, _, let range):
            range
        }
    }

    /// What the value can depend on besides the script.
    var dependencies: Dependencies {
        switch self {
        case .literal: []
        case .variable(let symbol, _): Dependencies(of: symbol)
        case .attribute(let inner, _, _), .negated(let inner, _), .positive(let inner, _), .dateFormat(let inner, _, _):
            inner.dependencies
        case .binary(_, let left, let right, _): left.dependencies.union(right.dependencies)
        }
    }

    /// The variables that are named anywhere in it.
    func collectSymbols(into symbols: inout Set<Symbol>) {
        switch self {
        case .literal: break
        case .variable(let symbol, _): symbols.insert(symbol)
        case .attribute(let inner, _, _), .negated(let inner, _), .positive(let inner, _), .dateFormat(let inner, _, _):
            inner.collectSymbols(into: &symbols)
        case .binary(_, let left, let right, _):
            left.collectSymbols(into: &symbols)
            right.collectSymbols(into: &symbols)
        }
    }
}

/// What makes two expansions of one template differ.
package struct Dependencies: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `due`, `offset`, `occurrence`: a repeat must be expanded each time.
    package static let occurrence = Dependencies(rawValue: 1)
    /// `start`: known only when a run begins.
    package static let start = Dependencies(rawValue: 2)

    init(of symbol: Symbol) {
        switch symbol {
        case .due: self = [.occurrence, .start]
        case .offset, .occurrence: self = .occurrence
        case .start: self = .start
        default: self = []
        }
    }
}
