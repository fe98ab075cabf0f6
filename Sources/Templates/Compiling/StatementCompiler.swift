extension TemplateSet {
    /// Compiles a template with statements: parses it, resolves its names, and lays it out flat.
    mutating func compileStatements(_ text: UnsafeBufferPointer<UInt8>) throws(TemplateError) -> Template {
        let start = instructions.count
        var parser = TemplateParser(text, symbols: symbols, literals: literals)
        // The parser owns them meanwhile: two owners would copy them for each new name.
        (symbols, literals) = (.none, [])
        let result: Result<[TemplateNode], TemplateError>
        do throws(TemplateError) { result = .success(try parser.parse()) } catch { result = .failure(error) }
        (symbols, literals) = (parser.symbols, parser.literals)
        let nodes = try result.get()
        let slots = Frame.SlotAllocator()
        let frame = Frame(in: nil, slots: slots)
        frame.visit(nodes)
        var compiler = StatementCompiler(templates: self, loopSymbol: symbols.intern("loop"))
        compiler.templates.symbols = symbols
        self = .empty
        compiler.emit(nodes, in: frame)
        self = compiler.templates
        slotCount = max(slotCount, slots.count)
        return Template(
            start: UInt32(start), count: UInt32(instructions.count - start), dependencies: compiler.dependencies,
            hasStatements: true)
    }
}

/// Lays out the tree of a template as instructions with jumps.
struct StatementCompiler {
    var templates: TemplateSet
    let loopSymbol: Symbol
    private(set) var dependencies: Dependencies = []

    init(templates: TemplateSet, loopSymbol: Symbol) {
        self.templates = templates
        self.loopSymbol = loopSymbol
    }

    private var here: Int { templates.instructions.count }

    private mutating func append(_ instruction: Instruction) { templates.instructions.append(instruction) }

    mutating func emit(_ nodes: [TemplateNode], in frame: Frame) {
        templates.instructions.append(contentsOf: entry(of: frame))
        body(nodes, in: frame)
    }

    private mutating func body(_ nodes: [TemplateNode], in frame: Frame) {
        for node in nodes {
            switch node {
            case .text(let start, let count): append(.text(start: UInt32(start), count: UInt32(count)))
            case .output(let output):
                append(.output(expression: number(output, in: frame), place: UInt32(output.place)))
            case .condition(let branches, let otherwise): condition(branches, otherwise, in: frame)
            case .loop(let loop): self.loop(loop, in: frame)
            case .assignment(let target, let value):
                let expression = number(value, in: frame)
                append(.assign(assignment(target, expression, value.place, in: frame)))
            case .capture(let target, let nodes, let place):
                append(.beginCapture)
                let inner = Frame(in: frame, slots: frame.slots)
                inner.visit(nodes)
                emit(nodes, in: inner)
                append(.endCapture(assignment(target, nil, place, in: frame)))
            }
        }
    }

    private mutating func assignment(
        _ target: Statement.Target, _ expression: UInt32?, _ place: Int, in frame: Frame
    ) -> UInt32 {
        templates.assignments.append(
            Instruction.Assignment(target: slots(of: target, in: frame), expression: expression, place: place))
        return UInt32(templates.assignments.count - 1)
    }

    private func slots(of target: Statement.Target, in frame: Frame) -> Instruction.Target {
        switch target {
        case .name(let symbol): .slot(frame.reference(to: symbol) ?? 0)
        case .names(let symbols): .slots(symbols.map { frame.reference(to: $0) ?? 0 })
        }
    }

    private mutating func condition(
        _ branches: [TemplateNode.Branch], _ otherwise: [TemplateNode], in frame: Frame
    ) {
        var exits: [Int] = []
        for branch in branches {
            append(.test(expression: number(branch.test, in: frame), place: UInt32(branch.test.place)))
            let skip = here
            append(.jump(0))
            body(branch.body, in: frame)
            exits.append(here)
            append(.jump(0))
            templates.instructions[skip] = .jump(UInt32(here))
        }
        body(otherwise, in: frame)
        for exit in exits { templates.instructions[exit] = .jump(UInt32(here)) }
    }

    private mutating func loop(_ loop: TemplateNode.Loop, in frame: Frame) {
        let items = number(loop.items, in: frame)
        let inner = Frame(in: frame, slots: frame.slots)
        inner.declareParameter(loopSymbol)
        loop.target.symbols.forEach(inner.declareParameter)
        inner.visit(loop.body)
        var test: Instruction.LoopTest?
        if let condition = loop.test {
            let testing = Frame(in: frame, slots: frame.slots)
            loop.target.symbols.forEach(testing.declareParameter)
            testing.load(condition.expression)
            test = Instruction.LoopTest(
                expression: number(condition, in: testing),
                target: slots(of: loop.target, in: testing), entry: entry(of: testing))
        }
        let number = templates.loops.count
        templates.loops.append(
            Instruction.Loop(
                items: items, place: loop.items.place, itemsRange: loop.items.range,
                target: slots(of: loop.target, in: inner), loopSlot: inner.reference(to: loopSymbol) ?? 0, test: test))
        append(.loop(UInt32(number)))
        templates.loops[number].start = here
        // An empty loop goes on at its end, one that has begun behind the `else`.
        emit(loop.body, in: inner)
        append(.next(UInt32(number)))
        let exit = here
        append(.jump(0))
        templates.loops[number].end = here
        let last = Frame(in: frame, slots: frame.slots)
        last.visit(loop.otherwise)
        emit(loop.otherwise, in: last)
        templates.instructions[exit] = .jump(UInt32(here))
    }

    /// Returns the instructions that fill the slots of a frame when it begins.
    private mutating func entry(of frame: Frame) -> [Instruction] {
        var entry: [Instruction] = []
        for (slot, (symbol, load)) in frame.loads.sorted(by: { $0.key < $1.key }) where !frame.isOfTimeline(symbol) {
            switch load {
            case .parameter: break
            case .undefined: entry.append(.clear(slot: UInt32(slot)))
            case .outer(let outer) where frame.parent?.isOfTimeline(symbol) != true:
                entry.append(.bindToSlot(slot: UInt32(slot), other: UInt32(outer)))
            case .outer, .timeline:
                entry.append(.bindToTimeline(slot: UInt32(slot), symbol: symbol.number))
                templates.boundSymbols.insert(symbol)
                dependencies.formUnion(Dependencies(of: symbol))
            }
        }
        return entry
    }

    private mutating func number(_ placed: TemplateNode.PlacedExpression, in frame: Frame) -> UInt32 {
        var hasLocals = false
        let expression = placed.expression.mapNames { name in
            guard case .variable(let symbol, let text, let range) = name, !frame.isOfTimeline(symbol),
                let slot = frame.reference(to: symbol)
            else { return name }
            hasLocals = true
            return .local(slot, text, range)
        }
        dependencies.formUnion(expression.dependencies)
        return templates.add(expression, source: placed.source, isShared: placed.isWhole && !hasLocals)
    }
}
