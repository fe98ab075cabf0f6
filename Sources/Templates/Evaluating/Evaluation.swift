import ShowTime

/// The state of one expansion besides its scope: the names that the template itself gives a value, the steps that it has
/// taken, and its warnings.
struct Evaluation {
    /// The most steps of one expansion: at worst some hundredths of a second of work. A message takes a hundredth of that.
    static let maximumSteps = 50_000

    var bindings = Bindings()
    var loops: [LoopState] = []
    let zone: Zone
    private(set) var warnings: [TemplateWarning] = []
    /// The expression that is calculated now.
    private var current: TemplateNode.PlacedExpression?
    private(set) var steps = 0

    init(zone: Zone) { self.zone = zone }

    mutating func value(of placed: TemplateNode.PlacedExpression, in scope: Scope) throws(TemplateError) -> Value {
        current = placed
        return try value(of: placed.braces.root, in: scope)
    }

    mutating func isTrue(_ placed: TemplateNode.PlacedExpression, in scope: Scope) throws(TemplateError) -> Bool {
        try value(of: placed, in: scope).isTrue(at: placed.range)
    }

    /// Returns the innermost value of a name, or nil where nothing defines it.
    func value(of symbol: Symbol, in scope: Scope) -> Value? {
        if let place = bindings.place(of: symbol) { return bindings[place] }
        return scope.value(of: symbol)
    }

    /// Returns where in the template a part of the current expression stands.
    func place(of part: Expression) -> Range<Int> {
        part.range.shifted(by: current?.place ?? 0)
    }

    /// Counts steps: one for a node or an operation, for an item of a list, and for 16 bytes of a text.
    @inline(__always)
    mutating func charge(_ count: Int, at range: Range<Int>) throws(TemplateError) {
        steps += count + 1
        if steps > Self.maximumSteps { throw Self.tooManySteps(at: range) }
    }

    /// Counts a step of the template itself.
    mutating func chargeStep() throws(TemplateError) {
        steps += 1
        if steps > Self.maximumSteps { throw Self.tooManySteps(at: current?.range ?? 0..<0) }
    }

    /// Counts the steps of a known text and returns true; or returns false near the limit, where the text must be calculated
    /// again, so that the error names the place at which the limit is exceeded.
    mutating func chargeKnown(_ count: Int) -> Bool {
        guard steps + count < Self.maximumSteps / 2 else { return false }
        steps += count
        return true
    }

    private static func tooManySteps(at range: Range<Int>) -> TemplateError {
        .unsupported(
            "this takes more than \(maximumSteps) steps: loop over fewer items, or over shorter texts", at: range)
    }

    /// Adds a warning, unless there is one at its place already.
    mutating func warn(_ kind: TemplateWarning.Kind, _ message: String, at range: Range<Int>) {
        guard !warnings.contains(where: { $0.range == range }) else { return }
        warnings.append(TemplateWarning(kind: kind, message: message, range: range))
    }

    private static let longestQuote = 40

    /// Returns a part of the current expression as its author wrote it, in parentheses where a filter behind it needs them;
    /// nil where it is too long to quote.
    func quote(_ part: Expression) -> String? {
        let source = Array((current?.braces.source ?? "").utf8)
        guard part.range.count <= Self.longestQuote, part.range.upperBound <= source.count else { return nil }
        let text = String(decoding: source[part.range], as: UTF8.self)
        guard !text.isEmpty, !text.contains(where: \.isNewline) else { return nil }
        return part.bindsLikeAnOperand ? text : "(\(text))"
    }
}
