/// The names of one block of a template: the whole template, a loop's body, a captured text.
///
/// Resolves names as Jinja2 does: a name that a block sets is one variable in all of it, also before it is set; what a
/// loop's body sets is forgotten after each round.
final class Frame {
    /// The content of a slot when the block begins.
    enum Load {
        case parameter
        /// The variable of the timeline or the delivery, if there is one.
        case timeline
        /// The variable of the block around, by its slot.
        case outer(Int)
        case undefined
    }

    let parent: Frame?
    let slots: SlotAllocator
    private let number: Int
    private(set) var references: [Symbol: Int] = [:]
    private(set) var loads: [Int: (symbol: Symbol, load: Load)] = [:]
    private(set) var stores: Set<Symbol> = []

    init(in parent: Frame?, slots: SlotAllocator) {
        self.parent = parent
        self.slots = slots
        number = slots.nextFrame()
    }

    private init(copying frame: Frame) {
        parent = frame.parent
        slots = frame.slots
        number = frame.number
        references = frame.references
        loads = frame.loads
        stores = frame.stores
    }

    func reference(to symbol: Symbol) -> Int? { references[symbol] ?? parent?.reference(to: symbol) }

    private func define(_ symbol: Symbol, _ load: Load) {
        let slot = slots.slot(of: symbol, inFrame: number)
        references[symbol] = slot
        loads[slot] = (symbol, load)
    }

    func declareParameter(_ symbol: Symbol) {
        stores.insert(symbol)
        define(symbol, .parameter)
    }

    private func store(_ symbol: Symbol) {
        stores.insert(symbol)
        guard references[symbol] == nil else { return }
        if let outer = parent?.reference(to: symbol) {
            define(symbol, .outer(outer))
        } else {
            define(symbol, .undefined)
        }
    }

    func load(_ expression: Expression) {
        expression.forEachName { name in
            if case .variable(let symbol, _, _) = name, reference(to: symbol) == nil { define(symbol, .timeline) }
        }
    }

    func visit(_ nodes: [TemplateNode]) {
        for node in nodes {
            switch node {
            case .text: break
            case .output(let output): load(output.expression)
            case .condition(let branches, let otherwise): visit(branches[0], branches.dropFirst(), otherwise)
            case .loop(let loop): load(loop.items.expression)
            case .assignment(let target, let value):
                load(value.expression)
                target.symbols.forEach(store)
            case .capture(let target, _, _): target.symbols.forEach(store)
            }
        }
    }

    private func visit(
        _ first: TemplateNode.Branch, _ others: ArraySlice<TemplateNode.Branch>, _ otherwise: [TemplateNode]
    ) {
        load(first.test.expression)
        let body = Frame(copying: self)
        body.visit(first.body)
        let alternatives = Frame(copying: self)
        for other in others { alternatives.visit(other, [], []) }
        let last = Frame(copying: self)
        last.visit(otherwise)
        update(from: [body, alternatives, last])
    }

    /// Merges branches, whose names may or may not be set after them.
    private func update(from branches: [Frame]) {
        let new = branches.reduce(into: Set<Symbol>()) { $0.formUnion($1.stores) }.subtracting(stores)
        for branch in branches {
            references.merge(branch.references) { $1 }
            loads.merge(branch.loads) { $1 }
            stores.formUnion(branch.stores)
        }
        for symbol in new {
            guard let slot = reference(to: symbol) else { continue }
            loads[slot] = (symbol, parent?.reference(to: symbol).map(Load.outer) ?? .timeline)
        }
    }

    /// Whether a name is the timeline's and nothing in the template changes it, so that it needs no slot.
    func isOfTimeline(_ symbol: Symbol) -> Bool {
        guard let slot = references[symbol] else { return parent?.isOfTimeline(symbol) ?? true }
        switch loads[slot]?.load {
        case .timeline: return !stores.contains(symbol)
        default: return false
        }
    }

    /// Numbers the names of all frames of a template.
    final class SlotAllocator {
        private struct Key: Hashable {
            var symbol: Symbol
            var frame: Int
        }
        private var numbers: [Key: Int] = [:]
        private var frames = 0

        var count: Int { numbers.count }

        func nextFrame() -> Int {
            frames += 1
            return frames
        }

        func slot(of symbol: Symbol, inFrame frame: Int) -> Int {
            let key = Key(symbol: symbol, frame: frame)
            if let number = numbers[key] { return number }
            numbers[key] = numbers.count
            return numbers.count - 1
        }
    }
}
