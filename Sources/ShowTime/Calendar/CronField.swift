/// One field of a cron expression, as a set of numbers.
struct CronField: Hashable, Sendable {
    struct Kind: Sendable {
        let name: String
        let range: ClosedRange<Int>
        /// The first stands for the lower end of the range.
        let names: [String]

        static let minute = Kind(name: "minute", range: 0...59, names: [])
        static let hour = Kind(name: "hour", range: 0...23, names: [])
        static let dayOfMonth = Kind(name: "day", range: 1...31, names: [])
        static let month = Kind(
            name: "month", range: 1...12,
            names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
        /// Sunday is 0, and 7 as well.
        static let dayOfWeek = Kind(
            name: "weekday", range: 0...7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])

        var hasTwoSundays: Bool { range.upperBound == 7 }
        /// Every number once: the range of `*`.
        var cycle: ClosedRange<Int> { hasTwoSundays ? 0...6 : range }
    }

    /// Bit n stands for n.
    private let bits: UInt64
    /// Whether it is `*`, alone or in a list, so that it leaves the choice of days to the other day field.
    private(set) var isOpen = false
    /// Whether a `*` is in it, with or without a step.
    let hasStar: Bool
    /// Whether it has every number there is.
    let isFull: Bool

    init(_ text: String, _ kind: Kind) throws(TimeSyntaxError) {
        hasStar = text.contains("*")
        var numbers: UInt64 = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if part == "*" { isOpen = true }
            for number in try CronPart(kind: kind, text: String(part)).numbers() { numbers |= 1 << UInt64(number) }
        }
        // Sunday has two numbers, and is one day.
        if kind.hasTwoSundays, numbers & (1 << 7) != 0 { numbers = numbers & ~(1 << 7) | 1 }
        bits = numbers
        isFull = numbers.nonzeroBitCount == kind.cycle.count
    }

    func contains(_ number: Int) -> Bool { bits & (1 << UInt64(number)) != 0 }

    /// The first of its numbers that is not below `number`, nil where there is none.
    func first(from number: Int) -> Int? {
        let rest = bits >> UInt64(number)
        return rest == 0 ? nil : number + rest.trailingZeroBitCount
    }
}

/// One part of the list in a field: `5`, `*`, `1-5`, and these with a step behind them.
private struct CronPart {
    let kind: CronField.Kind
    let text: String

    func numbers() throws(TimeSyntaxError) -> StrideThrough<Int> {
        let pieces = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard pieces.count <= 2, let step = pieces.count == 1 ? 1 : Int(digits: pieces[1]), step >= 1 else {
            throw problem
        }
        let range = try range(pieces[0], hasStep: pieces.count == 2)
        return stride(from: range.lowerBound, through: range.upperBound, by: step)
    }

    private func range(_ ends: String, hasStep: Bool) throws(TimeSyntaxError) -> ClosedRange<Int> {
        if ends == "*" { return kind.cycle }
        let words = ends.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 2 else {
            let first = try number(ends)
            // `5/15` counts from 5 on, as cron has it.
            return hasStep ? first...max(first, kind.cycle.upperBound) : first...first
        }
        let first = try number(words[0])
        var last = try number(words[1])
        // `FRI-SUN`: at the end of a range, Sunday is the day behind Saturday.
        if kind.hasTwoSundays, last == 0, first > 0 { last = 7 }
        guard first <= last else {
            throw TimeSyntaxError("the \(kind.name) \"\(text)\" of a cron expression runs backwards")
        }
        return first...last
    }

    private func number(_ word: String) throws(TimeSyntaxError) -> Int {
        if let index = kind.names.firstIndex(of: word.uppercased()) { return kind.range.lowerBound + index }
        guard let number = Int(digits: word), kind.range.contains(number) else { throw problem }
        return number
    }

    private var problem: TimeSyntaxError {
        let range = "\(kind.range.lowerBound) to \(kind.range.upperBound)"
        let names = kind.names.isEmpty ? "" : " or \(kind.names[0]) to \(kind.names[kind.names.count - 1])"
        return TimeSyntaxError("\"\(text)\" is not a \(kind.name) of a cron expression: \(range)\(names)")
    }
}
