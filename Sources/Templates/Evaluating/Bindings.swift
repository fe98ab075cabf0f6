/// The values that a template has given to names, those of the innermost block last.
struct Bindings {
    private var bindings: [(symbol: Symbol, value: Value?)] = []

    var count: Int { bindings.count }

    /// Returns the place of the innermost binding of a name.
    func place(of symbol: Symbol) -> Int? {
        var place = bindings.count
        while place > 0 {
            place -= 1
            if bindings[place].symbol == symbol { return place }
        }
        return nil
    }

    subscript(place: Int) -> Value? { bindings[place].value }

    mutating func append(_ symbol: Symbol, _ value: Value?) { bindings.append((symbol, value)) }

    mutating func set(_ symbol: Symbol, to value: Value) {
        if let place = place(of: symbol) { bindings[place].value = value }
    }

    mutating func removeLast(to count: Int) { bindings.removeLast(bindings.count - count) }
}
