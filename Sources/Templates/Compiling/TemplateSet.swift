/// All templates of one timeline, compiled.
///
/// One flat store and no object per template: a timeline may have a hundred thousand of them, with the same few
/// expressions in most.
package struct TemplateSet: Sendable {
    var instructions: [Instruction] = []
    var literals: [UInt8] = []
    var expressions: [Expression] = []
    /// The content of the braces of each expression, for messages; empty where it is long.
    var sources: [String] = []
    var loops: [Instruction.Loop] = []
    var assignments: [Instruction.Assignment] = []
    /// The highest number of slots that a template needs.
    var slotCount = 0
    var symbols = SymbolTable()
    /// Names of the timeline that are bound to slots, besides those in expressions.
    var boundSymbols: Set<Symbol> = []
    private var expressionsByText: [ExactText: UInt32] = [:]

    package init() {}

    /// Stands in while a compiler owns the set.
    static let empty = TemplateSet()

    /// Returns the number of a name, for the variables of a ``Scope``.
    package mutating func symbol(_ name: String) -> Symbol { symbols.intern(name) }

    package func name(of symbol: Symbol) -> String { symbols.name(of: symbol) }

    /// The names of all filters, for suggestions.
    package static var filterNames: [String] { Filter.names }

    /// Frees the memory that only compiling needs.
    package mutating func finishCompiling() { expressionsByText = [:] }

    package mutating func compile(_ text: UnsafeBufferPointer<UInt8>) throws(TemplateError) -> Template {
        let start = instructions.count
        let literalStart = literals.count
        var dependencies: Dependencies = []
        var scanner = TemplateScanner(text)
        while let part = try scanner.next() {
            switch part {
            case .text(let range):
                instructions.append(.text(start: UInt32(literals.count), count: UInt32(range.count)))
                literals.append(contentsOf: UnsafeBufferPointer(rebasing: text[range]))
            case .expression(let range):
                let number = try expression(text, in: range)
                instructions.append(.output(expression: number, place: UInt32(range.lowerBound)))
                dependencies.formUnion(expressions[Int(number)].dependencies)
            case .statement:
                instructions.removeLast(instructions.count - start)
                literals.removeLast(literals.count - literalStart)
                return try compileStatements(text)
            }
        }
        return Template(
            start: UInt32(start), count: UInt32(instructions.count - start), dependencies: dependencies)
    }

    package mutating func compile(_ text: String) throws(TemplateError) -> Template {
        let bytes = Array(text.utf8)
        let result: Result<Template, TemplateError> = bytes.withUnsafeBufferPointer { buffer in
            do throws(TemplateError) { return .success(try compile(buffer)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    mutating func expression(
        _ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>
    ) throws(TemplateError) -> UInt32 {
        let source = String(decoding: UnsafeBufferPointer(rebasing: text[range]), as: UTF8.self)
        if let known = expressionsByText[ExactText(source)] { return known }
        let expression = try ExpressionParser.parse(text, in: range, symbols: &symbols)
        return add(expression, source: source, isShared: true)
    }

    /// Adds an expression and returns its number.
    ///
    /// - Parameter isShared: whether all expressions of this source have the same meaning.
    mutating func add(_ expression: Expression, source: String, isShared: Bool) -> UInt32 {
        if isShared, let known = expressionsByText[ExactText(source)] { return known }
        let number = UInt32(expressions.count)
        expressions.append(expression)
        sources.append(source.utf8.count <= Self.longestSource ? source : "")
        if isShared { expressionsByText[ExactText(source)] = number }
        return number
    }

    private static let longestSource = 80

    /// The variables of the timeline that the templates compiled so far name anywhere.
    package var usedSymbols: Set<Symbol> {
        var symbols = boundSymbols
        for expression in expressions {
            expression.forEachName { name in
                if case .variable(let symbol, _, _) = name { symbols.insert(symbol) }
            }
        }
        return symbols
    }
}
