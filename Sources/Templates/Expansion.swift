import ShowTime

extension TemplateSet {
    /// Writes a template's text for one delivery into `buffer`, which is emptied first.
    ///
    /// - Returns: the place in the template at which the text went over the buffer's limit, nil where it did not.
    /// - Throws: ``TemplateError`` at its place in the template.
    package func expand(
        _ template: Template, in scope: Scope, into buffer: inout TextBuffer
    ) throws(TemplateError) -> Int? {
        buffer.reset()
        if template.hasStatements {
            var run = Expansion(slotCount: slotCount)
            try run.run(template, of: self, in: scope, into: &buffer)
            buffer.finish()
            return run.overflowPlace
        }
        var overflowPlace: Int?
        var lastPlace = 0
        var evaluation = Evaluation()
        for index in Int(template.start)..<Int(template.start + template.count) {
            switch instructions[index] {
            case .text(let start, let count):
                literals.withUnsafeBufferPointer {
                    buffer.append(UnsafeBufferPointer(rebasing: $0[Int(start)..<Int(start + count)]))
                }
            case .output(let expression, let place):
                lastPlace = Int(place)
                evaluation.place = lastPlace
                let expression = expressions[Int(expression)]
                try expression.evaluate(in: scope, &evaluation)
                    .write(to: &buffer, in: scope.zone, at: evaluation.shifted(expression.range))
            default: break
            }
            if buffer.excess > 0, overflowPlace == nil { overflowPlace = lastPlace }
        }
        buffer.finish()
        return overflowPlace
    }
}

/// One run through a template with statements.
///
/// The store of the templates is handed to each step and not kept: keeping it would count up and down ten references for
/// each message.
struct Expansion {
    /// A template that takes more steps than this would never end, or nobody would wait for it.
    static let mostSteps = 100_000

    private(set) var overflowPlace: Int?
    private var evaluation = Evaluation()
    private var lastPlace = 0
    private var steps = 0
    private var captures: [String] = []

    init(slotCount: Int) { evaluation.slots = Array(repeating: nil, count: slotCount) }

    mutating func run(
        _ template: Template, of templates: TemplateSet, in scope: Scope, into buffer: inout TextBuffer
    ) throws(TemplateError) {
        var index = Int(template.start)
        let end = Int(template.start + template.count)
        // Held once, and not for each step anew.
        let instructions = templates.instructions
        let expressions = templates.expressions
        while index < end {
            let instruction = instructions[index]
            index += 1
            try countStep()
            switch instruction {
            case .text(let start, let count):
                try write(templates.literals, Int(start)..<Int(start + count), to: &buffer)
            case .output(let expression, let place):
                try output(expressions[Int(expression)], at: Int(place), in: scope, to: &buffer)
            case .test(let expression, let place):
                evaluation.place = Int(place)
                let expression = expressions[Int(expression)]
                let value = try expression.evaluate(in: scope, &evaluation)
                if try value.isTrue(at: evaluation.shifted(expression.range)) { index += 1 }
            case .jump(let target): index = Int(target)
            case .loop(let number):
                if try !begin(Int(number), of: templates, in: scope) { index = templates.loops[Int(number)].end }
            case .next(let number):
                if try next(Int(number), of: templates) { index = templates.loops[Int(number)].start }
            case .assign(let number):
                let assignment = templates.assignments[Int(number)]
                evaluation.place = assignment.place
                guard let number = assignment.expression else { break }
                let expression = expressions[Int(number)]
                let range = evaluation.shifted(expression.range)
                try bind(assignment.target, to: expression.evaluate(in: scope, &evaluation), at: range)
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

    private mutating func countStep() throws(TemplateError) {
        steps += 1
        guard steps <= Self.mostSteps else {
            throw TemplateError(
                .unsupported, "this takes more than \(Self.mostSteps) steps: loop over fewer items",
                at: lastPlace..<lastPlace)
        }
    }

    private mutating func write(
        _ literals: [UInt8], _ place: Range<Int>, to buffer: inout TextBuffer
    ) throws(TemplateError) {
        if let capture = captures.indices.last {
            let text = String(decoding: literals[place], as: UTF8.self).withOneLineEnd
            captures[capture] = try captures[capture].joined(text, at: lastPlace..<lastPlace)
            return
        }
        literals.withUnsafeBufferPointer { buffer.append(UnsafeBufferPointer(rebasing: $0[place])) }
    }

    private mutating func output(
        _ expression: Expression, at place: Int, in scope: Scope, to buffer: inout TextBuffer
    ) throws(TemplateError) {
        lastPlace = place
        evaluation.place = place
        let range = evaluation.shifted(expression.range)
        let value = try expression.evaluate(in: scope, &evaluation)
        try evaluation.charge(value, at: expression.range)
        if let capture = captures.indices.last {
            captures[capture] = try captures[capture].joined(value.text(in: scope.zone, at: range), at: range)
        } else {
            try value.write(to: &buffer, in: scope.zone, at: range)
        }
    }

    private mutating func bind(_ instruction: Instruction, in scope: Scope) {
        switch instruction {
        case .bindToScript(let slot, let symbol): evaluation.slots[Int(slot)] = scope.value(of: Symbol(symbol))
        case .bindToSlot(let slot, let other): evaluation.slots[Int(slot)] = evaluation.slots[Int(other)]
        case .clear(let slot): evaluation.slots[Int(slot)] = nil
        default: break
        }
    }

    private mutating func bind(_ target: SlotTarget, to value: Value, at range: Range<Int>) throws(TemplateError) {
        switch target {
        case .slot(let slot): evaluation.slots[slot] = value
        case .slots(let targets, _):
            let values = try value.elements(at: range)
            guard values.count == targets.count else {
                throw TemplateError(
                    .evaluation, "\(targets.count) names cannot take \(values.count) values", at: range)
            }
            for (target, value) in zip(targets, values) { try bind(target, to: value, at: range) }
        }
    }

    /// Evaluates what a loop goes through. Returns whether there is a first round.
    private mutating func begin(
        _ number: Int, of templates: TemplateSet, in scope: Scope
    ) throws(TemplateError) -> Bool {
        let loop = templates.loops[number]
        evaluation.place = loop.place
        lastPlace = loop.place
        let expression = templates.expressions[Int(loop.items)]
        let range = evaluation.shifted(expression.range)
        let value = try expression.evaluate(in: scope, &evaluation)
        if case .iterator(let generator) = value, loop.test == nil {
            evaluation.loops.append(LoopState(generator))
        } else {
            let items = try items(of: value, loop.test, templates, in: scope, at: range)
            evaluation.loops.append(LoopState(items))
        }
        guard let first = try evaluation.loops[evaluation.loops.count - 1].item(0) else {
            evaluation.loops.removeLast()
            return false
        }
        evaluation.slots[loop.loopSlot] = .loop(evaluation.loops.count - 1)
        try bind(loop.target, to: first, at: range)
        return true
    }

    /// The items of a loop that pass its test.
    private mutating func items(
        of value: Value, _ test: LoopTest?, _ templates: TemplateSet, in scope: Scope, at range: Range<Int>
    ) throws(TemplateError) -> [Value] {
        var items = try value.elements(at: range)
        if let test {
            var kept: [Value] = []
            let condition = templates.expressions[Int(test.expression)]
            for item in items {
                try countStep()
                for instruction in test.entry { bind(instruction, in: scope) }
                try bind(test.target, to: item, at: range)
                let value = try condition.evaluate(in: scope, &evaluation)
                if try value.isTrue(at: evaluation.shifted(condition.range)) {
                    kept.append(rebuilt(item, as: test.target))
                }
            }
            items = kept
        }
        return items
    }

    /// What Jinja2 hands on of an item that was taken apart for the test: a tuple, whatever it was before.
    private func rebuilt(_ item: Value, as target: SlotTarget) -> Value {
        switch target {
        case .slot: item
        case .slots(let targets, _):
            .tuple(
                targets.map { target in
                    if case .slot(let slot) = target { return evaluation.slots[slot] ?? .none }
                    return rebuilt(item, as: target)
                })
        }
    }

    /// Goes to the next round. Returns whether there is one.
    private mutating func next(_ number: Int, of templates: TemplateSet) throws(TemplateError) -> Bool {
        let last = evaluation.loops.count - 1
        evaluation.loops[last].index += 1
        guard let item = try evaluation.loops[last].item(evaluation.loops[last].index) else {
            evaluation.loops.removeLast()
            return false
        }
        evaluation.place = templates.loops[number].place
        try bind(templates.loops[number].target, to: item, at: templates.loops[number].itemsRange)
        return true
    }
}
