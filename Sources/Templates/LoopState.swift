/// One loop that is running.
struct LoopState {
    var items: [Value]
    var index = 0
    /// What `loop.changed` saw last.
    var seen: Value?

    init(_ items: [Value]) { self.items = items }

    /// `loop.index` and the like.
    func attribute(_ name: String, at range: Range<Int>) throws(TemplateError) -> Value {
        switch name {
        case "index": return .int(index + 1)
        case "index0": return .int(index)
        case "revindex": return .int(items.count - index)
        case "revindex0": return .int(items.count - index - 1)
        case "first": return .bool(index == 0)
        case "last": return .bool(index == items.count - 1)
        case "length": return .int(items.count)
        case "depth": return .int(1)
        case "depth0": return .int(0)
        case "previtem" where index > 0: return items[index - 1]
        case "nextitem" where index + 1 < items.count: return items[index + 1]
        case "previtem", "nextitem":
            return .undefined(
                TemplateError(
                    .undefined(name), "the \(index == 0 && name == "previtem" ? "first" : "last") item has no \(name)",
                    at: range))
        default: throw TemplateError(.unsupported, "loop.\(name) is not supported", at: range)
        }
    }
}
