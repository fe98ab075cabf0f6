/// The state of one running loop.
struct LoopState {
    let items: [Value]
    var index = 0

    /// Returns `loop.index` and the like.
    func attribute(_ name: String, at range: Range<Int>) throws(TemplateError) -> Value {
        switch name {
        case "index": return .int(index + 1)
        case "index0": return .int(index)
        case "revindex": return .int(items.count - index)
        case "revindex0": return .int(items.count - index - 1)
        case "first": return .bool(index == 0)
        case "last": return .bool(index == items.count - 1)
        case "length": return .int(items.count)
        case "previtem":
            return index > 0 ? items[index - 1] : missing(name, "the first item has no previtem", at: range)
        case "nextitem":
            return index + 1 < items.count
                ? items[index + 1] : missing(name, "the last item has no nextitem", at: range)
        case _ where name.hasPrefix("_") || ["cycle", "changed", "depth", "depth0"].contains(name):
            let alternative = Alternatives.toMethod(name).map { ": \($0)" } ?? ""
            throw .unsupported("loop.\(name) is not supported\(alternative)", at: range)
        default: return missing(name, "there is no loop.\(name)", at: range)
        }
    }

    private func missing(_ name: String, _ message: String, at range: Range<Int>) -> Value {
        .undefined(TemplateError(.undefined(name), message, at: range))
    }
}
