/// A compiled template: a stretch of the instructions of a ``TemplateSet``.
///
/// The language is a subset of Jinja2 3.1 with `StrictUndefined`: `if`, `for` with `loop`, `set`, `raw`, comments, white space
/// control; names, members, items, slices, strings, numbers of any size, lists, tuples, mappings, all operators, the filters of
/// ``TemplateSet/filterNames`` and the tests of Jinja2. Methods, macros, blocks, imports and recursive loops are errors at
/// their place, and so is the text of a generator, which Python shows with an address. One thing is refused that Jinja2 renders:
/// what nothing defines inside of a list, a tuple or a mapping that is shown, or under `%r`. And one is handed on: a carriage return
/// outside of braces, which Jinja2 makes a newline, so that whoever takes the text can refuse it as a control character.
package struct Template: Sendable, Hashable {
    var start: UInt32
    var count: UInt32
    package var dependencies: Dependencies
    /// Whether there is more to it than texts and expressions in a row.
    var hasStatements = false
}

/// One step of a template. Places are byte offsets in its text, targets are indices of instructions.
enum Instruction: Sendable {
    /// Bytes of the literals.
    case text(start: UInt32, count: UInt32)
    /// The value of an expression, whose text begins at `place` in the template.
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
    case bindToScript(slot: UInt32, symbol: UInt32)
    case bindToSlot(slot: UInt32, other: UInt32)
    case clear(slot: UInt32)
}

/// Where the values of a ``Target`` go.
enum SlotTarget: Sendable {
    case slot(Int)
    case slots([SlotTarget], Range<Int>)
}

struct Assignment: Sendable {
    var target: SlotTarget
    /// None for a block set.
    var expression: UInt32?
    var place: Int
}

struct LoopCode: Sendable {
    var items: UInt32
    var place: Int
    /// Where in the template the expression of the items stands.
    var itemsRange: Range<Int>
    var target: SlotTarget
    /// The slot of the name `loop`.
    var loopSlot: Int
    var test: LoopTest?
    /// The first instruction of a round, and the first behind them all: the `else`.
    var start = 0
    var end = 0
}

/// What `for … if` asks of each item, with names of its own.
struct LoopTest: Sendable {
    var expression: UInt32
    var target: SlotTarget
    var entry: [Instruction]
}
