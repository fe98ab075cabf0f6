/// A template with statements, as a tree.
indirect enum TemplateNode {
    /// Bytes of the literals.
    case text(start: Int, count: Int)
    case output(PlacedExpression)
    case condition([Branch], otherwise: [TemplateNode])
    case loop(Loop)
    case assignment(Target, PlacedExpression)
    /// A name, and what is written for it instead of into the text.
    case capture(Target, [TemplateNode], place: Int)

    struct Branch {
        var test: PlacedExpression
        var body: [TemplateNode]
    }

    struct Loop {
        var target: Target
        var items: PlacedExpression
        var test: Expression?
        var body: [TemplateNode]
        var otherwise: [TemplateNode]
    }
}

/// An expression and where in the template its ranges count from.
struct PlacedExpression {
    var expression: Expression
    var place: Int
    /// How it is written, where that tells it from all others.
    var text: ExactText?

    /// Where in the template it stands.
    var range: Range<Int> { expression.range.lowerBound + place..<expression.range.upperBound + place }

    init(_ expression: Expression, at place: Int, text: ExactText? = nil) {
        self.expression = expression
        self.place = place
        self.text = text
    }
}

/// Reads a template into its tree.
struct TemplateTreeParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var parts: TemplateParts
    var symbols: SymbolTable
    var literals: [UInt8]
    private var depth = 0
    /// Statements this deep are nothing that anybody wrote.
    private static let deepest = 50

    init(_ bytes: UnsafeBufferPointer<UInt8>, symbols: SymbolTable, literals: [UInt8]) {
        self.bytes = bytes
        parts = TemplateParts(bytes)
        self.symbols = symbols
        self.literals = literals
    }

    mutating func parse() throws(TemplateError) -> [TemplateNode] { try body(of: nil, endingWith: []).nodes }

    /// Everything up to one of some statements.
    ///
    /// - Parameter opening: the statement that needs an end, and where it stands.
    private mutating func body(
        of opening: (word: String, range: Range<Int>)?, endingWith ends: Set<String>
    ) throws(TemplateError) -> (nodes: [TemplateNode], end: Statement, place: Int) {
        depth += 1
        defer { depth -= 1 }
        if let opening, depth > Self.deepest {
            throw TemplateError(.unsupported, "statements are nested at most \(Self.deepest) deep", at: opening.range)
        }
        var nodes: [TemplateNode] = []
        while let part = try parts.next() {
            switch part {
            case .text(let range):
                nodes.append(.text(start: literals.count, count: range.count))
                literals.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
            case .expression(let range):
                let expression = try parse(range) { parser throws(TemplateError) in try parser.shown() }
                let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
                nodes.append(.output(PlacedExpression(expression, at: range.lowerBound, text: ExactText(text))))
            case .statement(let range):
                let statement = try parse(range) { parser throws(TemplateError) in
                    let statement = try parser.statement()
                    return parser.mayBeEndless ? statement.mapExpressions { $0.withoutEndlessParts() } : statement
                }
                if ends.contains(statement.word) { return (nodes, statement, range.lowerBound) }
                nodes.append(try node(statement, range))
            }
        }
        if let opening {
            throw TemplateError(
                .syntax, "this {% \(opening.word) %} has no {% end\(opening.word) %}", at: opening.range)
        }
        return (nodes, .endIf, bytes.count)
    }

    private mutating func parse<Parsed>(
        _ range: Range<Int>, as body: (inout ExpressionParser) throws(TemplateError) -> Parsed
    ) throws(TemplateError) -> Parsed {
        do throws(TemplateError) {
            return try ExpressionParser.parse(bytes, in: range, symbols: &symbols, as: body)
        } catch {
            throw error.shifted(by: range.lowerBound)
        }
    }

    private mutating func node(_ statement: Statement, _ range: Range<Int>) throws(TemplateError) -> TemplateNode {
        let place = range.lowerBound
        switch statement {
        case .set(let target, let value): return .assignment(target, PlacedExpression(value, at: place))
        case .beginSet(let target):
            return .capture(target, try body(of: ("set", range), endingWith: ["endset"]).nodes, place: place)
        case .beginFor(let target, let items, let test):
            let (nodes, end, _) = try body(of: ("for", range), endingWith: ["else", "endfor"])
            var otherwise: [TemplateNode] = []
            if case .otherwise = end { otherwise = try body(of: ("for", range), endingWith: ["endfor"]).nodes }
            return .loop(
                .init(
                    target: target, items: PlacedExpression(items, at: place), test: test, body: nodes,
                    otherwise: otherwise))
        case .beginIf(var test):
            var branches: [TemplateNode.Branch] = []
            var testPlace = place
            while true {
                let (nodes, end, endPlace) = try body(of: ("if", range), endingWith: ["elif", "else", "endif"])
                branches.append(.init(test: PlacedExpression(test, at: testPlace), body: nodes))
                switch end {
                case .elseIf(let next): (test, testPlace) = (next, endPlace)
                case .otherwise:
                    return .condition(
                        branches, otherwise: try body(of: ("if", range), endingWith: ["endif"]).nodes)
                default: return .condition(branches, otherwise: [])
                }
            }
        case .elseIf, .otherwise, .endIf, .endFor, .endSet:
            throw TemplateError(.syntax, "{% \(statement.word) %} does not belong here", at: range)
        }
    }
}
