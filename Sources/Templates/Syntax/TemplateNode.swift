/// A node of the syntax tree of a template with statements.
indirect enum TemplateNode {
    /// Bytes of the template set's literals.
    case text(start: Int, count: Int)
    case output(PlacedExpression)
    case condition([Branch], otherwise: [TemplateNode])
    case loop(Loop)
    case assignment(Statement.Target, PlacedExpression)
    /// A name, and the nodes whose text becomes its value.
    case capture(Statement.Target, [TemplateNode], place: Int)

    struct Branch {
        var test: PlacedExpression
        var body: [TemplateNode]
    }

    struct Loop {
        var target: Statement.Target
        var items: PlacedExpression
        var test: PlacedExpression?
        var body: [TemplateNode]
        var otherwise: [TemplateNode]
    }

    /// An expression, and where in the template its ranges count from.
    struct PlacedExpression {
        var expression: Expression
        var place: Int
        /// The content of the braces in which it stands.
        var source: String
        /// Whether it is all that stands in them.
        var isWhole = false

        /// Where in the template it stands.
        var range: Range<Int> { expression.range.lowerBound + place..<expression.range.upperBound + place }
    }
}
