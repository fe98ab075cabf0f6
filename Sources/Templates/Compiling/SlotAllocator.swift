/// Numbers the names of all frames of a template.
final class SlotAllocator {
    private struct Key: Hashable {
        var symbol: Symbol
        var frame: Int
    }
    private var numbers: [Key: Int] = [:]
    private var frames = 0

    var count: Int { numbers.count }

    func nextFrame() -> Int {
        frames += 1
        return frames
    }

    func slot(of symbol: Symbol, inFrame frame: Int) -> Int {
        let key = Key(symbol: symbol, frame: frame)
        if let number = numbers[key] { return number }
        numbers[key] = numbers.count
        return numbers.count - 1
    }
}
