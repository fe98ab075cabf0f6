/// All templates of one timeline, compiled.
///
/// One flat store and no object per template: a timeline may have a hundred thousand of them, with the same few
/// expressions in most.
package struct TemplateSet: Sendable {
    /// The nodes of each template without statements, in a row; and one node for each template with statements.
    private(set) var nodes: [TemplateNode] = []
    private(set) var literals: [UInt8] = []
    /// Each expression of the templates without statements, once where several share it; and the nodes of all other templates.
    private(set) var expressionsInRow: [TemplateNode.PlacedExpression] = []
    private(set) var nodesWithStatements: [TemplateNode] = []
    private var knownInRow = KnownExpressions()
    var conditions: [TemplateNode.PlacedExpression] = []
    let symbols = SymbolTable()
    /// Names that statements set and that can have a value from the timeline before.
    private(set) var inheritedSymbols: Set<Symbol> = []
    /// Names whose values are known only when an operator gives them.
    private(set) var inputs: Set<Symbol> = []
    private let expressions = ExpressionTable()
    /// The last expressions that were not among these yet, with their sources: most templates have those of the template before.
    private var recentExpressions: [(source: [UInt8], expression: BracedExpression)] = []
    private static let mostRecent = 8

    package init() {}

    /// - Parameter bytes: the most bytes that the templates to be compiled can have.
    package mutating func reserveCapacity(_ bytes: Int) {
        // Capacity that is not used takes no memory, whereas growing the arrays would take half as much again.
        literals.reserveCapacity(bytes)
        nodes.reserveCapacity(bytes / 8)
    }

    /// Returns the number of a name, for the variables of a ``Scope``.
    package func symbol(_ name: String) -> Symbol { symbols.intern(name) }

    /// Returns the number of an input's name. An input must be declared before the templates that use it are compiled.
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
        expressions.removeAll()
        recentExpressions = []
    }

    package mutating func compile(_ text: UnsafeBufferPointer<UInt8>) throws(TemplateError) -> Template {
        let start = nodes.count
        let literalStart = literals.count
        var dependencies: Dependencies = []
        do throws(TemplateError) {
            var parser = TemplateParser(text, literalStart: literalStart)
            while let node = try parser.node(&self) {
                nodes.append(node)
                if case .output(let output) = node { dependencies.formUnion(output.braces.dependencies) }
            }
            if parser.hasStatements {
                dependencies = joinNodes(from: start)
                nodesWithStatements += nodes[start...]
            } else {
                for case .output(let output) in nodes[start...] { addInRow(output) }
            }
            let own = literals[literalStart...]
            return Template(
                start: UInt32(start), count: UInt32(nodes.count - start), literalStart: UInt32(literalStart),
                literalCount: UInt32(own.count), dependencies: dependencies, hasStatements: parser.hasStatements,
                isClean: own.isClean && own.contains { $0 > 0x20 })
        } catch {
            nodes.removeLast(nodes.count - start)
            literals.removeLast(literals.count - literalStart)
            throw error
        }
    }

    /// Appends the text of a node to the literals.
    mutating func appendLiteral(_ text: UnsafeBufferPointer<UInt8>) { literals.append(contentsOf: text) }

    package mutating func compile(_ text: String) throws(TemplateError) -> Template {
        let bytes = Array(text.utf8)
        let result: Result<Template, TemplateError> = bytes.withUnsafeBufferPointer { buffer in
            do throws(TemplateError) { return .success(try compile(buffer)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    // MARK: Parts

    /// A set with the same names and expressions but no templates, for a part of a timeline that is loaded beside other parts.
    package var withoutTemplates: TemplateSet {
        var part = self
        part.nodes = []
        part.literals = []
        part.expressionsInRow = []
        part.nodesWithStatements = []
        part.knownInRow = KnownExpressions()
        part.conditions = []
        part.inheritedSymbols = []
        return part
    }

    /// Where the templates and conditions of a part come to stand in the whole set.
    package struct PartPlace: Sendable {
        fileprivate var nodes: Int
        fileprivate var literals: Int
        fileprivate var conditions: Int

        package func whole(_ template: Template) -> Template {
            var whole = template
            whole.start += UInt32(nodes)
            whole.literalStart += UInt32(literals)
            return whole
        }

        package func whole(_ condition: Condition) -> Condition {
            var whole = condition
            whole.number += conditions
            return whole
        }
    }

    /// Appends the templates and conditions of a part that was made ``withoutTemplates``.
    package mutating func append(_ part: TemplateSet) -> PartPlace {
        let place = PartPlace(nodes: nodes.count, literals: literals.count, conditions: conditions.count)
        nodes += part.nodes
        literals += part.literals
        for output in part.expressionsInRow { addInRow(output) }
        nodesWithStatements += part.nodesWithStatements
        conditions += part.conditions
        inheritedSymbols.formUnion(part.inheritedSymbols)
        return place
    }

    private mutating func addInRow(_ output: TemplateNode.PlacedExpression) {
        if knownInRow.insert(output.braces) { expressionsInRow.append(output) }
    }

    /// Joins the nodes of a template with statements into one node, and returns what the template depends on.
    private mutating func joinNodes(from start: Int) -> Dependencies {
        var block = TemplateNode.Block(nodes: Array(nodes[start...]))
        let inherited = block.resolveNames()
        nodes.replaceSubrange(start..., with: CollectionOfOne(.whole(block)))
        inheritedSymbols.formUnion(inherited)
        return Dependencies(of: inherited.union(nodes[start...].variables().map(\.symbol)), inputs: inputs)
    }

    /// Parses an expression, or returns a known one whose source is the same.
    mutating func expression(
        _ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>
    ) throws(TemplateError) -> BracedExpression {
        let bytes = UnsafeBufferPointer(rebasing: text[range])
        for (source, expression) in recentExpressions where source.count == bytes.count && source.elementsEqual(bytes) {
            return expression
        }
        let source = String(decoding: bytes, as: UTF8.self)
        let expression: BracedExpression
        if let known = expressions[source] {
            expression = known
        } else {
            let root = try ExpressionParser.parse(text, in: range, symbols: symbols)
            expression = expressions.add(source) {
                BracedExpression(root, source: source, number: $0, inputs: inputs)
            }
        }
        if recentExpressions.count == Self.mostRecent { recentExpressions.removeFirst() }
        recentExpressions.append((Array(bytes), expression))
        return expression
    }
}
