/// The state of one expansion besides its scope: the values that the template itself has bound, the steps that it has
/// taken, and its warnings.
struct Evaluation {
    /// A fifth of a second of work at worst; a message takes a thousandth of it.
    static let maximumSteps = 200_000

    var slots: [Value?]
    var loops: [LoopState] = []
    private(set) var warnings: [TemplateWarning] = []
    /// Where in the template the ranges of the current expression count from.
    private(set) var place = 0
    private var expression = 0
    private var steps = 0
    private let sources: [String]

    /// - Parameter sources: the content of each expression's braces, by its number.
    init(sources: [String] = [], slotCount: Int = 0) {
        self.sources = sources
        slots = slotCount == 0 ? [] : Array(repeating: nil, count: slotCount)
    }

    /// Turns to an expression, whose text begins at `place` of the template.
    mutating func begin(_ expression: UInt32, at place: Int) {
        self.expression = Int(expression)
        self.place = place
    }

    func shifted(_ range: Range<Int>) -> Range<Int> { range.lowerBound + place..<range.upperBound + place }

    /// Counts steps: one for an instruction or an operation, for an item of a list, and for 16 bytes of a text.
    @inline(__always)
    mutating func charge(_ count: Int, at range: Range<Int>) throws(TemplateError) {
        steps += count + 1
        if steps > Self.maximumSteps { throw tooManySteps(at: range) }
    }

    private func tooManySteps(at range: Range<Int>) -> TemplateError {
        TemplateError(
            .unsupported,
            "this takes more than \(Self.maximumSteps) steps: loop over fewer items, or over shorter texts",
            at: shifted(range))
    }

    /// Adds a warning, unless there is one at its place already.
    mutating func warn(_ message: String, at range: Range<Int>) {
        let warning = TemplateWarning(kind: .floatDigits, message: message, range: shifted(range))
        guard !warnings.contains(where: { $0.range == warning.range }) else { return }
        warnings.append(warning)
    }

    private static let longestQuote = 40

    /// Returns a part of the current expression as its author wrote it, in parentheses where a filter behind it needs them;
    /// nil where it is too long to quote.
    func quote(_ part: Expression) -> String? {
        guard sources.indices.contains(expression), part.range.count <= Self.longestQuote else { return nil }
        let source = Array(sources[expression].utf8)
        guard part.range.upperBound <= source.count else { return nil }
        let text = String(decoding: source[part.range], as: UTF8.self)
        guard !text.isEmpty, !text.contains(where: \.isNewline) else { return nil }
        return part.bindsLikeAnOperand ? text : "(\(text))"
    }
}
