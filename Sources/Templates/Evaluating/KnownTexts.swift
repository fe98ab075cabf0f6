/// The texts of expressions that are the same in all deliveries to one room, as far as they are known.
///
/// Most templates show variables of the timeline and of the room: a value that does not change is not calculated again. Good
/// for scopes that differ in their message and time alone.
package struct KnownTexts: Sendable {
    struct Known: Sendable {
        var text: String
        /// The steps that it took to calculate it.
        var steps: Int
        /// Whether it has no byte that may be a control character.
        let isClean: Bool

        init(text: String, steps: Int) {
            self.text = text
            self.steps = steps
            isClean = text.utf8.isClean
        }
    }

    private var known: [Known?] = []

    /// The first expressions of a timeline are those that its messages have in common.
    private static let most = 64

    package init() {}

    subscript(expression: BracedExpression) -> Known? {
        get { expression.number < known.count ? known[expression.number] : nil }
        set {
            guard expression.isSameInRoom, expression.number < Self.most else { return }
            while known.count <= expression.number { known.append(nil) }
            known[expression.number] = newValue
        }
    }
}

extension TemplateSet {
    /// Returns the steps of expanding a template of which all is known, where its text certainly has at most `limit` bytes, some of
    /// them to be seen, and no control characters. Nil where only expanding it can tell.
    ///
    /// - Parameter known: of the room; the message has no variables of its own.
    package func stepsOfShortText(of template: Template, known: KnownTexts, limit: Int) -> Int? {
        guard template.isClean, !template.hasStatements else { return nil }
        var (bytes, steps) = (Int(template.literalCount), Int(template.count))
        for index in template.nodeRange {
            guard case .output(let output) = nodes[index] else { continue }
            guard let known = known[output.braces], known.isClean else { return nil }
            bytes += known.text.utf8.count
            steps += known.steps
        }
        return bytes <= limit && steps < Self.maximumSteps / 2 ? steps : nil
    }
}

extension Sequence<UInt8> {
    /// Whether no byte can be, or begin, a control character. C1 and some letters begin with C2.
    var isClean: Bool { allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 || $0 == 0x0A || $0 == 0x09 } }
}
