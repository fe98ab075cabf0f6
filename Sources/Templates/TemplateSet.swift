/// All templates of one script, compiled.
///
/// One flat store and no object per template: scripts have a hundred thousand of them, and the same few expressions
/// in most.
package struct TemplateSet: Sendable {
    var instructions: [Instruction] = []
    var literals: [UInt8] = []
    var expressions: [Expression] = []
    var loops: [LoopCode] = []
    var assignments: [Assignment] = []
    /// The most slots that any template needs.
    var slotCount = 0
    var symbols = SymbolTable()
    /// Names of the script that are bound to slots, besides those in expressions.
    var boundSymbols: Set<Symbol> = []
    private var expressionsByText: [ExactText: UInt32] = [:]

    package init() {}

    /// What stands in while another owns what is there.
    static let empty = TemplateSet()

    /// The number of a name, for the variables that a ``Scope`` is made of.
    package mutating func symbol(_ name: String) -> Symbol { symbols.intern(name) }

    package func name(of symbol: Symbol) -> String { symbols.name(of: symbol) }

    /// The names of the filters there are, for suggestions.
    package static var filterNames: [String] { Filter.names }

    /// Forgets what only compiling needs.
    package mutating func finishCompiling() { expressionsByText = [:] }

    package mutating func compile(_ text: UnsafeBufferPointer<UInt8>) throws(TemplateError) -> Template {
        let start = instructions.count
        let literalStart = literals.count
        var dependencies: Dependencies = []
        var parts = TemplateParts(text)
        while let part = try parts.next() {
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
        let key = ExactText(String(decoding: UnsafeBufferPointer(rebasing: text[range]), as: UTF8.self))
        if let known = expressionsByText[key] { return known }
        do throws(TemplateError) {
            return add(try ExpressionParser.parse(text, in: range, symbols: &symbols), text: key)
        } catch {
            throw error.shifted(by: range.lowerBound)
        }
    }

    /// The number of an expression, which is the same for all that are written alike and whose names are the script's.
    mutating func add(_ expression: Expression, text: ExactText?) -> UInt32 {
        if let text, let known = expressionsByText[text] { return known }
        let number = UInt32(expressions.count)
        expressions.append(expression)
        if let text { expressionsByText[text] = number }
        return number
    }

    /// The variables of the script that the templates compiled so far name anywhere.
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
