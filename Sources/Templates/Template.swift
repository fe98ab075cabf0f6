/// A compiled template: a stretch of the instructions of a ``TemplateSet``.
package struct Template: Sendable, Hashable {
    var start: UInt32
    var count: UInt32
    package var dependencies: Dependencies
}

extension Dependencies: Hashable {}

/// All templates of one script, compiled.
///
/// One flat store and no object per template: scripts have a hundred thousand of them, and the same few expressions
/// in most.
package struct TemplateSet: Sendable {
    enum Instruction: Sendable {
        /// Bytes of `literals`.
        case text(start: UInt32, count: UInt32)
        /// The value of an expression, whose text begins at `place` in the template.
        case output(expression: UInt32, place: UInt32)
    }

    private(set) var instructions: [Instruction] = []
    private(set) var literals: [UInt8] = []
    private(set) var expressions: [Expression] = []
    private(set) var symbols = SymbolTable()
    private var expressionsByText: [ExactText: UInt32] = [:]

    package init() {}

    /// The number of a name, for the variables that a ``Scope`` is made of.
    package mutating func symbol(_ name: String) -> Symbol { symbols.intern(name) }

    package func name(of symbol: Symbol) -> String { symbols.name(of: symbol) }

    /// Forgets what only compiling needs.
    package mutating func finishCompiling() { expressionsByText = [:] }

    package mutating func compile(_ text: UnsafeBufferPointer<UInt8>) throws(TemplateError) -> Template {
        let start = instructions.count
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

    private mutating func expression(
        _ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>
    ) throws(TemplateError) -> UInt32 {
        let key = ExactText(String(decoding: UnsafeBufferPointer(rebasing: text[range]), as: UTF8.self))
        if let known = expressionsByText[key] { return known }
        let number = UInt32(expressions.count)
        do throws(TemplateError) {
            expressions.append(try ExpressionParser.parse(text, in: range, symbols: &symbols))
        } catch {
            throw error.shifted(by: range.lowerBound)
        }
        expressionsByText[key] = number
        return number
    }

    /// The variables that the templates compiled so far name anywhere.
    package var usedSymbols: Set<Symbol> {
        expressions.reduce(into: []) { symbols, expression in expression.collectSymbols(into: &symbols) }
    }

    /// Everything that is wrong with a text as a template, as far as that can be said: compiling stops at the first.
    package mutating func problems(in text: UnsafeBufferPointer<UInt8>) -> [TemplateError] {
        var problems: [TemplateError] = []
        var parts = TemplateParts(text)
        while true {
            do throws(TemplateError) {
                guard let part = try parts.next() else { return problems }
                guard case .expression(let range) = part else { continue }
                do throws(TemplateError) { _ = try expression(text, in: range) } catch { problems.append(error) }
            } catch {
                // Where the braces themselves are wrong, nobody knows what is inside of them.
                return problems + [error]
            }
        }
    }

    /// Everything that is wrong with a template for one delivery: expanding stops at the first.
    package func problems(of template: Template, in scope: Scope) -> [TemplateError] {
        var problems: [TemplateError] = []
        for index in Int(template.start)..<Int(template.start + template.count) {
            guard case .output(let number, let place) = instructions[index] else { continue }
            do throws(TemplateError) {
                let value = try expressions[Int(number)].evaluate(in: scope, symbols: symbols)
                if value.holdsMapping { throw .mappingHasNoText(at: expressions[Int(number)].range) }
            } catch {
                problems.append(error.shifted(by: Int(place)))
            }
        }
        return problems
    }

    /// Writes a template's text for one delivery into `buffer`, which is emptied first.
    ///
    /// - Returns: the place in the template at which the text went over the buffer's limit, nil where it did not.
    /// - Throws: ``TemplateError`` at its place in the template.
    package func expand(
        _ template: Template, in scope: Scope, into buffer: inout TextBuffer
    ) throws(TemplateError) -> Int? {
        buffer.reset()
        var overflowPlace: Int?
        var lastPlace = 0
        for index in Int(template.start)..<Int(template.start + template.count) {
            switch instructions[index] {
            case .text(let start, let count):
                literals.withUnsafeBufferPointer {
                    buffer.append(UnsafeBufferPointer(rebasing: $0[Int(start)..<Int(start + count)]))
                }
            case .output(let expression, let place):
                lastPlace = Int(place)
                do throws(TemplateError) {
                    let value = try expressions[Int(expression)].evaluate(in: scope, symbols: symbols)
                    if value.holdsMapping { throw .mappingHasNoText(at: expressions[Int(expression)].range) }
                    value.write(to: &buffer, in: scope.zone)
                } catch {
                    throw error.shifted(by: Int(place))
                }
            }
            if buffer.excess > 0, overflowPlace == nil { overflowPlace = lastPlace }
        }
        buffer.finish()
        return overflowPlace
    }
}
