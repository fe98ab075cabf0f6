/// Parses a template with statements into its syntax tree.
struct TemplateParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var scanner: TemplateScanner
    var symbols: SymbolTable
    var literals: [UInt8]
    private var depth = 0
    private var captureDepth = 0
    private static let maximumDepth = 50

    init(_ bytes: UnsafeBufferPointer<UInt8>, symbols: SymbolTable, literals: [UInt8]) {
        self.bytes = bytes
        scanner = TemplateScanner(bytes)
        self.symbols = symbols
        self.literals = literals
    }

    mutating func parse() throws(TemplateError) -> [TemplateNode] { try body(of: nil, endingWith: []).nodes }

    /// Parses the nodes up to one of the statements `ends`.
    ///
    /// - Parameter opening: the statement that needs an end, and where it stands.
    private mutating func body(
        of opening: (word: String, range: Range<Int>)?, endingWith ends: Set<String>
    ) throws(TemplateError) -> (nodes: [TemplateNode], end: Statement, range: Range<Int>) {
        depth += 1
        defer { depth -= 1 }
        if let opening, depth > Self.maximumDepth {
            throw TemplateError(
                .unsupported, "statements are nested at most \(Self.maximumDepth) deep", at: opening.range)
        }
        var nodes: [TemplateNode] = []
        while let part = try scanner.next() {
            switch part {
            case .text(let range):
                if captureDepth > 0 { try refuseCarriageReturn(in: range) }
                nodes.append(.text(start: literals.count, count: range.count))
                literals.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
            case .expression(let range):
                let expression = try ExpressionParser.parse(bytes, in: range, symbols: &symbols)
                nodes.append(.output(placed(expression, in: range, isWhole: true)))
            case .statement(let range):
                let statement = try ExpressionParser.parse(bytes, in: range, symbols: &symbols) {
                    parser throws(TemplateError) in try parser.statement()
                }
                if ends.contains(statement.word) { return (nodes, statement, range) }
                nodes.append(try node(statement, range))
            }
        }
        if let opening {
            throw TemplateError(
                .syntax, "this {% \(opening.word) %} has no {% end\(opening.word) %}", at: opening.range)
        }
        return (nodes, .endIf, 0..<0)
    }

    /// Jinja2 makes a newline of it, which changes the length of a text that `{% set %}` captures.
    private func refuseCarriageReturn(in range: Range<Int>) throws(TemplateError) {
        guard let place = bytes[range].firstIndex(of: UInt8(ascii: "\r")) else { return }
        throw TemplateError(
            .unsupported, "a carriage return in a text is not supported: end lines with a newline",
            at: place..<place + 1)
    }

    private func placed(
        _ expression: Expression, in range: Range<Int>, isWhole: Bool = false
    ) -> TemplateNode.PlacedExpression {
        let source = String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        return .init(expression: expression, place: range.lowerBound, source: source, isWhole: isWhole)
    }

    private mutating func node(_ statement: Statement, _ range: Range<Int>) throws(TemplateError) -> TemplateNode {
        switch statement {
        case .set(let target, let value): return .assignment(target, placed(value, in: range))
        case .beginSet(let target):
            captureDepth += 1
            defer { captureDepth -= 1 }
            return .capture(target, try body(of: ("set", range), endingWith: ["endset"]).nodes, place: range.lowerBound)
        case .beginFor(let target, let items, let test):
            let (nodes, end, _) = try body(of: ("for", range), endingWith: ["else", "endfor"])
            var otherwise: [TemplateNode] = []
            if case .otherwise = end { otherwise = try body(of: ("for", range), endingWith: ["endfor"]).nodes }
            return .loop(
                .init(
                    target: target, items: placed(items, in: range), test: test.map { placed($0, in: range) },
                    body: nodes,
                    otherwise: otherwise))
        case .beginIf(var test):
            var branches: [TemplateNode.Branch] = []
            var testRange = range
            while true {
                let (nodes, end, endRange) = try body(of: ("if", range), endingWith: ["elif", "else", "endif"])
                branches.append(.init(test: placed(test, in: testRange), body: nodes))
                switch end {
                case .elseIf(let next): (test, testRange) = (next, endRange)
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
