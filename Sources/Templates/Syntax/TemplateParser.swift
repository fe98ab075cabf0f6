/// Parses a template into its syntax tree.
struct TemplateParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var scanner: TemplateScanner
    private let literalStart: Int
    private(set) var hasStatements = false
    private var depth = 0
    private var captureDepth = 0
    private static let maximumDepth = 50

    /// - Parameter literalStart: where in the set the literals of the template begin.
    init(_ bytes: UnsafeBufferPointer<UInt8>, literalStart: Int) {
        self.bytes = bytes
        self.literalStart = literalStart
        scanner = TemplateScanner(bytes)
    }

    /// Parses the next node of the template. Returns nil at its end.
    mutating func node(_ templates: inout TemplateSet) throws(TemplateError) -> TemplateNode? {
        guard let part = try scanner.next() else { return nil }
        return try node(of: part, &templates)
    }

    private mutating func node(
        of part: TemplateScanner.Part, _ templates: inout TemplateSet
    ) throws(TemplateError) -> TemplateNode {
        switch part {
        case .text(let range), .raw(let range):
            if captureDepth > 0 { try refuseCarriageReturn(in: range) }
            let start = templates.literals.count - literalStart
            templates.appendLiteral(UnsafeBufferPointer(rebasing: bytes[range]))
            return .text(start: UInt32(start), count: UInt32(range.count), place: UInt32(range.lowerBound))
        case .expression(let range):
            return .output(.init(braces: try templates.expression(bytes, in: range), place: range.lowerBound))
        case .statement(let range):
            hasStatements = true
            return try node(of: statement(in: range, &templates), range, &templates)
        }
    }

    private func statement(
        in range: Range<Int>, _ templates: inout TemplateSet
    ) throws(TemplateError) -> ExpressionParser.Statement {
        try ExpressionParser.parse(bytes, in: range, symbols: templates.symbols) {
            parser throws(TemplateError) in try parser.statement()
        }
    }

    /// The statement that nodes end with.
    typealias End = (statement: ExpressionParser.Statement, range: Range<Int>)

    /// Parses the nodes of a statement up to one of the statements `ends`.
    private mutating func body(
        of word: String, at range: Range<Int>, until ends: Set<String>, _ templates: inout TemplateSet
    ) throws(TemplateError) -> (nodes: [TemplateNode], end: End) {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.maximumDepth {
            throw .unsupported("statements are nested at most \(Self.maximumDepth) deep", at: range)
        }
        var nodes: [TemplateNode] = []
        while let part = try scanner.next() {
            if case .statement(let range) = part {
                let statement = try statement(in: range, &templates)
                if ends.contains(statement.word) { return (nodes, (statement, range)) }
                nodes.append(try node(of: statement, range, &templates))
            } else {
                nodes.append(try node(of: part, &templates))
            }
        }
        throw .syntax("this {% \(word) %} has no {% end\(word) %}", at: range)
    }

    private mutating func node(
        of statement: ExpressionParser.Statement, _ range: Range<Int>, _ templates: inout TemplateSet
    ) throws(TemplateError) -> TemplateNode {
        func placed(_ expression: Expression, at range: Range<Int>) -> TemplateNode.PlacedExpression {
            let source = String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
            return .init(braces: BracedExpression(expression, source: source), place: range.lowerBound)
        }
        switch statement {
        case .set(let target, let value?): return .assignment(target, placed(value, at: range))
        case .set(let target, nil):
            captureDepth += 1
            defer { captureDepth -= 1 }
            let nodes = try body(of: "set", at: range, until: ["endset"], &templates).nodes
            return .capture(target, .init(nodes: nodes), place: range.lowerBound)
        case .loop(let target, let items, let test):
            let (nodes, end) = try body(of: "for", at: range, until: ["else", "endfor"], &templates)
            var otherwise: [TemplateNode] = []
            if end.statement.word == "else" {
                otherwise = try body(of: "for", at: range, until: ["endfor"], &templates).nodes
            }
            return .loop(
                .init(
                    target: target, items: placed(items, at: range), test: test.map { placed($0, at: range) },
                    body: .init(nodes: nodes), otherwise: .init(nodes: otherwise)))
        case .condition("if", let first):
            var branches: [TemplateNode.Branch] = []
            var test: TemplateNode.PlacedExpression? = placed(first, at: range)
            while true {
                let ends: Set = test == nil ? ["endif"] : ["elif", "else", "endif"]
                let (nodes, end) = try body(of: "if", at: range, until: ends, &templates)
                branches.append(.init(test: test, body: nodes))
                switch end.statement {
                case .condition(_, let next): test = placed(next, at: end.range)
                case .word("else"): test = nil
                default: return .condition(branches)
                }
            }
        case .condition, .word: throw .syntax("{% \(statement.word) %} does not belong here", at: range)
        }
    }

    /// Refuses a carriage return: Jinja2 turns it into a newline, which changes the length of a text that `{% set %}` captures.
    private func refuseCarriageReturn(in range: Range<Int>) throws(TemplateError) {
        guard let place = bytes[range].firstIndex(of: UInt8(ascii: "\r")) else { return }
        throw .unsupported(
            "a carriage return in a text is not supported: end lines with a newline", at: place..<place + 1)
    }
}
