/// One field of a cron expression: the numbers that it has.
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
    }

    /// Bit n stands for n.
    private var bits: UInt64 = 0
    /// Whether it is `*`, so that it leaves the choice of days to the other day field.
    let isOpen: Bool

    init(_ text: String, _ kind: Kind) throws(TimeSyntaxError) {
        isOpen = text == "*"
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            try add(String(part), kind)
        }
        if kind.range.upperBound == 7, bits & (1 << 7) != 0 { bits = bits & ~(1 << 7) | 1 }
    }

    func contains(_ number: Int) -> Bool { bits & (1 << UInt64(number)) != 0 }

    var values: [Int] { (0..<64).filter(contains) }

    private mutating func add(_ part: String, _ kind: Kind) throws(TimeSyntaxError) {
        let pieces = part.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var step = 1
        if pieces.count > 1 {
            guard pieces.count == 2, let number = Int(pieces[1]), number >= 1 else { throw Self.problem(part, kind) }
            step = number
        }
        let ends = pieces[0].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let range: ClosedRange<Int>
        if pieces[0] == "*" {
            // Sunday has two numbers, and is one day.
            range = kind.range.upperBound == 7 ? 0...6 : kind.range
        } else if ends.count == 2 {
            let first = try Self.number(ends[0], part, kind)
            let last = try Self.number(ends[1], part, kind)
            guard first <= last else {
                throw TimeSyntaxError("the \(kind.name) \"\(part)\" of a cron expression runs backwards")
            }
            range = first...last
        } else {
            let first = try Self.number(pieces[0], part, kind)
            // `5/15` counts from 5 on, as cron has it.
            range =
                pieces.count > 1
                ? first...max(first, kind.range.upperBound == 7 ? 6 : kind.range.upperBound) : first...first
        }
        for number in stride(from: range.lowerBound, through: range.upperBound, by: step) {
            bits |= 1 << UInt64(number)
        }
    }

    private static func number(_ text: String, _ part: String, _ kind: Kind) throws(TimeSyntaxError) -> Int {
        if let index = kind.names.firstIndex(of: text.uppercased()) { return kind.range.lowerBound + index }
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
        guard isPlain, let number = Int(text), kind.range.contains(number) else { throw problem(part, kind) }
        return number
    }

    private static func problem(_ part: String, _ kind: Kind) -> TimeSyntaxError {
        let range = "\(kind.range.lowerBound) to \(kind.range.upperBound)"
        let names = kind.names.isEmpty ? "" : " or \(kind.names[0]) to \(kind.names[kind.names.count - 1])"
        return TimeSyntaxError("\"\(part)\" is not a \(kind.name) of a cron expression: \(range)\(names)")
    }
}
