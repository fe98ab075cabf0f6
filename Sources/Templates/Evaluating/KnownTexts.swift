/// The texts of expressions that are the same in all deliveries to one room, as far as they are known.
///
/// Most templates show variables of the timeline and of the room: a value that does not change is not calculated again. Valid for
/// scopes that differ only in their message and time.
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

    /// The number of expressions that are kept: the first of a timeline are those that its messages have in common.
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
    /// Returns the steps that expanding a template takes, if the texts of all its expressions are known and show that the whole
    /// text has at most `limit` bytes, something visible, and no control characters. Returns nil if only expanding it can tell.
    ///
    /// - Parameter known: the known texts of the room. The message must have no variables of its own.
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
    /// Whether no byte can be, or begin, a control character. The byte C2 begins C1 controls, but also some letters.
    var isClean: Bool { allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 || $0 == 0x0A || $0 == 0x09 } }
}
