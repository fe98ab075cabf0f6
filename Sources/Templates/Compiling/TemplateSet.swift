/// All templates of one timeline, compiled.
///
/// One flat store and no object per template: a timeline may have a hundred thousand of them, with the same few
/// expressions in most.
package struct TemplateSet: Sendable {
    /// Those of templates without statements in a row, and one for each of the others.
    private(set) var nodes: [TemplateNode] = []
    var literals: [UInt8] = []
    var conditions: [TemplateNode.PlacedExpression] = []
    var symbols = SymbolTable.reserved
    /// Names to which statements give a value, and which have one of the timeline's before.
    private(set) var inheritedSymbols: Set<Symbol> = []
    /// Names whose values are known only when an operator gives them.
    private(set) var inputs: Set<Symbol> = []
    private var expressionsBySource: [ExactText: BracedExpression] = [:]
    private var expressionCount = 0
    /// The expressions that were written last, with their sources: most templates have what the one before had.
    private var recentExpressions: [(source: [UInt8], expression: BracedExpression)] = []
    private static let mostRecent = 8

    package init() {}

    /// - Parameter bytes: of the templates that are to be compiled, at most.
    package mutating func reserveCapacity(_ bytes: Int) {
        // What is not used takes no memory, and to grow would take half as much again.
        literals.reserveCapacity(bytes)
        nodes.reserveCapacity(bytes / 8)
    }

    /// Returns the number of a name, for the variables of a ``Scope``.
    package mutating func symbol(_ name: String) -> Symbol { symbols.intern(name) }

    /// Returns the number of an input's name. To be declared before the templates that use it are compiled.
    package mutating func declareInput(_ name: String) -> Symbol {
        let symbol = symbol(name)
        inputs.insert(symbol)
        return symbol
    }

    package func name(of symbol: Symbol) -> String { symbols.name(of: symbol) }

    /// The names of all filters, for suggestions.
    package static var filterNames: [String] { Filter.names }

    /// Frees the memory that only compiling needs.
    package mutating func finishCompiling() {
        expressionsBySource = [:]
        recentExpressions = []
    }

    package mutating func compile(_ text: UnsafeBufferPointer<UInt8>) throws(TemplateError) -> Template {
        let start = nodes.count
        let literalStart = literals.count
        var dependencies: Dependencies = []
        do throws(TemplateError) {
            var parser = TemplateParser(text)
            while let node = try parser.node(&self) {
                nodes.append(node)
                if case .output(let output) = node { dependencies.formUnion(output.braces.dependencies) }
            }
            if parser.hasStatements { dependencies = joinNodes(from: start) }
            return Template(
                start: UInt32(start), count: UInt32(nodes.count - start), dependencies: dependencies,
                hasStatements: parser.hasStatements)
        } catch {
            nodes.removeLast(nodes.count - start)
            literals.removeLast(literals.count - literalStart)
            throw error
        }
    }

    package mutating func compile(_ text: String) throws(TemplateError) -> Template {
        let bytes = Array(text.utf8)
        let result: Result<Template, TemplateError> = bytes.withUnsafeBufferPointer { buffer in
            do throws(TemplateError) { return .success(try compile(buffer)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Makes the nodes of a template with statements one, and returns what it depends on.
    private mutating func joinNodes(from start: Int) -> Dependencies {
        var block = TemplateNode.Block(nodes: Array(nodes[start...]))
        let inherited = block.resolveNames()
        nodes.replaceSubrange(start..., with: CollectionOfOne(.whole(block)))
        inheritedSymbols.formUnion(inherited)
        return Dependencies(of: inherited.union(nodes[start...].variables().map(\.symbol)), inputs: inputs)
    }

    /// Parses an expression, unless one is known that is written the same.
    mutating func expression(
        _ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>
    ) throws(TemplateError) -> BracedExpression {
        let bytes = UnsafeBufferPointer(rebasing: text[range])
        for (source, expression) in recentExpressions where source.count == bytes.count && source.elementsEqual(bytes) {
            return expression
        }
        let source = String(decoding: bytes, as: UTF8.self)
        let known = expressionsBySource[ExactText(source)]
        let expression =
            if let known { known } else {
                BracedExpression(
                    try ExpressionParser.parse(text, in: range, symbols: &symbols), source: source,
                    number: expressionCount, inputs: inputs)
            }
        if known == nil {
            expressionsBySource[ExactText(source)] = expression
            expressionCount += 1
        }
        if recentExpressions.count == Self.mostRecent { recentExpressions.removeFirst() }
        recentExpressions.append((Array(bytes), expression))
        return expression
    }
}
