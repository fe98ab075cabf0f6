/// A node of a template's syntax tree.
enum TemplateNode: Sendable {
    /// Bytes of the template's literals, and where in the template they stand.
    case text(start: UInt32, count: UInt32, place: UInt32)
    case output(PlacedExpression)
    /// The branch without a test is the last: that of `else`.
    case condition([Branch])
    indirect case loop(Loop)
    indirect case assignment(Target, PlacedExpression)
    /// Gives a name the text of a block.
    indirect case capture(Target, Block, place: Int)
    /// All of a template with statements.
    indirect case whole(Block)

    /// An expression, and where in the template its ranges count from.
    struct PlacedExpression: Sendable {
        let braces: BracedExpression
        // A large timeline has a node for every few bytes.
        private let start: UInt32

        init(braces: BracedExpression, place: Int) {
            self.braces = braces
            start = UInt32(place)
        }

        var place: Int { Int(start) }

        /// Where in the template it stands.
        var range: Range<Int> { braces.root.range.shifted(by: place) }
    }

    struct Branch: Sendable {
        var test: PlacedExpression?
        var body: [TemplateNode]
    }

    struct Loop: Sendable {
        var target: Target
        var items: PlacedExpression
        var test: PlacedExpression?
        var body: Block
        var otherwise: Block
    }

    /// What `for` and `set` give a value: a name, or several that take the value apart.
    struct Target: Sendable {
        var symbols: [Symbol]
        var takesApart: Bool
    }

    /// Nodes that have names of their own: a whole template, a round of a loop, a captured text.
    struct Block: Sendable {
        var nodes: [TemplateNode]
        /// The names that the nodes give a value.
        var names: [Name] = []

        struct Name: Sendable {
            var symbol: Symbol
            /// Whether the name has at first the value that it has around the block. If not, nothing defines it yet.
            var isInherited: Bool
        }
    }
}
