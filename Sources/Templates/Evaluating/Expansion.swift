import ShowTime

/// Writes the text of one template for one delivery.
struct Expansion {
    private(set) var overflowPlace: Int?
    private var evaluation: Evaluation
    private var lastPlace = 0
    /// The text of `{% set x %}` up to here; nil outside of it.
    private var captured: String?
    private(set) var known: KnownTexts
    /// Whether known texts apply to this scope and template: neither the message nor the template has variables of its own.
    private let usesKnown: Bool
    private let literalStart: Int

    init(_ template: Template, in scope: Scope, known: consuming KnownTexts) {
        evaluation = Evaluation(zone: scope.zone)
        self.known = known
        literalStart = Int(template.literalStart)
        usesKnown = !template.hasStatements && scope.messageVariables.isEmpty
    }

    var warnings: [TemplateWarning] { evaluation.warnings }
    var steps: Int { evaluation.steps }

    /// Runs some nodes; all of them where no range is given.
    mutating func run(
        _ nodes: [TemplateNode], range: Range<Int>? = nil, of templates: TemplateSet, in scope: Scope,
        into buffer: inout TextBuffer
    ) throws(TemplateError) {
        for index in range ?? nodes.indices {
            try evaluation.chargeStep()
            switch nodes[index] {
            case .text(let start, let count, let place):
                let dropped = buffer.dropped
                let first = literalStart + Int(start)
                try write(templates.literals, first..<first + Int(count), to: &buffer)
                if captured == nil { lastPlace = Int(place + count) - (buffer.dropped - dropped) }
            case .output(let output):
                lastPlace = output.place
                if usesKnown {
                    try writeKnown(output, in: scope, to: &buffer)
                } else {
                    try write(output, in: scope, to: &buffer)
                }
            case .condition(let branches):
                for branch in branches {
                    if let test = branch.test, try !evaluation.isTrue(test, in: scope) { continue }
                    try run(branch.body, of: templates, in: scope, into: &buffer)
                    break
                }
            case .loop(let loop): try run(loop, of: templates, in: scope, into: &buffer)
            case .assignment(let target, let expression):
                let value = try evaluation.value(of: expression, in: scope)
                if case .sequence = value { throw .readOnce(at: expression.range) }
                try bind(target, to: value, at: expression.range)
            case .capture(let target, let block, let place):
                let outer = captured
                captured = ""
                try run(block, of: templates, in: scope, into: &buffer)
                let text = captured ?? ""
                captured = outer
                try bind(target, to: .string(text), at: place..<place)
            case .whole(let block): try run(block, of: templates, in: scope, into: &buffer)
            }
            if buffer.excess > 0, overflowPlace == nil { overflowPlace = lastPlace }
        }
    }

    private mutating func write(
        _ literals: [UInt8], _ place: Range<Int>, to buffer: inout TextBuffer
    ) throws(TemplateError) {
        if let text = captured {
            let literal = String(decoding: literals[place], as: UTF8.self)
            captured = try text.joined(literal, at: lastPlace..<lastPlace)
        } else {
            literals.withUnsafeBufferPointer { buffer.append(UnsafeBufferPointer(rebasing: $0[place])) }
        }
    }

    /// Writes the value of an expression, and calculates it only if its text is not known.
    private mutating func writeKnown(
        _ output: TemplateNode.PlacedExpression, in scope: Scope, to buffer: inout TextBuffer
    ) throws(TemplateError) {
        if let known = known[output.braces], evaluation.chargeKnown(known.steps) { return buffer.append(known.text) }
        let (steps, warnings) = (evaluation.steps, evaluation.warnings.count)
        let text = try text(of: output, in: scope)
        buffer.append(text)
        guard evaluation.warnings.count == warnings else { return }
        known[output.braces] = KnownTexts.Known(text: text, steps: evaluation.steps - steps)
    }

    private mutating func write(
        _ output: TemplateNode.PlacedExpression, in scope: Scope, to buffer: inout TextBuffer
    ) throws(TemplateError) {
        let shown = try text(of: output, in: scope)
        if let text = captured { captured = try text.joined(shown, at: output.range) } else { buffer.append(shown) }
    }

    private mutating func text(
        of output: TemplateNode.PlacedExpression, in scope: Scope
    ) throws(TemplateError) -> String {
        let value = try evaluation.value(of: output, in: scope)
        try evaluation.charge(value.cost, at: output.range)
        if case .string(let text) = value, captured == nil { evaluation.warnOfText(text, shownBy: output.braces.root) }
        return try evaluation.text(of: value, as: .output(output.braces.root))
    }

    /// Runs the nodes of a block, whose names are forgotten behind it.
    private mutating func run(
        _ block: TemplateNode.Block, of templates: TemplateSet, in scope: Scope, into buffer: inout TextBuffer
    ) throws(TemplateError) {
        let outerCount = evaluation.bindings.count
        enter(block, in: scope)
        try run(block.nodes, of: templates, in: scope, into: &buffer)
        evaluation.bindings.removeLast(to: outerCount)
    }

    private mutating func enter(_ block: TemplateNode.Block, in scope: Scope) {
        for name in block.names {
            let value = name.isInherited ? evaluation.value(of: name.symbol, in: scope) : nil
            evaluation.bindings.append(name.symbol, value)
        }
    }

    private mutating func bind(
        _ target: TemplateNode.Target, to value: Value, at range: Range<Int>
    ) throws(TemplateError) {
        guard target.takesApart else { return evaluation.bindings.set(target.symbols[0], to: value) }
        let values = try value.elements(at: range)
        guard values.count == target.symbols.count else {
            throw .evaluation("\(target.symbols.count) names cannot take \(values.count) values", at: range)
        }
        for (symbol, value) in zip(target.symbols, values) { evaluation.bindings.set(symbol, to: value) }
    }

    private mutating func run(
        _ loop: TemplateNode.Loop, of templates: TemplateSet, in scope: Scope, into buffer: inout TextBuffer
    ) throws(TemplateError) {
        lastPlace = loop.items.place
        let place = loop.items.range
        let value = try evaluation.value(of: loop.items, in: scope)
        try evaluation.charge(value.cost, at: place)
        var items = try value.elements(at: place)
        if let test = loop.test { items = try self.items(items, of: loop, passing: test, in: scope) }
        guard !items.isEmpty else { return try run(loop.otherwise, of: templates, in: scope, into: &buffer) }
        let outerCount = evaluation.bindings.count
        let number = evaluation.loops.count
        evaluation.loops.append(LoopState(items: items))
        for index in items.indices {
            try evaluation.chargeStep()
            enter(loop.body, in: scope)
            evaluation.loops[number].index = index
            evaluation.bindings.set(.loop, to: .loop(number))
            try bind(loop.target, to: items[index], at: place)
            try run(loop.body.nodes, of: templates, in: scope, into: &buffer)
            evaluation.bindings.removeLast(to: outerCount)
        }
        evaluation.loops.removeLast()
    }

    /// Returns the items that pass the test of a loop.
    private mutating func items(
        _ items: [Value], of loop: TemplateNode.Loop, passing test: TemplateNode.PlacedExpression, in scope: Scope
    ) throws(TemplateError) -> [Value] {
        let outerCount = evaluation.bindings.count
        for symbol in loop.target.symbols { evaluation.bindings.append(symbol, nil) }
        defer { evaluation.bindings.removeLast(to: outerCount) }
        var kept: [Value] = []
        for item in items {
            try evaluation.chargeStep()
            try bind(loop.target, to: item, at: loop.items.range)
            guard try evaluation.isTrue(test, in: scope) else { continue }
            // Jinja2 passes on a tuple of the unpacked values.
            kept.append(loop.target.takesApart ? .tuple(try item.elements(at: loop.items.range)) : item)
        }
        return kept
    }
}

extension TemplateSet {
    /// The outcome of an expansion besides its text.
    package struct ExpansionResult: Sendable {
        /// The place in the template at which the text went over the buffer's limit; nil where it did not.
        package var overflowPlace: Int?
        package var warnings: [TemplateWarning]
        /// See ``TemplateSet/maximumSteps``.
        package var steps: Int
    }

    /// The steps after which an expansion ends in an error.
    package static let maximumSteps = Evaluation.maximumSteps

    /// Writes a template's text for one delivery into `buffer`, which is emptied first.
    ///
    /// - Parameter known: the known texts of the scope's room.
    /// - Throws: ``TemplateError`` at its place in the template.
    package func expand(
        _ template: Template, in scope: Scope, known: inout KnownTexts, into buffer: inout TextBuffer
    ) throws(TemplateError) -> ExpansionResult {
        buffer.reset()
        if template.count == 1, case .text(let start, let count, let place) = nodes[Int(template.start)] {
            let first = Int(template.literalStart + start)
            literals[first..<first + Int(count)].withUnsafeBufferPointer { buffer.append($0) }
            buffer.finish()
            let overflowPlace = Int(place + count) - buffer.dropped
            return ExpansionResult(overflowPlace: buffer.excess > 0 ? overflowPlace : nil, warnings: [], steps: 1)
        }
        // Hands over the only reference: with a second one, the next change would copy the known texts.
        var expansion = Expansion(template, in: scope, known: known)
        known = KnownTexts()
        defer { known = expansion.known }
        try expansion.run(nodes, range: template.nodeRange, of: self, in: scope, into: &buffer)
        buffer.finish()
        return ExpansionResult(
            overflowPlace: expansion.overflowPlace, warnings: expansion.warnings, steps: expansion.steps)
    }

    package func expand(
        _ template: Template, in scope: Scope, into buffer: inout TextBuffer
    ) throws(TemplateError) -> ExpansionResult {
        var known = KnownTexts()
        return try expand(template, in: scope, known: &known, into: &buffer)
    }
}
