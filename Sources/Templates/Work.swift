/// How much an expansion may compute. A template that loops over what grows would keep a show waiting for minutes, each of
/// its values being small enough.
extension Evaluation {
    /// About a second at worst; what people write takes a thousandth.
    static let mostWork = 1 << 24

    mutating func charge(_ value: Value, times factor: Int = 1, at range: Range<Int>) throws(TemplateError) {
        let weight = value.weight(upTo: Self.mostWork)
        guard weight > 0 else { return }
        let (cost, overflow) = weight.multipliedReportingOverflow(by: factor)
        work += overflow ? Self.mostWork + 1 : min(cost, Self.mostWork + 1)
        guard work <= Self.mostWork else {
            throw TemplateError(
                .unsupported, "this takes too long: loop over fewer items, or over shorter texts", at: shifted(range))
        }
    }
}

extension Value {
    /// Roughly what it takes to copy, compare or show it: bytes of texts, items of lists at any depth; 0 for what is small.
    /// Counting stops at `most`.
    func weight(upTo most: Int) -> Int {
        switch self {
        case .string(let text): return text.utf8.count
        case .big(let number): return number.words.count * number.words.count
        case .list(let values), .tuple(let values): return Self.weight(of: values, upTo: most)
        case .range(let values, _): return values.count
        case .map(let members): return members.count + Self.weight(of: members.values, upTo: most)
        default: return 0
        }
    }

    /// How often a text may have to be looked at to find this one in it.
    var lengthInTexts: Int { if case .string(let text) = self { max(text.utf8.count, 1) } else { 1 } }

    private static func weight(of values: [Value], upTo most: Int) -> Int {
        var weight = values.count
        for value in values where weight <= most { weight += value.weight(upTo: most - weight) }
        return weight
    }
}
