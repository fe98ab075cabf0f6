import ShowTime

/// Runs the instructions of one template with statements.
///
/// Each step is given the store of the templates: keeping it would count ten references up and down for each message.
struct Expansion {
    private var overflowPlace: Int?
    private var evaluation: Evaluation
    private var lastPlace = 0
    private var captures: [String] = []

    init(sources: [String], slotCount: Int) { evaluation = Evaluation(sources: sources, slotCount: slotCount) }

    var result: TemplateSet.ExpansionResult { .init(overflowPlace: overflowPlace, warnings: evaluation.warnings) }

    mutating func run(
        _ template: Template, of templates: TemplateSet, in scope: Scope, into buffer: inout TextBuffer
    ) throws(TemplateError) {
        var index = template.instructionRange.lowerBound
        let end = template.instructionRange.upperBound
        // Held once, and not for each step anew.
        let instructions = templates.instructions
        let expressions = templates.expressions
        while index < end {
            let instruction = instructions[index]
            index += 1
            try evaluation.charge(0, at: 0..<0)
            switch instruction {
            case .text(let start, let count):
                try write(templates.literals, Int(start)..<Int(start + count), to: &buffer)
            case .output(let number, let place):
                lastPlace = Int(place)
                evaluation.begin(number, at: lastPlace)
                try output(expressions[Int(number)], in: scope, to: &buffer)
            case .test(let number, let place):
                evaluation.begin(number, at: Int(place))
                if try expressions[Int(number)].isTrue(in: scope, &evaluation) { index += 1 }
            case .jump(let target): index = Int(target)
            case .loop(let number):
                if try !begin(Int(number), of: templates, in: scope) { index = templates.loops[Int(number)].end }
            case .next(let number):
                if try next(Int(number), of: templates) { index = templates.loops[Int(number)].start }
            case .assign(let number):
                let assignment = templates.assignments[Int(number)]
                guard let number = assignment.expression else { break }
                evaluation.begin(number, at: assignment.place)
                let expression = expressions[Int(number)]
                let value = try expression.element(in: scope, &evaluation)
                try bind(assignment.target, to: value, at: evaluation.shifted(expression.range))
            case .beginCapture: captures.append("")
            case .endCapture(let number):
                let assignment = templates.assignments[Int(number)]
                let place = assignment.place..<assignment.place
                try bind(assignment.target, to: .string(captures.popLast() ?? ""), at: place)
            default: bind(instruction, in: scope)
            }
            if buffer.excess > 0, overflowPlace == nil { overflowPlace = lastPlace }
        }
    }

    private mutating func write(
        _ literals: [UInt8], _ place: Range<Int>, to buffer: inout TextBuffer
    ) throws(TemplateError) {
        if let capture = captures.indices.last {
            let text = String(decoding: literals[place], as: UTF8.self)
            captures[capture] = try captures[capture].joined(text, at: lastPlace..<lastPlace)
            return
        }
        literals.withUnsafeBufferPointer { buffer.append(UnsafeBufferPointer(rebasing: $0[place])) }
    }

    private mutating func output(
        _ expression: Expression, in scope: Scope, to buffer: inout TextBuffer
    ) throws(TemplateError) {
        let value = try expression.evaluate(in: scope, &evaluation)
        try evaluation.charge(value.cost, at: expression.range)
        if let capture = captures.indices.last {
            let text = try evaluation.text(of: value, as: .output(expression), in: scope.zone)
            captures[capture] = try captures[capture].joined(text, at: evaluation.shifted(expression.range))
        } else {
            try evaluation.write(value, of: expression, in: scope.zone, to: &buffer)
        }
    }

    private mutating func bind(_ instruction: Instruction, in scope: Scope) {
        switch instruction {
        case .bindToTimeline(let slot, let symbol): evaluation.slots[Int(slot)] = scope.value(of: Symbol(symbol))
        case .bindToSlot(let slot, let other): evaluation.slots[Int(slot)] = evaluation.slots[Int(other)]
        case .clear(let slot): evaluation.slots[Int(slot)] = nil
        default: break
        }
    }

    private mutating func bind(
        _ target: Instruction.Target, to value: Value, at range: Range<Int>
    ) throws(TemplateError) {
        switch target {
        case .slot(let slot): evaluation.slots[slot] = value
        case .slots(let slots):
            let values = try value.elements(at: range)
            guard values.count == slots.count else {
                throw TemplateError(
                    .evaluation, "\(slots.count) names cannot take \(values.count) values", at: range)
            }
            for (slot, value) in zip(slots, values) { evaluation.slots[slot] = value }
        }
    }

    /// Begins a loop. Returns whether there is a first round.
    private mutating func begin(
        _ number: Int, of templates: TemplateSet, in scope: Scope
    ) throws(TemplateError) -> Bool {
        let loop = templates.loops[number]
        evaluation.begin(loop.items, at: loop.place)
        lastPlace = loop.place
        let value = try templates.expressions[Int(loop.items)].evaluate(in: scope, &evaluation)
        try evaluation.charge(value.cost, at: templates.expressions[Int(loop.items)].range)
        var items = try value.elements(at: loop.itemsRange)
        if let test = loop.test {
            evaluation.begin(test.expression, at: loop.place)
            items = try filtered(items, by: test, templates, in: scope, at: loop.itemsRange)
        }
        guard let first = items.first else { return false }
        evaluation.loops.append(LoopState(items))
        evaluation.slots[loop.loopSlot] = .loop(evaluation.loops.count - 1)
        try bind(loop.target, to: first, at: loop.itemsRange)
        return true
    }

    /// Returns the items that pass the test of a loop.
    private mutating func filtered(
        _ items: [Value], by test: Instruction.LoopTest, _ templates: TemplateSet, in scope: Scope, at range: Range<Int>
    ) throws(TemplateError) -> [Value] {
        var kept: [Value] = []
        let condition = templates.expressions[Int(test.expression)]
        for item in items {
            try evaluation.charge(0, at: condition.range)
            for instruction in test.entry { bind(instruction, in: scope) }
            try bind(test.target, to: item, at: range)
            guard try condition.isTrue(in: scope, &evaluation) else { continue }
            // Jinja2 hands on a tuple of what was taken apart.
            if case .slots = test.target {
                kept.append(.tuple(try item.elements(at: range)))
            } else {
                kept.append(item)
            }
        }
        return kept
    }

    /// Goes to the next round. Returns whether there is one.
    private mutating func next(_ number: Int, of templates: TemplateSet) throws(TemplateError) -> Bool {
        let last = evaluation.loops.count - 1
        evaluation.loops[last].index += 1
        guard let item = evaluation.loops[last].item else {
            evaluation.loops.removeLast()
            return false
        }
        try bind(templates.loops[number].target, to: item, at: templates.loops[number].itemsRange)
        return true
    }
}
