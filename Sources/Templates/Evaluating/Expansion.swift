import ShowTime

/// Writes the text of one template for one delivery.
struct Expansion {
    private(set) var overflowPlace: Int?
    private var evaluation: Evaluation
    private var lastPlace = 0
    private var captures: [String] = []
    private let literals: [UInt8]

    init(literals: [UInt8], zone: Zone) {
        self.literals = literals
        evaluation = Evaluation(zone: zone)
    }

    var warnings: [TemplateWarning] { evaluation.warnings }

    mutating func run(
        _ nodes: ArraySlice<TemplateNode>, in scope: Scope, into buffer: inout TextBuffer
    ) throws(TemplateError) {
        for node in nodes {
            try evaluation.chargeStep()
            switch node {
            case .text(let start, let count): try write(Int(start)..<Int(start + count), to: &buffer)
            case .output(let output):
                lastPlace = output.place
                try write(output, in: scope, to: &buffer)
            case .condition(let branches):
                for branch in branches {
                    if let test = branch.test, try !evaluation.isTrue(test, in: scope) { continue }
                    try run(branch.body[...], in: scope, into: &buffer)
                    break
                }
            case .loop(let loop): try run(loop, in: scope, into: &buffer)
            case .assignment(let target, let expression):
                let value = try evaluation.value(of: expression, in: scope)
                if case .sequence = value { throw .readOnce(at: expression.range) }
                try bind(target, to: value, at: expression.range)
            case .capture(let target, let block, let place):
                captures.append("")
                try run(block, in: scope, into: &buffer)
                try bind(target, to: .string(captures.removeLast()), at: place..<place)
            case .whole(let block): try run(block, in: scope, into: &buffer)
            }
            if buffer.excess > 0, overflowPlace == nil { overflowPlace = lastPlace }
        }
    }

    private mutating func write(_ place: Range<Int>, to buffer: inout TextBuffer) throws(TemplateError) {
        if let capture = captures.indices.last {
            let text = String(decoding: literals[place], as: UTF8.self)
            captures[capture] = try captures[capture].joined(text, at: lastPlace..<lastPlace)
        } else {
            literals.withUnsafeBufferPointer { buffer.append(UnsafeBufferPointer(rebasing: $0[place])) }
        }
    }

    private mutating func write(
        _ output: TemplateNode.PlacedExpression, in scope: Scope, to buffer: inout TextBuffer
    ) throws(TemplateError) {
        let value = try evaluation.value(of: output, in: scope)
        try evaluation.charge(value.cost, at: output.range)
        if let capture = captures.indices.last {
            let text = try evaluation.text(of: value, as: .output(output.braces.root))
            captures[capture] = try captures[capture].joined(text, at: output.range)
            return
        }
        switch value {
        case .string(let text): buffer.append(text)
        case .int(let number): buffer.append(number)
        default: buffer.append(try evaluation.text(of: value, as: .output(output.braces.root)))
        }
    }

    /// Runs the nodes of a block, whose names are forgotten behind it.
    private mutating func run(
        _ block: TemplateNode.Block, in scope: Scope, into buffer: inout TextBuffer
    ) throws(TemplateError) {
        let count = evaluation.bindings.count
        enter(block, in: scope)
        try run(block.nodes[...], in: scope, into: &buffer)
        evaluation.bindings.removeLast(evaluation.bindings.count - count)
    }

    private mutating func enter(_ block: TemplateNode.Block, in scope: Scope) {
        for name in block.names {
            let value = name.isInherited ? evaluation.value(of: name.symbol, in: scope) : nil
            evaluation.bindings.append((name.symbol, value))
        }
    }

    private mutating func bind(
        _ target: TemplateNode.Target, to value: Value, at range: Range<Int>
    ) throws(TemplateError) {
        guard target.takesApart else { return bind(target.symbols[0], to: value) }
        let values = try value.elements(at: range)
        guard values.count == target.symbols.count else {
            throw .evaluation("\(target.symbols.count) names cannot take \(values.count) values", at: range)
        }
        for (symbol, value) in zip(target.symbols, values) { bind(symbol, to: value) }
    }

    private mutating func bind(_ symbol: Symbol, to value: Value) {
        guard let place = evaluation.bindings.lastIndex(where: { $0.symbol == symbol }) else { return }
        evaluation.bindings[place].value = value
    }

    private mutating func run(
        _ loop: TemplateNode.Loop, in scope: Scope, into buffer: inout TextBuffer
    ) throws(TemplateError) {
        lastPlace = loop.items.place
        let place = loop.items.range
        let value = try evaluation.value(of: loop.items, in: scope)
        try evaluation.charge(value.cost, at: place)
        var items = try value.elements(at: place)
        if let test = loop.test { items = try self.items(items, of: loop, passing: test, in: scope) }
        guard !items.isEmpty else { return try run(loop.otherwise, in: scope, into: &buffer) }
        let count = evaluation.bindings.count
        let number = evaluation.loops.count
        evaluation.loops.append(LoopState(items))
        for (index, item) in items.enumerated() {
            evaluation.loops[number].index = index
            try evaluation.chargeStep()
            enter(loop.body, in: scope)
            bind(.loop, to: .loop(number))
            try bind(loop.target, to: item, at: place)
            try run(loop.body.nodes[...], in: scope, into: &buffer)
            evaluation.bindings.removeLast(evaluation.bindings.count - count)
        }
        evaluation.loops.removeLast()
    }

    /// Returns the items that pass the test of a loop.
    private mutating func items(
        _ items: [Value], of loop: TemplateNode.Loop, passing test: TemplateNode.PlacedExpression, in scope: Scope
    ) throws(TemplateError) -> [Value] {
        let count = evaluation.bindings.count
        evaluation.bindings += loop.target.symbols.map { ($0, nil) }
        defer { evaluation.bindings.removeLast(evaluation.bindings.count - count) }
        var kept: [Value] = []
        for item in items {
            try evaluation.chargeStep()
            try bind(loop.target, to: item, at: loop.items.range)
            guard try evaluation.isTrue(test, in: scope) else { continue }
            // Jinja2 hands on a tuple of what was taken apart.
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
    }

    /// Writes a template's text for one delivery into `buffer`, which is emptied first.
    ///
    /// - Throws: ``TemplateError`` at its place in the template.
    package func expand(
        _ template: Template, in scope: Scope, into buffer: inout TextBuffer
    ) throws(TemplateError) -> ExpansionResult {
        buffer.reset()
        var expansion = Expansion(literals: literals, zone: scope.zone)
        try expansion.run(nodes[template.nodeRange], in: scope, into: &buffer)
        buffer.finish()
        return ExpansionResult(overflowPlace: expansion.overflowPlace, warnings: expansion.warnings)
    }
}
