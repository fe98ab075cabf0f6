/// One loop that is running.
struct LoopState {
    /// What has been read so far: all of it, unless a generator gives the items one by one.
    private var items: [Value]
    private var generator: Generator?
    var index = 0
    /// What `loop.changed` saw last.
    var seen: Value?

    init(_ items: [Value]) { self.items = items }

    init(_ generator: Generator) {
        items = []
        self.generator = generator
    }

    /// The item at a place, nil behind the last.
    mutating func item(_ place: Int) throws(TemplateError) -> Value? {
        while items.count <= place, let generator {
            guard let item = try generator.next() else {
                self.generator = nil
                break
            }
            items.append(item)
        }
        return place < items.count ? items[place] : nil
    }

    private mutating func count(at range: Range<Int>) throws(TemplateError) -> Int {
        if let generator {
            items += try generator.rest(at: range)
            self.generator = nil
        }
        return items.count
    }

    /// `loop.index` and the like.
    mutating func attribute(_ name: String, at range: Range<Int>) throws(TemplateError) -> Value {
        switch name {
        case "index": return .int(index + 1)
        case "index0": return .int(index)
        case "revindex": return .int(try count(at: range) - index)
        case "revindex0": return .int(try count(at: range) - index - 1)
        case "first": return .bool(index == 0)
        case "last": return .bool(try item(index + 1) == nil)
        case "length": return .int(try count(at: range))
        case "depth": return .int(1)
        case "depth0": return .int(0)
        case "previtem": return index > 0 ? items[index - 1] : missing(name, "the first item has no previtem", range)
        case "nextitem": return try item(index + 1) ?? missing(name, "the last item has no nextitem", range)
        case _ where name.hasPrefix("_") || name == "cycle" || name == "changed":
            let alternative = name.hasPrefix("_") ? "" : ": write loop.\(name)(…)"
            throw TemplateError(.unsupported, "loop.\(name) has no value\(alternative)", at: range)
        default: return missing(name, "there is no loop.\(name)", range)
        }
    }

    private func missing(_ name: String, _ message: String, _ range: Range<Int>) -> Value {
        .undefined(TemplateError(.undefined(name), message, at: range))
    }
}
