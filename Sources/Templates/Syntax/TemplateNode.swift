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
        // Only four bytes, because a large timeline has a node for every few bytes.
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

    /// The target of `for` and `set`: a name, or several names into which the value is unpacked.
    struct Target: Sendable {
        var symbols: [Symbol]
        var takesApart: Bool
    }

    /// Nodes that have names of their own: a whole template, a round of a loop, a captured text.
    struct Block: Sendable {
        var nodes: [TemplateNode]
        /// The names that the nodes set.
        var names: [Name] = []

        struct Name: Sendable {
            var symbol: Symbol
            /// Whether the name begins with the value that it has around the block. If not, it is undefined until it is set.
            var isInherited: Bool
        }
    }
}
