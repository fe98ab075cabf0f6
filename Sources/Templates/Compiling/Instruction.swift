/// One step of a compiled template. Places are byte offsets in its text, targets are indices of instructions.
enum Instruction: Sendable {
    /// Writes bytes of the literals.
    case text(start: UInt32, count: UInt32)
    /// Writes the value of an expression, whose text begins at `place` in the template.
    case output(expression: UInt32, place: UInt32)
    /// Skips the next instruction where the expression is true.
    case test(expression: UInt32, place: UInt32)
    case jump(UInt32)
    /// Begins a loop: an index of ``TemplateSet/loops``.
    case loop(UInt32)
    /// Goes on with the next item of a loop.
    case next(UInt32)
    /// Gives names a value: an index of ``TemplateSet/assignments``.
    case assign(UInt32)
    case beginCapture
    case endCapture(UInt32)
    case bindToTimeline(slot: UInt32, symbol: UInt32)
    case bindToSlot(slot: UInt32, other: UInt32)
    case clear(slot: UInt32)

    /// The slots of what `for` and `set` bind.
    enum Target: Sendable {
        case slot(Int)
        case slots([Int])
    }

    struct Assignment: Sendable {
        var target: Target
        /// Nil for a captured text.
        var expression: UInt32?
        var place: Int
    }

    struct Loop: Sendable {
        var items: UInt32
        var place: Int
        /// Where in the template the expression of the items stands.
        var itemsRange: Range<Int>
        var target: Target
        /// The slot of the name `loop`.
        var loopSlot: Int
        var test: LoopTest?
        /// The first instruction of a round, and the first behind them all: the `else`.
        var start = 0
        var end = 0
    }

    /// The condition of `for … if`, whose names are its own.
    struct LoopTest: Sendable {
        var expression: UInt32
        var target: Target
        var entry: [Instruction]
    }
}
